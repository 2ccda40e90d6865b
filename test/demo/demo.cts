/**
 * `npm run demo`: the package as it would be published, in n8n's engine, against a simulated gateway on this computer.
 * Three people get a message each; a few seconds later their delivery reports are read. No SMS leaves this computer.
 * `npm run demo -- --api v2`: the same workflow with an account of the JSON API (V2).
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import type { IDataObject } from 'n8n-workflow';
import type { Parts } from '../../nodes/MimSms/gateway/parts';
import type { DeliveryReport } from '../../nodes/MimSms/gateway/report';
import { APIS } from '../../nodes/MimSms/gateway/apis';
import { Engine, loadPackage, pairedIndex, type EnteredCredential, type Run } from '../engine/index.cts';
import { createTemporaryFolder, pack, provideModule, removeFolder, unpack } from '../package/packedPackage.cts';
import { startSimulator, type Simulator } from '../simulator/index.cts';
import WORKFLOW from '../workflows/send-wait-read-reports.json';

const CREDENTIAL = 'demo';
const SENDER_ID = 'DEMO SHOP';
const REPORT_DELAY = 500;
const NODES = { people: 'One by one', sends: 'Send SMS', reports: 'Read report' };

const say = (text: string) => process.stdout.write(`${text}\n`);

/** A failure that a person should read, without a stack trace. */
class DemoFailure extends Error {}

/** Packs the package, and unpacks it in an empty folder where n8n keeps installed community nodes: in its node_modules. */
async function installPackage(folder: string): Promise<string> {
	const { tarball, size } = await pack(folder);
	const home = path.join(folder, 'node_modules', 'n8n-nodes-mimsms');
	await unpack(tarball, home);
	provideModule('n8n-workflow', folder);
	provideModule('luxon', folder);
	say(`Packed as npm would publish it: ${Math.round(size / 1000)} kB.`);
	return home;
}

type Api = (typeof APIS)[number];

/** An account of the API that was asked for on the command line. */
function readApi(): Api {
	const { api = 'classic' } = parseArgs({ options: { api: { type: 'string' } } }).values;
	const known = APIS.find((one) => one === api);
	if (known === undefined) throw new DemoFailure(`There is no API ${api}. Choose one of: ${APIS.join(', ')}`);
	return known;
}

const NAMES: Record<Api, string> = { classic: 'classic API', v2: 'JSON API (V2)' };

/** As n8n keeps it: the fields that the form does not show are not there. */
const createCredential = (api: Api, { baseUrl, settings }: Simulator): EnteredCredential => ({
	type: 'mimSmsApi',
	name: 'MiM SMS account',
	data:
		api === 'v2'
			? { api, v2BaseUrl: baseUrl, username: settings.v2UserName, apiKey: settings.v2ApiKey, senderId: SENDER_ID }
			: { api, signInWith: 'apiKey', baseUrl, apiKey: settings.apiKey, senderId: SENDER_ID },
});

/** Runs the example workflow on n8n's engine; what n8n writes to its log stays out of the way. */
async function runWorkflow(home: string, api: Api, gateway: Simulator): Promise<Run> {
	const mimsms = await loadPackage(home);
	const node = mimsms.description('mimSms');
	say(`Loaded as n8n does: node "${node.displayName}" ${mimsms.loader.packageJson.version}.`);

	const engine = new Engine({ packages: [mimsms], credentials: { [CREDENTIAL]: createCredential(api, gateway) } });
	const test = await engine.testCredential(CREDENTIAL);
	if (test.status !== 'OK') throw new DemoFailure(`The account could not be used: ${test.message}`);
	say(`Signed in to a simulated gateway at ${gateway.baseUrl}, by the ${NAMES[api]}. No SMS leaves this computer.\n`);

	say(`Running the workflow "${WORKFLOW.name}" …`);
	const run = await engine.run(engine.useCredential(WORKFLOW, CREDENTIAL));
	if (run.status !== 'success') throw new DemoFailure(`The workflow stopped: ${run.error?.message ?? run.status}`);
	return run;
}

/** One person's message, from the list to its delivery report. */
interface Message {
	person: { name: string; message: string };
	sent: Pick<Parts, 'segments' | 'type'>;
	report: DeliveryReport;
}

/** The result of each person's message: what was sent is paired to the person, the report to what was sent. */
function followMessages(run: Run): Message[] {
	return run.items(NODES.people).map((person, index) => {
		const sent = run.items(NODES.sends)[index];
		const report = run.itemsFull(NODES.reports).find((item) => pairedIndex(item) === index)?.json;
		if (!sent?.shootId) throw new DemoFailure(`The message to ${person.name} was not accepted.`);
		if (!report) throw new DemoFailure(`There is no delivery report for ${person.name}.`);
		// Items of n8n have any shape; these are the example's own and those of the node.
		return { person, sent, report } as IDataObject as object as Message;
	});
}

const countParts = ({ segments, type }: Message['sent']) => `${segments} SMS${type === 'unicode' ? ' (Bangla)' : ''}`;

const OUTCOMES: Record<DeliveryReport['status'], (report: DeliveryReport) => string> = {
	delivered: () => 'Delivered',
	failed: ({ meaning, details }) => `Not delivered: ${meaning ?? details}`,
	pending: () => 'On its way, no report yet',
	unknown: ({ details }) => `Reported as: ${details}`,
};

function printTable(messages: Message[]) {
	const table = new Table({
		head: ['To', 'Number', 'Message', 'Counts as', 'Result'],
		colWidths: [14, 15, 36, 16, 21],
		wordWrap: true,
		style: { head: [], border: [] },
	});
	for (const { person, sent, report } of messages) {
		table.push([person.name, report.to, person.message, countParts(sent), OUTCOMES[report.status](report)]);
	}
	say(`\n${table}\n`);
}

function printSummary(messages: Message[]) {
	const failed = messages.filter(({ report }) => report.status !== 'delivered');
	say(
		`${messages.length} messages were sent, each once: ${messages.length - failed.length} delivered, ${failed.length} not.`,
	);
	for (const { person, report } of failed) {
		say(
			`In this demo, the phone number of ${person.name} always fails (${report.meaning}), so that you see a failure too.`,
		);
	}
	say('\nNext: "npm start" opens n8n with this node and the same simulated gateway.');
	say('Its inbox page shows the phones, and each SMS that arrives on them.');
}

async function demonstrate() {
	const api = readApi();
	const gateway = await startSimulator({ reportDelay: REPORT_DELAY });
	const folder = createTemporaryFolder();
	try {
		const run = await runWorkflow(await installPackage(folder), api, gateway);
		const messages = followMessages(run);
		printTable(messages);
		if (gateway.messages.length !== messages.length) {
			throw new DemoFailure(`The gateway received ${gateway.messages.length} messages instead of ${messages.length}.`);
		}
		printSummary(messages);
	} finally {
		await gateway.close();
		removeFolder(folder);
	}
}

demonstrate().catch((error) => {
	process.exitCode = 1;
	process.stderr.write(`\nThe demo failed: ${error.message}\n`);
	if (!(error instanceof DemoFailure)) process.stderr.write(`${error.stack}\n`);
});
