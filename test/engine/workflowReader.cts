import { deepCopy, UserError } from 'n8n-workflow';
import type { IDataObject, INode, INodeCredentials, INodeParameters, IWorkflowBase } from 'n8n-workflow';
import type { CredentialStore, StoredCredential } from './credentialStore.cts';
import type { NodeTypes } from './nodeTypes.cts';
import { WorkflowBuilder } from './workflowBuilder.cts';
import type { NodeSpec, WorkflowSpec } from './workflowBuilder.cts';

/** A node of a workflow's JSON. The import of such a file types `position` and `onError` wider than n8n does. */
export interface NodeJson extends Omit<NodeSpec, 'position' | 'onError'> {
	name: string;
	position?: number[];
	onError?: string;
}

/** A workflow's JSON: what n8n exports, or a part of it. */
export interface WorkflowJson {
	id?: string;
	name?: string;
	nodes: NodeJson[];
	connections?: object;
	settings?: object;
	staticData?: IDataObject;
}

const UNSAVED: Omit<IWorkflowBase, 'nodes'> = {
	id: 'workflow-under-test',
	name: 'Workflow under test',
	settings: {},
	connections: {},
	active: false,
	isArchived: false,
	activeVersionId: null,
	createdAt: new Date(0),
	updatedAt: new Date(0),
};

/** Makes whole, as the editor would save it, what tests write briefly: types, versions, names, credentials. */
export class WorkflowReader {
	constructor(
		private readonly nodeTypes: NodeTypes,
		private readonly store: CredentialStore,
	) {}

	/** What it is given stays as it is. */
	readWorkflow(source: WorkflowJson | WorkflowBuilder): IWorkflowBase {
		// An exported workflow is as n8n wrote it, whatever the import of its file says of the types of its fields.
		const json = deepCopy(source instanceof WorkflowBuilder ? source.toJSON() : source) as WorkflowSpec;
		const nodes = json.nodes.map((node, index) => ({ ...this.readNode(node), id: node.id || `node-${index}` }));
		return { ...UNSAVED, ...json, nodes };
	}

	readNode({ type, credentials, ...spec }: NodeSpec): INode {
		const fullType = this.fullTypeName(type);
		return {
			id: '',
			...this.describe(fullType),
			position: [0, 0],
			...deepCopy(spec),
			parameters: deepCopy(spec.parameters ?? {}) as INodeParameters,
			type: fullType,
			...(credentials && { credentials: this.readCredentials(credentials) }),
		};
	}

	/** The same node as an AI tool. */
	readTool(spec: NodeSpec): INode {
		const { type, ...rest } = this.readNode(spec);
		return { ...rest, type: type.endsWith('Tool') ? type : `${type}Tool` };
	}

	/** A type that does not exist is the engine's to complain about. */
	private describe(fullType: string): Pick<INode, 'name' | 'typeVersion'> {
		const isKnown = [fullType, fullType.replace(/Tool$/, '')].some((name) => this.nodeTypes.recognizes(name));
		if (!isKnown) return { name: fullType, typeVersion: 1 };
		const { displayName, version, defaultVersion } = this.nodeTypes.getByNameAndVersion(fullType).description;
		return { name: displayName, typeVersion: defaultVersion ?? [version].flat().at(-1)! };
	}

	private fullTypeName(type: string): string {
		if (type.includes('.')) return type;
		const owner = this.nodeTypes.packages.find(({ nodes }) => type in nodes || type.replace(/Tool$/, '') in nodes);
		return owner ? `${owner.name}.${type}` : type;
	}

	private readCredentials(credentials: string | INodeCredentials): INodeCredentials {
		if (typeof credentials !== 'string') return credentials;
		const { id, name, type } = this.findCredential(credentials);
		return { [type]: { id, name } };
	}

	/** A mistake of the test, not of a user, when it is not there. */
	findCredential(id: string): StoredCredential {
		const credential = this.store.find(id);
		if (credential === undefined) throw new UserError(`The engine has no credential "${id}"`);
		return credential;
	}

	/** A copy of a workflow's JSON in which every node that takes the credential's type has it. */
	withCredential<T extends WorkflowJson>(workflowJson: T, id: string): T {
		const { name, type } = this.findCredential(id);
		const copy = deepCopy(workflowJson);
		for (const node of copy.nodes) {
			const { credentials = [] } = this.nodeTypes.getByNameAndVersion(node.type, node.typeVersion).description;
			if (credentials.some((taken) => taken.name === type)) node.credentials = { [type]: { id, name } };
		}
		return copy;
	}
}
