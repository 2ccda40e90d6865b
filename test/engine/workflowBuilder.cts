import { NodeConnectionTypes } from 'n8n-workflow';
import type {
	IConnections,
	IDataObject,
	INode,
	INodeCredentials,
	IWorkflowSettings,
	NodeConnectionType,
} from 'n8n-workflow';

/**
 * A node as tests write it: `type` may be the short name of a package's node, `credentials` the id of a stored credential,
 * and parameters what no editor would save. All else is as in a workflow's JSON (`onError`, `retryOnFail`, …).
 */
export interface NodeSpec extends Partial<Omit<INode, 'type' | 'parameters' | 'credentials'>> {
	type: string;
	parameters?: IDataObject;
	credentials?: string | INodeCredentials;
}

export type NamedNode = NodeSpec & { name: string };

/** Where a node is connected: `after: null` leaves it unconnected. */
export interface Place {
	after?: string | null;
	output?: number;
	input?: number;
}

export interface Ends {
	output?: number;
	input?: number;
	type?: NodeConnectionType;
}

/** A workflow as tests write it. */
export interface WorkflowSpec {
	id: string;
	name: string;
	nodes: NamedNode[];
	connections: IConnections;
	settings: IWorkflowSettings;
}

/**
 * Writes a workflow's JSON: each node added is connected to the one before it, unless told otherwise.
 *
 *     workflow()
 *       .add({ name: 'Start', type: 'n8n-nodes-base.manualTrigger' })
 *       .add({ name: 'Send', type: 'mimSms', parameters: { … }, credentials: 'mim', onError: 'continueErrorOutput' })
 *       .add({ name: 'Sent', type: 'n8n-nodes-base.noOp' })
 *       .add({ name: 'Refused', type: 'n8n-nodes-base.noOp' }, { after: 'Send', output: 1 })
 */
export class WorkflowBuilder {
	private readonly workflow: WorkflowSpec;

	constructor(name: string) {
		this.workflow = { id: 'workflow-under-test', name, nodes: [], connections: {}, settings: { executionOrder: 'v1' } };
	}

	add(node: NodeSpec, { after = this.workflow.nodes.at(-1)?.name, output, input }: Place = {}): this {
		const name = node.name ?? node.type.split('.').at(-1)!;
		const position: INode['position'] = [220 * this.workflow.nodes.length, 0];
		this.workflow.nodes.push({ parameters: {}, position, ...node, name });
		return after ? this.connect(after, name, { output, input }) : this;
	}

	connect(from: string, to: string, { output = 0, input = 0, type = NodeConnectionTypes.Main }: Ends = {}): this {
		const outputs = ((this.workflow.connections[from] ??= {})[type] ??= []);
		while (outputs.length <= output) outputs.push([]);
		(outputs[output] ??= []).push({ node: to, type, index: input });
		return this;
	}

	settings(settings: IWorkflowSettings): this {
		Object.assign(this.workflow.settings, settings);
		return this;
	}

	toJSON(): WorkflowSpec {
		return this.workflow;
	}
}

export const workflow = (name = 'Workflow under test'): WorkflowBuilder => new WorkflowBuilder(name);
