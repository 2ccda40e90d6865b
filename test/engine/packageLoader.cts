import path from 'node:path';
import type { PackageDirectoryLoader } from 'n8n-core';
import { injectDomainRestrictionFields, NodeHelpers } from 'n8n-workflow';
import type { ICredentialType, INodeType, INodeTypeDescription, NodeLoader } from 'n8n-workflow';
import { core } from './runtime.cts';

const REPOSITORY = path.resolve(__dirname, '../..');

/** A package of nodes, as far as the engine asks for it. */
export interface NodePackage {
	name: string;
	loader: Pick<NodeLoader, 'known'>;
	/** By short name (`mimSms`). */
	nodes: Record<string, INodeType>;
	/** By name. */
	credentials: Record<string, ICredentialType>;
}

/** A community package as n8n's own loader read it. */
export interface LoadedPackage extends NodePackage {
	loader: PackageDirectoryLoader;
	/** The description of a node, by short name. */
	description(node: string): INodeTypeDescription;
}

const mapTypes = <T, U>(loaded: Record<string, { type: T }>, read: (type: T) => U): Record<string, U> =>
	Object.fromEntries(Object.entries(loaded).map(([name, { type }]) => [name, read(type)]));

/**
 * Reads a folder with a built package in it by n8n's PackageDirectoryLoader, and does to its credential types what n8n does next.
 * @param folder holds package.json; the repository itself when left out
 */
export async function loadPackage(folder = REPOSITORY): Promise<LoadedPackage> {
	const loader = new core.PackageDirectoryLoader(folder);
	await loader.loadAll();
	const nodes = mapTypes(loader.nodeTypes, (type) => NodeHelpers.getVersionedNodeType(type));
	const credentials = mapTypes(loader.credentialTypes, (type) => type);
	for (const credential of Object.values(credentials)) {
		credential.properties = injectDomainRestrictionFields(credential);
	}
	return { name: loader.packageName, loader, nodes, credentials, description: (node) => nodes[node].description };
}
