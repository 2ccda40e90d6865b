/** The same smoke on the newest n8n that installs and on the oldest that is supported: the last of 1.x. */
import assert from 'node:assert/strict';
import type { ICredentialType, IDataObject, INodeParameters, INodeTypeDescription } from 'n8n-workflow';
import type { Browser } from 'playwright-core';
import type { N8nEngine } from '../n8n/install.cts';
import { accountOf, APIS, UNKNOWN_KEY, type Api } from './lib/apis.cts';
import { openEditor } from './lib/browser.cts';
import { check, tell, until } from './lib/checks.cts';
import { exampleFiles, readExample } from './lib/examples.cts';
import { listExecutions, reasonOf, retry } from './lib/executions.cts';
import type { RunningN8n, StoredCredential } from './lib/n8n.cts';
import { oldestEngine, ON_NODE_20, versionOf } from './lib/oldest.cts';
import type { Place } from './lib/place.cts';
import { newStage } from './lib/stage.cts';
import type { Simulator } from '../simulator/index.cts';
import {
	activate,
	addCredential,
	addWorkflow,
	call,
	chain,
	pollTimesEvery,
	receiving,
	rowsToSend,
	SMS,
	TRIGGER,
	webhook,
	type ChainLink,
	type MimSmsCredentials,
} from './lib/workflows.cts';

export { missing } from './lib/browser.cts';

/** What a test of a credential says. */
interface TestResult {
	status: 'OK' | 'Error';
	message: string;
}

const ACCEPTED: TestResult = { status: 'OK', message: 'Connection successful!' };

/** Says on which n8n something holds. */
type On = (what: string) => string;

interface Bench {
	simulator: Simulator;
	browser: Browser;
	place: Place;
	n8n: RunningN8n;
	/** Of an account of the classic API. */
	credentials: MimSmsCredentials;
	on: On;
}

export async function run() {
	await smoke(undefined);
	await smoke(await oldestEngine(), ON_NODE_20);
}

async function smoke(engine?: N8nEngine, env?: Record<string, string>) {
	const stage = newStage();
	try {
		const simulator = await stage.simulator();
		const browser = await stage.browser();
		const place = await stage.place({ engine });
		const version = versionOf(place.engine);
		const on: On = (what) => `n8n ${version}: ${what}`;
		const n8n = await place.startUnlisted(env);
		await typesLoad(n8n, on);
		const credentials = await addCredential(n8n.rest, simulator);
		const bench: Bench = { simulator, browser, place, n8n, credentials, on };
		await credentialTest(bench);
		for (const api of APIS) await sendTrackRead(bench, api);
		await neverLeft(bench);
		await retriedTwice(bench);
		await activeTrigger(bench);
		await savedWorkflows(bench);
		tellWarnings(place);
	} finally {
		await stage.close();
	}
}

async function typesLoad({ rest }: RunningN8n, on: On) {
	await check(on('both nodes and the credential load'), async () => {
		const types = await rest.get<INodeTypeDescription[]>('/types/nodes.json');
		for (const name of [SMS, TRIGGER])
			assert.ok(
				types.some((type) => type.name === name),
				name,
			);
		const credentials = await rest.get<ICredentialType[]>('/types/credentials.json');
		assert.ok(credentials.some(({ name }) => name === 'mimSmsApi'));
	});
}

async function credentialTest({ simulator, n8n: { rest }, on }: Bench) {
	await check(on("the credential test: the right key, and a wrong one with the gateway's reason"), async () => {
		// One of its own: n8n 1 stores what it tested, with the fetched key.
		const { mimSmsApi: tested } = await addCredential(rest, simulator, { name: 'Tested only' });
		const test = async (values: IDataObject) =>
			await rest.post<TestResult>('/rest/credentials/test', {
				credentials: { ...tested, type: 'mimSmsApi', data: { senderId: '', fetchedApiKey: '', ...values } },
			});
		for (const api of APIS) {
			const account = accountOf(simulator, api);
			assert.deepEqual(await test(account), ACCEPTED);
			const refused = await test({ ...account, apiKey: 'wrong.key' });
			assert.equal(refused.status, 'Error');
			assert.match(refused.message, UNKNOWN_KEY[api]);
		}
		const { username, password } = simulator.settings;
		assert.deepEqual(
			await test({ ...accountOf(simulator, 'classic'), signInWith: 'login', username, password }),
			ACCEPTED,
		);
		const { data: stored } = await rest.get<StoredCredential>(`/rest/credentials/${tested.id}?includeData=true`);
		if (stored.signInWith !== 'apiKey')
			tell('Test has changed the stored credential: it holds the values that were tested, saved or not');
	});
}

