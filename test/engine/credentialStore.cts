import type { ICredentialDataDecryptedObject, ICredentialType } from 'n8n-workflow';
import type { NodePackage } from './packageLoader.cts';
import { core } from './runtime.cts';

const { UnrecognizedCredentialTypeError } = core;

/** A credential as a user enters it. */
export interface EnteredCredential {
	name: string;
	type: string;
	data: ICredentialDataDecryptedObject;
}

export interface StoredCredential extends EnteredCredential {
	id: string;
}

/** The credentials that users saved: n8n's table, in memory. Data goes in and comes out as JSON, as it does there. */
export class CredentialStore {
	private readonly rows = new Map<string, Omit<StoredCredential, 'data'> & { data: string }>();

	/** @param credentials by id */
	constructor(credentials: Record<string, EnteredCredential>) {
		for (const [id, credential] of Object.entries(credentials)) this.save({ ...credential, id });
	}

	save({ id, name, type, data }: StoredCredential): void {
		this.rows.set(id, { id, name, type, data: JSON.stringify(data) });
	}

	find(id: string): StoredCredential | undefined {
		const row = this.rows.get(id);
		return row && { ...row, data: JSON.parse(row.data) };
	}

	remove(id: string): void {
		this.rows.delete(id);
	}
}

/** n8n's CredentialTypes over the loaded packages: which types there are, and which nodes say that they use them. */
export class CredentialTypes {
	constructor(private readonly packages: NodePackage[]) {}

	getByName(name: string): ICredentialType {
		const type = this.ownerOf(name)?.credentials[name];
		if (type === undefined) throw new UnrecognizedCredentialTypeError(name);
		return type;
	}

	ownerOf(name: string): NodePackage | undefined {
		return this.packages.find(({ credentials }) => Object.hasOwn(credentials, name));
	}

	/** Full names; n8n adds the AI tool made from a node wherever it lists the node. */
	getSupportedNodes(name: string): string[] {
		const owner = this.ownerOf(name);
		if (owner === undefined) return [];
		return (owner.loader.known.credentials[name]?.supportedNodes ?? []).flatMap((node) => {
			const fullName = `${owner.name}.${node}`;
			return owner.nodes[node].description.usableAsTool ? [fullName, `${fullName}Tool`] : [fullName];
		});
	}

	getParentTypes(name: string): string[] {
		const parents = this.ownerOf(name)?.loader.known.credentials[name]?.extends ?? [];
		return parents.flatMap((parent) => [parent, ...this.getParentTypes(parent)]);
	}
}
