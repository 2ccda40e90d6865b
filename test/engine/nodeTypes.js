'use strict';
/**
 * The node types of a workflow, found as n8n's server finds them (its NodeTypes and its tool-generation, 2.41.1):
 * a declarative node gets an `execute` that runs its routing, and `…Tool` names the AI tool made from a node.
 */
const { NodeConnectionTypes, NodeHelpers, UserError } = require('n8n-workflow');
const { core } = require('./runtime');

/** n8n's shouldAssignExecuteMethod. */
function isDeclarative(nodeType) {
	const hasRequestDefaults = nodeType?.description?.requestDefaults !== undefined;
	return (
		!nodeType.execute &&
		!nodeType.supplyData &&
		!nodeType.poll &&
		!nodeType.trigger &&
		(!nodeType.webhook || hasRequestDefaults) &&
		(!nodeType.methods || hasRequestDefaults)
	);
}

function assignExecute(nodeType) {
	nodeType.execute = async function execute() {
		return (await new core.RoutingNode(this, nodeType).runNode()) ?? [];
	};
}

const DESCRIPTION_TYPE = {
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

const toolDescription = (text) => ({
	displayName: 'Description',
	name: 'toolDescription',
	type: 'string',
	default: text,
	required: true,
	typeOptions: { rows: 2 },
	description:
		'Explain to the LLM what this tool does, a good, specific description would allow LLMs to produce expected results much more often',
});

function lastCalloutIndex(properties) {
	return properties.map(({ type }) => type).lastIndexOf('callout');
}

/** Adds the tool's own properties, as n8n does. */
function addToolProperties(description) {
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
function toAiTool(nodeType) {
	const description = Object.create(nodeType.description, {
		properties: { value: Object.create(nodeType.description.properties) },
		name: { value: `${nodeType.description.name}Tool` },
		displayName: { value: `${nodeType.description.displayName} Tool` },
		inputs: { value: [] },
		outputs: { value: [NodeConnectionTypes.AiTool] },
	});
	addToolProperties(description);
	return Object.create(nodeType, { description: { value: description } });
}

/** @implements {import('n8n-workflow').INodeTypes} */
class NodeTypes {
	/**
	 * @param {import('./packageLoader').LoadedPackage[]} packages
	 * @param {Record<string, import('n8n-workflow').INodeType>} furtherTypes by full name
	 */
	constructor(packages, furtherTypes) {
		this.packages = packages;
		this.furtherTypes = furtherTypes;
		this.tools = new Map();
	}

	recognizes(name) {
		return this.find(name) !== undefined;
	}

	find(name) {
		if (Object.hasOwn(this.furtherTypes, name)) return this.furtherTypes[name];
		const owner = this.packages.find((loaded) => name.startsWith(`${loaded.name}.`));
		return owner?.nodes[name.slice(owner.name.length + 1)];
	}

	getByName(name) {
		const type = this.find(name);
		if (type === undefined) throw new core.UnrecognizedNodeTypeError(...splitName(name));
		return type;
	}

	getByNameAndVersion(name, version) {
		const isTool = name.endsWith('Tool') && !this.recognizes(name);
		const baseName = isTool ? name.replace(/Tool$/, '') : name;
		const nodeType = NodeHelpers.getVersionedNodeType(this.getByName(baseName), version);
		if (isDeclarative(nodeType)) assignExecute(nodeType);
		return isTool ? this.tool(`${name}?${version}`, nodeType, baseName) : nodeType;
	}

	tool(key, nodeType, baseName) {
		if (!nodeType.description.usableAsTool) {
			throw new UserError('Node cannot be used as a tool', { extra: { nodeType: baseName } });
		}
		if (!this.tools.has(key)) this.tools.set(key, toAiTool(nodeType));
		return this.tools.get(key);
	}

	getKnownTypes() {
		return {};
	}
}

function splitName(name) {
	const dot = name.lastIndexOf('.');
	return [name.slice(0, dot), name.slice(dot + 1)];
}

module.exports = { NodeTypes };
