import { fromN8n, isInstalled, PROJECT } from './host.cts';
import type { ICredentialType, IDataObject, IExecuteFunctions, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { Engine, loadPackage, workflow, type NamedNode, type NodePackage } from '../engine/index.cts';
import { logLines } from '../engine/runtime.cts';
import { inParallel } from './bare.cts';
import type { GatewayAddress } from './gateway.cts';

export type { Engine, NamedNode };

const BASE = 'n8n-nodes-base';
const PEERS = {
	httpRequest: ['HttpRequest/HttpRequest.node.js', 'HttpRequest'],
	xml: ['Xml/Xml.node.js', 'Xml'],
	splitOut: ['Transform/SplitOut/SplitOut.node.js', 'SplitOut'],
	removeDuplicates: ['Transform/RemoveDuplicates/RemoveDuplicates.node.js', 'RemoveDuplicates'],
};

/** n8n's own nodes, as that n8n ships them, in place of the harness's small equivalents. */
function shippedNodes(): Record<string, INodeType> {
	if (!isInstalled) return {};
	const load = ([name, [file, exported]]: [string, string[]]) => {
		const types = fromN8n(`${BASE}/dist/nodes/${file}`) as Record<string, new () => INodeType>;
		return [`${BASE}.${name}`, new types[exported]()];
	};
	return Object.fromEntries(Object.entries(PEERS).map(load));
}

const described = (displayName: string, fields: INodeTypeDescription['properties']): INodeTypeDescription => ({
	displayName,
	name: displayName.toLowerCase(),
	group: ['transform'],
	version: 1,
	description: '',
	defaults: { name: displayName },
	inputs: ['main'],
	outputs: ['main'],
	properties: fields,
});

const textFields = (...names: string[]): INodeTypeDescription['properties'] =>
	names.map((name) => ({ displayName: name, name, type: 'string', default: '' }));

/** Gives out what its parameters say for each item, and asks nobody: what n8n itself takes for a row with two expressions. */
const evaluator: INodeType = {
	description: described('Evaluator', textFields('to', 'message')),
	async execute(this: IExecuteFunctions) {
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
const sender: INodeType = {
	description: {
		...described('Sender', [
			...textFields('to', 'message'),
			{ displayName: 'Parallel', name: 'parallel', type: 'number', default: 1 },
		]),
		credentials: [{ name: 'benchKey' }],
	},
	async execute(this: IExecuteFunctions) {
		const forms = this.getInputData().map((_, item) => ({
			type: 'text',
			contacts: this.getNodeParameter('to', item),
			senderid: 'MiMSMS',
			msg: this.getNodeParameter('message', item),
		}));
		const post = async (body: IDataObject): Promise<string> =>
			await this.helpers.httpRequestWithAuthentication.call(this, 'benchKey', {
				method: 'POST',
				url: '/smsapi',
				body,
				headers: { 'content-type': 'application/x-www-form-urlencoded' },
				encoding: 'text',
			});
		const replies = await inParallel(forms, this.getNodeParameter('parallel', 0) as number, post);
		return [replies.map((reply, item) => ({ json: { reply }, pairedItem: { item } }))];
	},
};

/** Asks for pages of reports through n8n's HTTP helper until one is not full, and gives an item for each report unread. */
const fetcher: INodeType = {
	description: described('Fetcher', textFields('address')),
	async execute(this: IExecuteFunctions) {
		const items = [];
		for (let found = 100; found === 100; ) {
			const url = this.getNodeParameter('address', 0) as string;
			const page: string = await this.helpers.httpRequest({ url, encoding: 'text' });
			found = page.split('<message>').length - 1;
			for (let i = 0; i < found; i++) items.push({ json: { report: i }, pairedItem: { item: 0 } });
		}
		return [items];
	},
};

/** The least that a credential can do: it puts a key into the form. */
const benchKey: ICredentialType = {
	name: 'benchKey',
	displayName: 'Key',
	properties: textFields('key', 'address'),
	authenticate: async ({ key, address }, request) => ({
		...request,
		url: `${address}${request.url}`,
		body: { ...(request.body as IDataObject), api_key: key },
	}),
};

/** What n8n itself takes, as a package beside ours. */
const benchPackage: NodePackage = {
	name: 'bench',
	nodes: { evaluator, sender, fetcher },
	credentials: { benchKey },
	loader: { known: { nodes: {}, credentials: {} } },
};

/** The engine with our package and n8n's nodes, and an account at the gateway. */
export async function openEngine({ baseUrl, apiKey }: GatewayAddress): Promise<Engine> {
	const data = { signInWith: 'apiKey', baseUrl, apiKey, senderId: 'MiMSMS' };
	const engine = new Engine({
		packages: [await loadPackage(process.env.BENCH_PACKAGE ?? PROJECT), benchPackage],
		credentials: {
			account: { type: 'mimSmsApi', name: 'account', data },
			key: { type: 'benchKey', name: 'key', data: { key: apiKey, address: baseUrl } },
		},
	});
	Object.assign(engine.nodeTypes.furtherTypes, shippedNodes());
	return engine;
}

/** Runs nodes in a row over the input; throws unless the execution succeeds. Gives the items of the last node. */
export async function runChain(engine: Engine, nodes: NamedNode[], input: IDataObject[]): Promise<IDataObject[]> {
	const chain = workflow().add({ name: 'Start', type: `${BASE}.manualTrigger` });
	for (const node of nodes) chain.add(node);
	const run = await engine.run(chain, { input });
	// The harness keeps all log lines of a process for its tests.
	logLines.length = 0;
	if (run.status !== 'success')
		throw new Error(`${nodes[0].name}: ${run.error?.message ?? run.status}: ${run.error?.description ?? ''}`);
	return run.items(nodes[nodes.length - 1].name);
}
