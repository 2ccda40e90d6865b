import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { Result } from '../../gateway/fault';
import type { Run } from './run';
import { readingError, readingErrorItem } from './nodeErrors';

/** Asks once for each item, one after another, and pairs what comes back; a failing item fails alone under On Error: Continue. */
export async function readEach(
	run: Run,
	ask: (item: number) => Promise<Result<IDataObject[]>>,
): Promise<INodeExecutionData[]> {
	const items: INodeExecutionData[] = [];
	for (const item of run.items) {
		const answer = await ask(item);
		if (answer.ok) items.push(...answer.value.map((json) => ({ json, pairedItem: { item } })));
		else if (run.continueOnFail) items.push(readingErrorItem(run, answer.fault, item));
		else throw readingError(run, answer.fault, item);
	}
	return items;
}
