import { fromN8n, isInstalled, PROJECT } from './host.cts';
import type { IDataObject, INodeType } from 'n8n-workflow';
import { Engine, loadPackage, workflow, type NamedNode } from '../engine/index.cts';
import { logLines } from '../engine/runtime.cts';
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

/** The engine with our package and n8n's nodes, and an account of each API at the gateway. */
export async function openEngine({ baseUrl, apiKey, v2 }: GatewayAddress): Promise<Engine> {
	const classic = { api: 'classic', signInWith: 'apiKey', baseUrl, apiKey, senderId: 'MiMSMS' };
	const engine = new Engine({
		packages: [await loadPackage(process.env.BENCH_PACKAGE ?? PROJECT)],
		credentials: {
			account: { type: 'mimSmsApi', name: 'account', data: classic },
			v2: { type: 'mimSmsApi', name: 'v2', data: { api: 'v2', v2BaseUrl: baseUrl, senderId: 'MiMSMS', ...v2 } },
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
