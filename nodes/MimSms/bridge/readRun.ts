import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { Outcome } from '../gateway/fault';
import { faultText, oneLine } from '../gateway/faultText';
import type { Call } from './call';
import { errorItem, nodeError } from './nodeErrors';

/** Asks once for each item, one after another, and pairs what comes back; a failing item fails alone under On Error: Continue. */
export async function readEach(call: Call, ask: (item: number) => Promise<Outcome<IDataObject[]>>): Promise<INodeExecutionData[]> {
	const items: INodeExecutionData[] = [];
	for (const item of call.items) {
		const answer = await ask(item);
		if (answer.ok) items.push(...answer.value.map((json) => ({ json, pairedItem: { item } })));
		else if (call.continueOnFail) items.push(errorItem(oneLine(faultText(answer.fault, false)), item));
		else throw nodeError(call.node, answer.fault, { itemIndex: item, runIndex: call.runIndex, sending: false });
	}
	return items;
}
