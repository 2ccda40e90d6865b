import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { Outcome } from '../gateway/fault';
import type { Call } from './call';
import { readingError, readingErrorItem } from './nodeErrors';

/** Asks once for each item, one after another, and pairs what comes back; a failing item fails alone under On Error: Continue. */
export async function readEach(
	call: Call,
	ask: (item: number) => Promise<Outcome<IDataObject[]>>,
): Promise<INodeExecutionData[]> {
	const items: INodeExecutionData[] = [];
	for (const item of call.items) {
		const answer = await ask(item);
		if (answer.ok) items.push(...answer.value.map((json) => ({ json, pairedItem: { item } })));
		else if (call.continueOnFail) items.push(readingErrorItem(answer.fault, item));
		else throw readingError(call, answer.fault, item);
	}
	return items;
}
