import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { Connection } from '../http/connection';
import { pollError } from './pollGateway';
import { poll, pollForTest, sample } from './pollRun';
import { findLacking, readTriggerParameters, type TriggerParameters } from './triggerParameters';

export async function pollNode(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	const connection = new Connection(context, () => ({}));
	const parameters = await readTriggerParameters(context, async () => await connection.gateway());
	if (!parameters.ok) throw pollError(context, parameters.fault);
	const items = await itemsOf(context, connection, parameters.value);
	return items.length === 0 ? null : [items.map((json) => ({ json }))];
}

/** The sample asks nothing, so it works with any account, and with none. */
async function itemsOf(
	context: IPollFunctions,
	connection: Connection,
	parameters: TriggerParameters,
): Promise<IDataObject[]> {
	const isTest = context.getMode() === 'manual';
	if (isTest && parameters.testWith === 'sample') return [sample(parameters)];
	const gateway = await connection.gateway();
	const fault = gateway.ok ? findLacking(parameters, gateway.value) : gateway.fault;
	if (fault) throw pollError(context, fault);
	return isTest ? await pollForTest(context, connection, parameters) : await poll(context, connection, parameters);
}
