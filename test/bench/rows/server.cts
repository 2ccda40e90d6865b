import type { ExecutionStatus, IDataObject } from 'n8n-workflow';
import { listExecutions } from '../../e2e/lib/executions.cts';
import type { ListedExecution, RunningN8n } from '../../e2e/lib/n8n.cts';
import { newPlace } from '../../e2e/lib/place.cts';
import {
	activate,
	addWorkflow,
	call,
	chain,
	SMS,
	webhook,
	type ChainLink,
	type MimSmsCredentials,
} from '../../e2e/lib/workflows.cts';
import { startGateway, type Gateway } from '../gateway.cts';
import { inputRows, PHONE_EXPRESSION, TEXT_EXPRESSION } from '../input.cts';
import { median } from '../measure.cts';
import type { Bench, PlainRow } from '../row.cts';
import { count } from '../table.cts';
import { httpRequestParameters } from './perRow.cts';

const ROWS = 5_000;
const LATENCY = 20;

interface Times extends ListedExecution {
	startedAt: string;
	stoppedAt: string;
	status: ExecutionStatus;
}

/** A workflow that takes rows by a webhook and sends each as a message. */
interface Sender {
	id: string;
	path: string;
}

async function addSender(
	{ rest }: RunningN8n,
	name: string,
	node: ChainLink,
	credentials: MimSmsCredentials,
): Promise<Sender> {
	const rows: ChainLink = ['Rows', 'n8n-nodes-base.splitOut', { fieldToSplitOut: 'body.rows', options: {} }];
	const { id, versionId } = await addWorkflow(rest, chain(name, [webhook(name), rows, node], credentials));
	await activate(rest, { id, versionId });
	return { id, path: name };
}

/** ms from the start of the execution to its end, as n8n has recorded them. */
async function timeOf(n8n: RunningN8n, gateway: Gateway, { id, path }: Sender, size: number): Promise<number> {
	await gateway.reset(LATENCY);
	await call<IDataObject>(n8n, path, { rows: inputRows(size) }, { registering: 30_000 });
	const { messages } = await gateway.look();
	if (messages !== size) throw new Error(`${path}: ${messages} of ${size} messages arrived`);
	const [newest] = (await listExecutions(n8n.rest, { workflowId: id })) as Times[];
	if (newest.status !== 'success') throw new Error(`${path} ended with ${newest.status}`);
	return Date.parse(newest.stoppedAt) - Date.parse(newest.startedAt);
}

async function measure({ line, short }: Bench<never>) {
	const gateway = await startGateway();
	const place = await newPlace();
	const n8n = await place.start();
	try {
		const { baseUrl, apiKey } = gateway;
		const data = { api: 'classic', signInWith: 'apiKey', baseUrl, apiKey, senderId: 'MiMSMS' };
		const credential = { name: 'MiM SMS account', type: 'mimSmsApi', data };
		const { id } = await n8n.rest.post<{ id: string }>('/rest/credentials', credential);
		const credentials = { mimSmsApi: { id, name: credential.name } };
		const parameters = { resource: 'sms', operation: 'sendMany', senderId: '', options: {} };
		const ours = await addSender(
			n8n,
			'send-many',
			['MiM', SMS, { ...parameters, to: PHONE_EXPRESSION, message: TEXT_EXPRESSION }],
			credentials,
		);
		const theirs = await addSender(
			n8n,
			'http-request',
			['HTTP', 'n8n-nodes-base.httpRequest', httpRequestParameters(gateway), { typeVersion: 4.2 }],
			credentials,
		);
		const times: Record<'ours' | 'theirs', number[]> = { ours: [], theirs: [] };
		for (const sender of [ours, theirs]) await timeOf(n8n, gateway, sender, 500);
		for (let round = 0; round < short(1, 3); round++) {
			times.ours.push(await timeOf(n8n, gateway, ours, ROWS));
			times.theirs.push(await timeOf(n8n, gateway, theirs, ROWS));
		}
		line({
			work: `${count(ROWS)} rows in real n8n, ${LATENCY} ms`,
			against: 'HTTP Request',
			unit: 'speed',
			ours: median(times.ours),
			theirs: median(times.theirs),
			goal: { least: 10 },
		});
	} finally {
		await n8n.stop();
		await place.remove();
		await gateway.close();
	}
}

/** n8n's own server with its database; workflows that a webhook starts. The package is packed and installed as it was built. */
export const server: PlainRow<never> = {
	title: 'in real n8n',
	needsEngine: false,
	subjects: () => ({}),
	measure,
};