async function sendTrackRead(bench: Bench, api: Api) {
	const { simulator, n8n, credentials, on } = bench;
	const account = api === 'classic' ? credentials : await addCredential(n8n.rest, simulator, { api });
	await check(on(`${api}: a workflow sends, tracks and reads the reports`), async () => {
		simulator.reset();
		await smokeOf(bench, account, `smoke-${api}`);
		assert.deepEqual(
			simulator.messages.map((message) => message.api),
			[api, api],
		);
	});
}

/** What keeps a message from leaving, and how the error names it: n8n 1 wraps each error and drops most of it. */
const NEVER_LEFT: Array<[what: string, fields: IDataObject, requestOptions: INodeParameters, words: RegExp]> = [
	['a refused connection', { baseUrl: 'http://127.0.0.1:9' }, {}, /could not be reached: it refused the connection/],
	['an unknown host', { baseUrl: 'http://gateway.invalid' }, {}, /could not be reached: its name/],
	['https where there is none', { baseUrl: 'https' }, {}, /could not be reached: it does not use https/],
	['a refused proxy', {}, { proxy: 'http://127.0.0.1:9' }, /The proxy could not be reached: it refused/],
	['a Base URL without https://', { baseUrl: 'esms.example' }, {}, /Credential: Base URL must begin with https/],
	[
		'a login that the gateway does not know',
		{ signInWith: 'login', username: 'nobody', password: 'wrong' },
		{},
		/refused.*This message was not sent|\[1010\]/s,
	],
];

async function neverLeft({ simulator, place, n8n, on }: Bench) {
	await check(on('a message that never left is told so, with the reason'), async () => {
		const before = simulator.count('smsapi');
		for (const [i, [what, fields, requestOptions, words]] of NEVER_LEFT.entries()) {
			const address = `never-left-${i}`;
			const baseUrl = fields.baseUrl === 'https' ? simulator.baseUrl.replace('http', 'https') : fields.baseUrl;
			const own = { ...fields, ...(baseUrl !== undefined && { baseUrl }) };
			const credentials = await addCredential(n8n.rest, simulator, { name: what, fields: own });
			const send: ChainLink = ['Send', SMS, { to: '01712345678', message: 'Hello', requestOptions }];
			const workflow = chain(address, [webhook(address), send], credentials);
			const { id: workflowId } = await addWorkflow(n8n.rest, workflow, { active: true });
			await call(n8n, address, {}, { registering: 30_000 }).catch(() => {});
			const [{ id }] = await listExecutions(n8n.rest, { workflowId });
			const reason = await reasonOf(place, n8n.rest, id);
			assert.match(reason, words, what);
			assert.doesNotMatch(reason, /\[unknown\]|may have accepted/, what);
		}
		assert.equal(simulator.count('smsapi'), before);
	});
}

async function retriedTwice({ simulator, n8n, credentials, on }: Bench) {
	await check(on('two Retries of one failed execution send the rest once'), async () => {
		const row = { to: '={{ $json.to }}', message: '={{ $json.message }}', options: { parallelCalls: 1 } };
		const workflow = chain('Retried', rowsToSend('retried', row), credentials);
		const { id: workflowId } = await addWorkflow(n8n.rest, workflow, { active: true });
		simulator.fault({ call: 'smsapi', kind: 'code', code: '1004', skip: 1 });
		const messages = ['First', 'Second', 'Third'];
		const body = { rows: messages.map((message) => ({ to: '01712345678', message })) };
		await call(n8n, 'retried', body, { registering: 30_000 }).catch(() => {});
		const [{ id }] = await listExecutions(n8n.rest, { workflowId });
		const retries = [await retry(n8n.rest, id), await retry(n8n.rest, id)];
		assert.deepEqual(
			retries.map(({ status }) => status),
			['success', 'error'],
		);
		const sent = simulator.messages.map(({ text }) => text).filter((text) => messages.includes(text));
		assert.deepEqual(sent.sort(), messages.sort());
	});
}

