import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { Connection } from '../http/connection';
import { nodeError } from '../run/nodeErrors';
import { poll, pollForTest } from './pollRun';
import { readTriggerParameters } from './triggerParameters';

export async function pollNode(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	const connection = new Connection(context, () => ({}));
	const parameters = await readTriggerParameters(context, async () => await connection.gateway());
	if (!parameters.ok)
		throw nodeError(context.getNode(), parameters.fault, { itemIndex: 0, runIndex: 0, sending: false });
	const items =
		context.getMode() === 'manual'
			? await pollForTest(context, connection, parameters.value)
			: await poll(context, connection, parameters.value);
	return items.length === 0 ? null : [items.map((json) => ({ json }))];
}
