/** n8n's own way from a parameter to its value, on each of its expression engines. */
import { Expression, Workflow } from 'n8n-workflow';
import type { IExecuteData, INode, INodeExecutionData, INodeTypes } from 'n8n-workflow';
import { createAdditionalData } from '../engine/additionalData.cts';
import { basicNodes } from '../engine/basicNodes/index.cts';
import { NodeTypes } from '../engine/nodeTypes.cts';
import { core } from '../engine/runtime.cts';

/** `legacy` is the plain one, without a sandbox; a server takes `vm` (isolated-vm) unless it is told otherwise. */
export type ExpressionEngine = 'legacy' | 'quickjs' | 'vm';

const NAME = 'Node';
const PARAMETER = 'parameter';

/** The value that a node is given for a parameter, or what n8n throws. */
export interface N8nExpressions {
	read(parameter: unknown, json: unknown): unknown;
	close(): Promise<void>;
}

/** Switches n8n to the engine, with the server's defaults for it. */
export async function openExpressions(engine: ExpressionEngine): Promise<N8nExpressions> {
	await Expression.initExpressionEngine({
		engine,
		poolSize: 1,
		maxCodeCacheSize: 1024,
		bridgeTimeout: 5000,
		bridgeMemoryLimit: 128,
	});
	Expression.setExpressionEngine(engine);
	const node: INode = {
		id: 'node',
		name: NAME,
		type: 'n8n-nodes-base.noOp',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
	};
	const nodeTypes: INodeTypes = new NodeTypes([], basicNodes);
	const workflow = new Workflow({ id: 'w', nodes: [node], connections: {}, active: false, nodeTypes });
	const own = workflow.getNode(NAME);
	if (!own) throw new Error('The workflow lost its node');
	const additionalData = createAdditionalData({} as Parameters<typeof createAdditionalData>[0]);
	await workflow.expression.acquireIsolate();
	return {
		read(parameter, json) {
			own.parameters = { [PARAMETER]: parameter as string };
			const items = [{ json } as INodeExecutionData];
			const executeData: IExecuteData = { node: own, data: { main: [items] }, source: null };
			const context = new core.ExecuteContext(
				workflow,
				own,
				additionalData,
				'trigger',
				{ resultData: { runData: {} } } as never,
				0,
				items,
				{ main: [items] },
				executeData,
				[],
			);
			return context.getNodeParameter(PARAMETER, 0, undefined, { skipValidation: true });
		},
		async close() {
			await workflow.expression.releaseIsolate();
			await Expression.disposeExpressionEngine();
			Expression.setExpressionEngine('legacy');
		},
	};
}
