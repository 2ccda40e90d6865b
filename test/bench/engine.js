'use strict';
const { fromN8n, isInstalled, PROJECT } = require('./host');
const { Engine, loadPackage } = require('../engine');
const { logLines } = require('../engine/runtime');
const { inParallel } = require('./bare');

const BASE = 'n8n-nodes-base';
const PEERS = {
	httpRequest: ['HttpRequest/HttpRequest.node.js', 'HttpRequest'],
	xml: ['Xml/Xml.node.js', 'Xml'],
	splitOut: ['Transform/SplitOut/SplitOut.node.js', 'SplitOut'],
	removeDuplicates: ['Transform/RemoveDuplicates/RemoveDuplicates.node.js', 'RemoveDuplicates'],
};

/** n8n's own nodes, as that n8n ships them, in place of the harness's small equivalents. */
function shippedNodes() {
	if (!isInstalled) return {};
	const load = ([name, [file, exported]]) => [
		`${BASE}.${name}`,
		new (fromN8n(`${BASE}/dist/nodes/${file}`)[exported])(),
	];
	return Object.fromEntries(Object.entries(PEERS).map(load));
}

/** Gives out what its parameters say for each item, and asks nobody: what n8n itself takes for a row with two expressions. */
const evaluator = {
	description: {
		displayName: 'Evaluator',
		name: 'evaluator',
		group: ['transform'],
		version: 1,
		description: '',
		defaults: { name: 'Evaluator' },
		inputs: ['main'],
		outputs: ['main'],
		properties: ['to', 'message'].map((name) => ({ displayName: name, name, type: 'string', default: '' })),
	},
	async execute() {
		return [
			this.getInputData().map((_, item) => ({
				json: { to: this.getNodeParameter('to', item), message: this.getNodeParameter('message', item) },
				pairedItem: { item },
			})),
		];
	},
};

/**
 * Evaluates all rows, then posts a form for each through n8n's HTTP helper, signed by the credential: what n8n itself takes for a
 * node that checks before it sends, and whose key is no parameter.
 */
const sender = {
	description: {
		...evaluator.description,
		displayName: 'Sender',
		name: 'sender',
		defaults: { name: 'Sender' },
		credentials: [{ name: 'benchKey' }],
		properties: [
			...evaluator.description.properties,
			{ displayName: 'Parallel', name: 'parallel', type: 'number', default: 1 },
		],
	},
	async execute() {
		const forms = this.getInputData().map((_, item) => ({
			type: 'text',
			contacts: this.getNodeParameter('to', item),
			senderid: 'MiMSMS',
			msg: this.getNodeParameter('message', item),
		}));
		const post = (body) =>
			this.helpers.httpRequestWithAuthentication.call(this, 'benchKey', {
				method: 'POST',
				url: '/smsapi',
				body,
				headers: { 'content-type': 'application/x-www-form-urlencoded' },
				encoding: 'text',
			});
		const replies = await inParallel(forms, this.getNodeParameter('parallel', 0), post);
		return [replies.map((reply, item) => ({ json: { reply }, pairedItem: { item } }))];
	},
};

/** The least that a credential can do: it puts a key into the form. */
const senderPackage = {
	name: 'bench',
	nodes: {},
	loader: { known: { credentials: {} } },
	credentials: {
		benchKey: {
			name: 'benchKey',
			displayName: 'Key',
			properties: ['key', 'address'].map((name) => ({ displayName: name, name, type: 'string', default: '' })),
			authenticate: async ({ key, address }, request) => ({
				...request,
				url: `${address}${request.url}`,
				body: { ...request.body, api_key: key },
			}),
		},
	},
};

/** Asks for pages of reports through n8n's HTTP helper until one is not full, and gives an item for each report unread. */
const fetcher = {
	description: {
		displayName: 'Fetcher',
		name: 'fetcher',
		group: ['transform'],
		version: 1,
		description: '',
		defaults: { name: 'Fetcher' },
		inputs: ['main'],
		outputs: ['main'],
		properties: [{ displayName: 'Address', name: 'address', type: 'string', default: '' }],
	},
	async execute() {
		const items = [];
		for (let found = 100; found === 100; ) {
			const page = await this.helpers.httpRequest({ url: this.getNodeParameter('address', 0), encoding: 'text' });
			found = page.split('<message>').length - 1;
			for (let i = 0; i < found; i++) items.push({ json: { report: i }, pairedItem: { item: 0 } });
		}
		return [items];
	},
};

/**
 * The engine with our package and n8n's nodes, and an account at `gateway`.
 * @param {{ baseUrl: string, apiKey: string }} gateway
 */
async function openEngine({ baseUrl, apiKey }) {
	const data = { signInWith: 'apiKey', baseUrl, apiKey, senderId: 'MiMSMS' };
	const packages = [await loadPackage(process.env.BENCH_PACKAGE ?? PROJECT), senderPackage];
	const engine = new Engine({
		packages,
		credentials: {
			account: { type: 'mimSmsApi', name: 'account', data },
			key: { type: 'benchKey', name: 'key', data: { key: apiKey, address: baseUrl } },
		},
	});
	Object.assign(engine.nodeTypes.furtherTypes, shippedNodes(), {
		'bench.evaluator': evaluator,
		'bench.sender': sender,
		'bench.fetcher': fetcher,
	});
	return engine;
}

/** Runs nodes in a row over the input; throws unless the execution succeeds. Gives the items of the last node. */
async function runChain(engine, nodes, input) {
	const { workflow } = require('../engine');
	const chain = workflow().add({ name: 'Start', type: `${BASE}.manualTrigger` });
	for (const node of nodes) chain.add(node);
	const run = await engine.run(chain, { input });
	// The harness keeps all log lines of a process for its tests.
	logLines.length = 0;
	if (run.status !== 'success')
		throw new Error(`${nodes[0].name}: ${run.error?.message ?? run.status}: ${run.error?.description ?? ''}`);
	return run.items(nodes.at(-1).name);
}

module.exports = { openEngine, runChain };
