'use strict';
/** The built package on n8n's engine against the simulator: one of each per test file, put back to the start before each test. */
const { inspect } = require('node:util');
const { Engine, loadPackage, workflow } = require('../engine');
const { startSimulator } = require('../simulator');

const NODE = 'MiM';
const BY_KEY = 'by-key';
const BY_LOGIN = 'by-login';

/** Signs that a path or a query can't carry as they are. */
const USERNAME = 'de mo/ü?';
const PASSWORD = 'p@ss#w%rd';

const SEND = { resource: 'sms', operation: 'send', to: '01712345678', message: 'Hello', senderId: '', options: {} };
const OPERATIONS = {
	send: SEND,
	getBalance: { resource: 'account', operation: 'getBalance' },
	getApiKey: { resource: 'account', operation: 'getApiKey' },
	get: { resource: 'deliveryReport', operation: 'get', shootId: 'C2001' },
	getOnce: { resource: 'deliveryReport', operation: 'getOnce', shootId: 'C2001' },
	getAll: { resource: 'deliveryReport', operation: 'getAll', returnAll: false, limit: 50 },
};

/** The gateway's call behind an operation. */
const CALL = {
	send: 'smsapi',
	getBalance: 'getBalance',
	getApiKey: 'getkey',
	get: 'getDLRRep',
	getOnce: 'getDLR',
	getAll: 'getAll',
};

const RETRYING = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };
const GOING_ON = { onError: 'continueRegularOutput' };

/** @param {object} [simulatorOptions] of startSimulator */
function useBench(simulatorOptions = {}) {
	const bench = { workflow };
	let settings;

	beforeAll(async () => {
		bench.sim = await startSimulator({ username: USERNAME, password: PASSWORD, ...simulatorOptions });
		bench.package = await loadPackage();
		bench.engine = new Engine({ packages: [bench.package] });
		const { port, basePath, ...changeable } = { ...bench.sim.settings };
		settings = changeable;
	});
	afterAll(async () => await bench.sim.close());
	beforeEach(async () => {
		bench.sim.reset();
		Object.assign(bench.sim.settings, settings);
		await bench.sim.accept();
		bench.saveCredential(BY_KEY, { signInWith: 'apiKey', apiKey: bench.sim.settings.apiKey });
		bench.saveCredential(BY_LOGIN, { signInWith: 'login', username: USERNAME, password: PASSWORD });
	});

	bench.saveCredential = (id, data) =>
		bench.engine.saveCredential(id, {
			type: 'mimSmsApi',
			name: `Account ${id}`,
			data: { baseUrl: bench.sim.baseUrl, senderId: 'MiMSMS', ...data },
		});

	/** The node as tests write it; `extra` is what stands beside its parameters. */
	bench.node = (parameters, extra = {}) => ({ type: 'mimSms', name: NODE, credentials: BY_KEY, parameters, ...extra });

	/** Runs the node after a start that gives `input`, and two more nodes behind its two branches. */
	bench.run = async (parameters, { input, settings: ofWorkflow = {}, mode, ...extra } = {}) => {
		const flow = workflow()
			.settings(ofWorkflow)
			.add({ name: 'Start', type: 'n8n-nodes-base.manualTrigger' })
			.add(bench.node(parameters, extra))
			.add({ name: 'Next', type: 'n8n-nodes-base.noOp' })
			.add({ name: 'Failed', type: 'n8n-nodes-base.noOp' }, { after: NODE, output: 1 });
		return await bench.engine.run(flow, { input, mode });
	};
	bench.send = async (parameters, rest) => await bench.run({ ...SEND, ...parameters }, rest);
	/** Sends once for each of these texts, one request after the other. */
	bench.sendTexts = async (texts, extra) =>
		await bench.send(
			{ message: '={{ $json.text }}', options: { parallelCalls: 1 } },
			{ input: texts.map((text) => ({ text })), ...extra },
		);
	/** The texts in the gateway's ledger, as often as they stand in it. */
	bench.accepted = () => bench.sim.messages.map(({ text }) => text);
	return bench;
}

/** The error of a run as one text: what happened and what to do. */
const told = (run) => `${run.error?.message} | ${run.error?.description}`;

/** All that n8n keeps of a run or shows of it. */
const everythingOf = (run) =>
	[
		run.stored,
		...run.log,
		inspect(run.error, { depth: 10, showHidden: true }),
		run.error?.stack,
		JSON.stringify(run.runs(NODE)),
		JSON.stringify(run.executionData),
	].join('\n');

const htmlForm = (text) =>
	text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** A secret as it is and as it stands in an address, a form or JSON. */
function formsOf(secret) {
	const encoded = encodeURIComponent(secret);
	const lower = encoded.replace(/%[\dA-F]{2}/g, (sign) => sign.toLowerCase());
	return [
		...new Set([
			secret,
			encoded,
			lower,
			encodeURI(secret),
			encoded.replaceAll('%20', '+'),
			JSON.stringify(secret).slice(1, -1),
			htmlForm(secret),
		]),
	];
}

module.exports = {
	NODE,
	BY_KEY,
	BY_LOGIN,
	USERNAME,
	PASSWORD,
	SEND,
	OPERATIONS,
	CALL,
	RETRYING,
	GOING_ON,
	useBench,
	told,
	everythingOf,
	formsOf,
	workflow,
};
