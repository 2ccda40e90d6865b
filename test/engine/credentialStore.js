'use strict';
const { UnrecognizedCredentialTypeError } = require('./runtime').core;

/**
 * @typedef {object} StoredCredential
 * @property {string} id
 * @property {string} name
 * @property {string} type
 * @property {Record<string, unknown>} data
 */

/** The credentials that users saved: n8n's table, in memory. Data goes in and comes out as JSON, as it does there. */
class CredentialStore {
	/** @param {Record<string, Omit<StoredCredential, 'id'>>} credentials by id */
	constructor(credentials) {
		this.rows = new Map();
		for (const [id, credential] of Object.entries(credentials)) this.save({ ...credential, id });
	}

	save({ id, name, type, data }) {
		this.rows.set(id, { id, name, type, data: JSON.stringify(data) });
	}

	/** @returns {StoredCredential | undefined} */
	find(id) {
		const row = this.rows.get(id);
		return row && { ...row, data: JSON.parse(row.data) };
	}

	remove(id) {
		this.rows.delete(id);
	}
}

/** n8n's CredentialTypes over the loaded packages: which types there are, and which nodes say that they use them. */
class CredentialTypes {
	/** @param {import('./packageLoader').LoadedPackage[]} packages */
	constructor(packages) {
		this.packages = packages;
	}

	getByName(name) {
		const type = this.ownerOf(name)?.credentials[name];
		if (type === undefined) throw new UnrecognizedCredentialTypeError(name);
		return type;
	}

	ownerOf(name) {
		return this.packages.find(({ credentials }) => Object.hasOwn(credentials, name));
	}

	/** Full names; n8n adds the AI tool made from a node wherever it lists the node. */
	getSupportedNodes(name) {
		const owner = this.ownerOf(name);
		const nodes = owner?.loader.known.credentials[name]?.supportedNodes ?? [];
		return nodes.flatMap((node) => {
			const fullName = `${owner.name}.${node}`;
			return owner.description(node).usableAsTool ? [fullName, `${fullName}Tool`] : [fullName];
		});
	}

	getParentTypes(name) {
		const parents = this.ownerOf(name)?.loader.known.credentials[name]?.extends ?? [];
		return parents.flatMap((parent) => [parent, ...this.getParentTypes(parent)]);
	}
}

module.exports = { CredentialStore, CredentialTypes };