async function activeTrigger({ simulator, n8n: { rest }, credentials, on }: Bench) {
	await check(on('the active trigger polls and starts a workflow for a new report'), async () => {
		const created = await addWorkflow(
			rest,
			receiving('Polls', { pollTimes: pollTimesEvery(10), source: 'account' }, credentials),
		);
		await activate(rest, created);
		await until(() => simulator.count('getAll') > 0, { what: 'the first poll' });
		simulator.addReports([{ to: '8801812345613', code: '13' }]);
		// Those of the messages sent a moment ago start it too: they are not old.
		await until(
			async () => {
				const executions = await listExecutions(rest, { workflowId: created.id });
				for (const { id } of executions.filter(({ status }) => status === 'success')) {
					const { data } = await rest.get<{ data: string }>(`/rest/executions/${id}`);
					if (data.includes('8801812345613')) return id;
				}
				return undefined;
			},
			{ within: 60_000, what: 'an execution for the new report' },
		);
	});
}

/** Tells what n8n's log complains about this package, if anything. */
function tellWarnings(place: Place) {
	const warnings = place
		.log()
		.split('\n')
		.filter((line) => /mimsms/i.test(line) && /warn|error|deprecat/i.test(line));
	if (warnings.length > 0) tell(warnings.slice(0, 3).join('\n    '));
}

/** Sends to two phones, waits for their reports and reads these once more. */
async function smokeOf({ place, n8n }: Bench, credentials: MimSmsCredentials, address: string) {
	const workflow = chain(
		address,
		[
			webhook(address),
			[
				'Track',
				SMS,
				{ operation: 'sendAndTrack', to: '={{ $json.body.to }}', message: 'Hello', timeout: 10, interval: 1 },
			],
			['Read', SMS, { resource: 'deliveryReport', operation: 'get', shootId: '={{ $json.shootId }}' }],
		],
		credentials,
	);
	const { id: workflowId } = await addWorkflow(n8n.rest, workflow, { active: true });
	const to = '01712345678, 01712345613';
	const items = await call<{ status: string }>(n8n, address, { to }, { registering: 30_000 }).catch(
		async (error: Error) => {
			const [{ id }] = await listExecutions(n8n.rest, { workflowId });
			throw new Error(`${error.message}; ${await reasonOf(place, n8n.rest, id)}`);
		},
	);
	assert.deepEqual(items.map(({ status }) => status).sort(), ['delivered', 'failed']);
}

async function savedWorkflows({ browser, n8n, credentials, on }: Bench) {
	const { page, problems, close } = await openEditor(browser, n8n);
	for (const file of exampleFiles()) {
		await check(on(`${file} opens, and its nodes are known`), async () => {
			const workflow = readExample(file, credentials);
			const { id } = await addWorkflow(n8n.rest, workflow);
			await page.goto(`${n8n.url}/workflow/${id}`);
			const node = [SMS, `${SMS}Tool`, TRIGGER]
				.map((ours) => workflow.nodes.find(({ type }) => type === ours))
				.find((found) => found !== undefined);
			assert.ok(node, 'it has a node of ours');
			await page.getByTestId('canvas-node').filter({ hasText: node.name }).first().dblclick();
			const form = page.getByTestId('node-parameters');
			await form.waitFor();
			// n8n 1 shows “undefined” below what an agent fills in: nothing has been filled in yet.
			const text = (await form.innerText()).replace(/(\$fromAI\(.*\}\}\n)undefined$/gm, '$1');
			assert.match(text, /Resource|Events/);
			assert.doesNotMatch(text, /\bundefined\b|Install this node/);
		});
	}
	assert.deepEqual(problems, []);
	await close();
}
