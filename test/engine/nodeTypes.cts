/**
 * The node types of a workflow, found as n8n's server finds them (its NodeTypes and its tool-generation, 2.41.1):
 * a declarative node gets an `execute` that runs its routing, and `…Tool` names the AI tool made from a node.
 */
import type { ExecuteContext } from 'n8n-core';
import { NodeConnectionTypes, NodeHelpers, UserError } from 'n8n-workflow';
import type {
	IDataObject,
	IExecuteFunctions,
	INodeProperties,
	INodeType,
	INodeTypeDescription,
	INodeTypes,
	IVersionedNodeType,
} from 'n8n-workflow';
import type { NodePackage } from './packageLoader.cts';
import { core } from './runtime.cts';

/** Node types by full name. */
export type FurtherTypes = Record<string, INodeType | IVersionedNodeType>;

/** n8n's shouldAssignExecuteMethod. */
function isDeclarative(nodeType: INodeType): boolean {
	const hasRequestDefaults = nodeType.description.requestDefaults !== undefined;
	return (
		!nodeType.execute &&
		!nodeType.supplyData &&
		!nodeType.poll &&
		!nodeType.trigger &&
		(!nodeType.webhook || hasRequestDefaults) &&
		(!nodeType.methods || hasRequestDefaults)
	);
}

function assignExecute(nodeType: INodeType): void {
	nodeType.execute = async function execute(this: IExecuteFunctions) {
		return (await new core.RoutingNode(this as ExecuteContext, nodeType).runNode()) ?? [];
	};
}

const DESCRIPTION_TYPE: INodeProperties = {
	displayName: 'Tool Description',
	name: 'descriptionType',
	type: 'options',
	noDataExpression: true,
	options: [
		{ name: 'Set Automatically', value: 'auto', description: 'Automatically set based on resource and operation' },
		{ name: 'Set Manually', value: 'manual', description: 'Manually set the description' },
	],
	default: 'auto',
};

const toolDescription = (text: string): INodeProperties => ({
	displayName: 'Description',
	name: 'toolDescription',
	type: 'string',
	default: text,
	required: true,
	typeOptions: { rows: 2 },
	description:
		'Explain to the LLM what this tool does, a good, specific description would allow LLMs to produce expected results much more often',
});

function lastCalloutIndex(properties: INodeProperties[]): number {
	return properties.map(({ type }) => type).lastIndexOf('callout');
}

/** Adds the tool's own properties, as n8n does. */
function addToolProperties(description: INodeTypeDescription): void {
	const names = description.properties.map(({ name }) => name);
	if (names.includes('toolDescription')) return;
	const text = toolDescription(description.description);
	const position = lastCalloutIndex(description.properties) + 1;
	description.properties.splice(position, 0, text);
	if (names.includes('resource') || names.includes('operation')) {
		description.properties.splice(position, 0, DESCRIPTION_TYPE);
		text.displayOptions = { show: { descriptionType: ['manual'] } };
	}
}

/** n8n's convertNodeToAiTool, on a clone whose prototype is the node. */
function toAiTool(nodeType: INodeType): INodeType {
	const description: INodeTypeDescription = Object.create(nodeType.description, {
		properties: { value: Object.create(nodeType.description.properties) },
		name: { value: `${nodeType.description.name}Tool` },
		displayName: { value: `${nodeType.description.displayName} Tool` },
		inputs: { value: [] },
		outputs: { value: [NodeConnectionTypes.AiTool] },
	});
	addToolProperties(description);
	return Object.create(nodeType, { description: { value: description } });
}

export class NodeTypes implements INodeTypes {
	private readonly tools = new Map<string, INodeType>();

	constructor(
		readonly packages: NodePackage[],
		readonly furtherTypes: FurtherTypes,
	) {}

	recognizes(name: string): boolean {
		return this.find(name) !== undefined;
	}

	private find(name: string): INodeType | IVersionedNodeType | undefined {
		if (Object.hasOwn(this.furtherTypes, name)) return this.furtherTypes[name];
		const owner = this.packages.find((loaded) => name.startsWith(`${loaded.name}.`));
		return owner?.nodes[name.slice(owner.name.length + 1)];
	}

	getByName(name: string): INodeType | IVersionedNodeType {
		const type = this.find(name);
		if (type === undefined) throw new core.UnrecognizedNodeTypeError(...splitName(name));
		return type;
	}

	getByNameAndVersion(name: string, version?: number): INodeType {
		const isTool = name.endsWith('Tool') && !this.recognizes(name);
		const baseName = isTool ? name.replace(/Tool$/, '') : name;
		const nodeType = NodeHelpers.getVersionedNodeType(this.getByName(baseName), version);
		if (isDeclarative(nodeType)) assignExecute(nodeType);
		return isTool ? this.tool(`${name}?${version}`, nodeType, baseName) : nodeType;
	}

	private tool(key: string, nodeType: INodeType, baseName: string): INodeType {
		if (!nodeType.description.usableAsTool) {
			throw new UserError('Node cannot be used as a tool', { extra: { nodeType: baseName } });
		}
		const known = this.tools.get(key);
		if (known) return known;
		const made = toAiTool(nodeType);
		this.tools.set(key, made);
		return made;
	}

	getKnownTypes(): IDataObject {
		return {};
	}
}

function splitName(name: string): [packageName: string, nodeType: string] {
	const dot = name.lastIndexOf('.');
	return [name.slice(0, dot), name.slice(dot + 1)];
}
