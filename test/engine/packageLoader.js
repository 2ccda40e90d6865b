'use strict';
const path = require('node:path');
const { injectDomainRestrictionFields } = require('n8n-workflow');
const { core } = require('./runtime');

const REPOSITORY = path.resolve(__dirname, '../..');

/**
 * A community package as n8n's own loader read it.
 * @typedef {object} LoadedPackage
 * @property {string} name
 * @property {import('n8n-core').PackageDirectoryLoader} loader
 * @property {Record<string, import('n8n-workflow').INodeType>} nodes by short name (`mimSms`)
 * @property {Record<string, import('n8n-workflow').ICredentialType>} credentials by name
 * @property {(node: string) => import('n8n-workflow').INodeTypeDescription} description of a node, by short name
 */

const typesOf = (loaded) => Object.fromEntries(Object.entries(loaded).map(([name, { type }]) => [name, type]));

/**
 * Reads a folder with a built package in it by n8n's PackageDirectoryLoader, and does to its credential types what n8n does next.
 * @param {string} [folder] holds package.json; the repository itself when left out
 * @returns {Promise<LoadedPackage>}
 */
async function loadPackage(folder = REPOSITORY) {
	const loader = new core.PackageDirectoryLoader(folder);
	await loader.loadAll();
	const nodes = typesOf(loader.nodeTypes);
	const credentials = typesOf(loader.credentialTypes);
	for (const credential of Object.values(credentials)) {
		credential.properties = injectDomainRestrictionFields(credential);
	}
	return { name: loader.packageName, loader, nodes, credentials, description: (node) => nodes[node].description };
}

module.exports = { loadPackage };
