'use strict';
const { deepCopy, UserError } = require('n8n-workflow');

const DEFAULTS = { id: 'workflow-under-test', name: 'Workflow under test', settings: {}, connections: {} };

/** @typedef {import('./workflowBuilder').NodeSpec} NodeSpec */

/** Makes whole, as the editor would save it, what tests write briefly: types, versions, names, credentials. */
class WorkflowReader {
	/**
	 * @param {import('./nodeTypes').NodeTypes} nodeTypes
	 * @param {import('./credentialStore').CredentialStore} store
	 */
	constructor(nodeTypes, store) {
		this.nodeTypes = nodeTypes;
		this.store = store;
	}

	/** @param {object} workflowOrBuilder a workflow's JSON, or what `workflow()` builds; stays as it is */
	readWorkflow(workflowOrBuilder) {
		const json = deepCopy(workflowOrBuilder.toJSON?.() ?? workflowOrBuilder);
		const nodes = json.nodes.map((node, index) => ({ id: `node-${index}`, ...this.readNode(node) }));
		return { ...DEFAULTS, ...json, nodes };
	}

	/** @param {NodeSpec} spec */
	readNode({ type, credentials, ...spec }) {
		const fullType = this.fullTypeName(type);
		return {
			...this.describe(fullType),
			position: [0, 0],
			...deepCopy(spec),
			parameters: deepCopy(spec.parameters ?? {}),
			type: fullType,
			...(credentials && { credentials: this.readCredentials(credentials) }),
		};
	}

	/** The same node as an AI tool. */
	readTool(spec) {
		const { type, ...rest } = this.readNode(spec);
		return { ...rest, type: type.endsWith('Tool') ? type : `${type}Tool` };
	}

	/** A type that does not exist is the engine's to complain about. */
	describe(fullType) {
		const isKnown = [fullType, fullType.replace(/Tool$/, '')].some((name) => this.nodeTypes.recognizes(name));
		if (!isKnown) return { name: fullType, typeVersion: 1 };
		const { displayName, version, defaultVersion } = this.nodeTypes.getByNameAndVersion(fullType).description;
		return { name: displayName, typeVersion: defaultVersion ?? [version].flat().at(-1) };
	}

	fullTypeName(type) {
		if (type.includes('.')) return type;
		const owner = this.nodeTypes.packages.find(({ nodes }) => type in nodes || type.replace(/Tool$/, '') in nodes);
		return owner ? `${owner.name}.${type}` : type;
	}

	readCredentials(credentials) {
		if (typeof credentials !== 'string') return credentials;
		const { id, name, type } = this.findCredential(credentials);
		return { [type]: { id, name } };
	}

	/** A mistake of the test, not of a user, when it is not there. */
	findCredential(id) {
		const credential = this.store.find(id);
		if (credential === undefined) throw new UserError(`The engine has no credential "${id}"`);
		return credential;
	}

	/** A copy of a workflow's JSON in which every node that takes the credential's type has it. */
	withCredential(workflowJson, id) {
		const { name, type } = this.findCredential(id);
		const copy = deepCopy(workflowJson);
		for (const node of copy.nodes) {
			const { credentials = [] } = this.nodeTypes.getByNameAndVersion(node.type, node.typeVersion).description;
			if (credentials.some((taken) => taken.name === type)) node.credentials = { [type]: { id, name } };
		}
		return copy;
	}
}

module.exports = { WorkflowReader };
