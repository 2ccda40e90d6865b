import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { nodeError } from '../nodeErrors';
import { poll, pollForTest } from './pollRun';
import { readTriggerParameters } from './triggerParameters';

export async function pollNode(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	const parameters = readTriggerParameters(context);
	if (!parameters.ok)
		throw nodeError(context.getNode(), parameters.fault, { itemIndex: 0, runIndex: 0, sending: false });
	const items =
		context.getMode() === 'manual'
			? await pollForTest(context, parameters.value)
			: await poll(context, parameters.value);
	return items.length === 0 ? null : [items.map((json) => ({ json }))];
}
