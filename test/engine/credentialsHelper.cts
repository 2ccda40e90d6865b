/**
 * What n8n's server does with credentials (its credentials-helper, 2.41.1), without its database, licences and
 * enterprise features: the same order of steps, the same conditions, the same messages.
 */
import {
	getCredentialOwnRequestAllowedDomains,
	ICredentialsHelper,
	isExpression,
	NodeHelpers,
	UnexpectedError,
	UserError,
	Workflow,
} from 'n8n-workflow';
import type {
	IAuthenticateGeneric,
	ICredentialDataDecryptedObject,
	ICredentialsExpressionResolveValues,
	IDataObject,
	IExecuteData,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INode,
	INodeCredentialsDetails,
	INodeParameters,
	INodeProperties,
	INodeType,
	INodeTypes,
	IRequestOptionsSimplified,
	IWorkflowDataProxyAdditionalKeys,
	IWorkflowExecuteAdditionalData,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import type { CredentialStore, CredentialTypes, StoredCredential } from './credentialStore.cts';
import { core } from './runtime.cts';

type CredentialData = ICredentialDataDecryptedObject;

/** n8n's mock node and its type: expressions of a credential are resolved on them when no node uses it yet. */
const MOCK_NODE: INode = { id: '', name: '', typeVersion: 1, type: 'mock', position: [0, 0], parameters: {} };
const MOCK_NODE_TYPE = { description: { properties: [] as INodeProperties[] } } as INodeType;
const MOCK_NODE_TYPES: INodeTypes = {
	getKnownTypes: () => ({}),
	getByName: () => MOCK_NODE_TYPE,
	getByNameAndVersion: () => MOCK_NODE_TYPE,
};

class CredentialNotFoundError extends UserError {
	constructor(id: string, type: string) {
		super(`Credential with ID "${id}" does not exist for type "${type}".`);
	}
}

/** A credential type's own requests keep to the domains that its user allowed. */
function restrictToCredentialDomains(helpers: IHttpRequestHelper, credentials: CredentialData): IHttpRequestHelper {
	const httpRequest = async (options: IHttpRequestOptions) => {
		const allowedDomains = getCredentialOwnRequestAllowedDomains(credentials);
		if (allowedDomains === undefined) return await helpers.helpers.httpRequest(options);
		if (options.allowedDomains !== undefined) {
			throw new UserError(
				'This credential restricts requests to specific domains, which cannot be combined with the domains its authentication step asks for.',
			);
		}
		return await helpers.helpers.httpRequest({ ...options, allowedDomains });
	};
	return { helpers: { httpRequest } };
}

const isExpirable = (property: INodeProperties) =>
	property.type === 'hidden' && property.typeOptions?.expirable === true;

/** The credential test runs on a NoOp node with one empty parameter named "temp": so n8n knows it. */
const isCredentialTest = (node: INode) => node.parameters.temp === '' && node.type === 'n8n-nodes-base.noOp';

/** How values are resolved beside a node: by which node, in which workflow, of which credential. */
interface Resolution {
	credentials: CredentialData;
	workflow: Workflow;
	node: INode;
}

/** How a whole credential is resolved. */
interface Decryption {
	type: string;
	mode: WorkflowExecuteMode;
	executeData?: IExecuteData;
	/** The place in a workflow that uses the credential; a test of it has none. */
	usedBy?: ICredentialsExpressionResolveValues;
}

export class CredentialsHelper extends ICredentialsHelper {
	constructor(
		readonly credentialTypes: CredentialTypes,
		private readonly store: CredentialStore,
	) {
		super();
	}

	getParentTypes(typeName: string): string[] {
		return this.credentialTypes.getParentTypes(typeName);
	}

	async authenticate(
		credentials: CredentialData,
		typeName: string,
		requestOptions: IHttpRequestOptions | IRequestOptionsSimplified,
		workflow?: Workflow,
		node?: INode,
	): Promise<IHttpRequestOptions> {
		// n8n treats the two kinds of options alike.
		const request = requestOptions as IHttpRequestOptions;
		const { authenticate } = this.credentialTypes.getByName(typeName);
		if (typeof authenticate === 'function') return await authenticate(credentials, request);
		if (typeof authenticate === 'object') {
			if (!workflow || !node) throw new UnexpectedError('n8n authenticates for a node of a workflow');
			this.authenticateGenerically(authenticate, request, { credentials, workflow, node });
		}
		return request;
	}

	private authenticateGenerically(
		authenticate: IAuthenticateGeneric,
		request: IHttpRequestOptions,
		resolution: Resolution,
	): void {
		request.headers ??= {};
		if (authenticate.type !== 'generic') return;
		// n8n writes whatever properties are named into the place of that name.
		const places = request as unknown as Record<string, IDataObject | undefined>;
		for (const [place, values] of Object.entries(authenticate.properties)) {
			for (const [key, value] of Object.entries(values as Record<string, string>)) {
				const resolved = [key, value].map((text) => this.resolveValue(text, resolution));
				(places[place] ??= {})[resolved[0]] = resolved[1];
			}
		}
	}

	private resolveValue(value: string, { credentials, workflow, node }: Resolution): string {
		if (!isExpression(value)) return value;
		const keys = { $credentials: credentials };
		const resolved = workflow.expression.getSimpleParameterValue(node, value, 'internal', keys, undefined, '');
		return resolved ? resolved.toString() : '';
	}

	async preAuthentication(
		helpers: IHttpRequestHelper,
		credentials: CredentialData,
		typeName: string,
		node: INode,
		credentialsExpired: boolean,
	): Promise<CredentialData | undefined> {
		const credentialType = this.credentialTypes.getByName(typeName);
		const expirable = credentialType.properties.find(isExpirable)?.name;
		if (expirable === undefined || typeof credentialType.preAuthentication !== 'function') return undefined;
		if (credentials[expirable] !== '' && !credentialsExpired && !isCredentialTest(node)) return undefined;

		const context = restrictToCredentialDomains(helpers, credentials);
		const output = await credentialType.preAuthentication.call(context, credentials);
		if (output[expirable] === undefined || !node.credentials) return undefined;
		this.storeOutput(this.findStored(node.credentials[credentialType.name], credentialType.name), output, expirable);
		return Object.assign(credentials, output);
	}

	/** What the user entered as an expression stays one, except in the expirable property. */
	private storeOutput(stored: StoredCredential, output: IDataObject, expirable: string): void {
		const entries = Object.entries(output as CredentialData);
		const kept = entries.filter(([key]) => key === expirable || !isExpression(stored.data[key]));
		this.store.save({ ...stored, data: { ...stored.data, ...Object.fromEntries(kept) } });
	}

	async runPreAuthentication(
		helpers: IHttpRequestHelper,
		credentials: CredentialData,
		typeName: string,
	): Promise<CredentialData | undefined> {
		const { preAuthentication } = this.credentialTypes.getByName(typeName);
		if (typeof preAuthentication !== 'function') return undefined;
		const output = await preAuthentication.call(restrictToCredentialDomains(helpers, credentials), credentials);
		return output as CredentialData;
	}

	private findStored(nodeCredentials: INodeCredentialsDetails, type: string): StoredCredential {
		if (!nodeCredentials.id) {
			throw new UserError(`Credential with name "${nodeCredentials.name}" for type "${type}" has no ID.`);
		}
		const stored = this.store.find(nodeCredentials.id);
		if (stored?.type !== type) throw new CredentialNotFoundError(nodeCredentials.id, type);
		return stored;
	}

	async getCredentials(): Promise<never> {
		throw new UnexpectedError('Encrypted credentials are not part of this harness');
	}

	isCredentialUsableByNode(type: string, nodeType: string): boolean {
		if (this.credentialTypes.ownerOf(type) === undefined) return true;
		if (!this.credentialTypes.getByName(type).restrictToSupportedNodes) return true;
		return this.credentialTypes.getSupportedNodes(type).includes(nodeType);
	}

	getCredentialsProperties(type: string): INodeProperties[] {
		const credentialType = this.credentialTypes.getByName(type);
		if (credentialType.extends === undefined) return credentialType.properties;
		const properties: INodeProperties[] = [];
		for (const parent of credentialType.extends) {
			NodeHelpers.mergeNodeProperties(properties, this.getCredentialsProperties(parent));
		}
		NodeHelpers.mergeNodeProperties(properties, credentialType.properties);
		return properties;
	}

	async getDecrypted(
		additionalData: IWorkflowExecuteAdditionalData,
		nodeCredentials: INodeCredentialsDetails,
		type: string,
		mode: WorkflowExecuteMode,
		executeData?: IExecuteData,
		raw?: boolean,
		usedBy?: ICredentialsExpressionResolveValues,
	): Promise<CredentialData> {
		const { data } = this.findStored(nodeCredentials, type);
		return raw === true ? data : this.applyDefaults(additionalData, data, { type, mode, executeData, usedBy });
	}

	/** n8n's applyDefaultsAndOverwrites: defaults of unset properties, then expressions. */
	applyDefaults(
		additionalData: IWorkflowExecuteAdditionalData,
		data: CredentialData,
		decryption: Decryption,
	): CredentialData {
		const properties = this.getCredentialsProperties(decryption.type);
		// n8n reads a credential's data as the parameters of its properties, and gives it back as data.
		const parameters = { ...data } as INodeParameters;
		const decrypted = NodeHelpers.getNodeParameters(properties, parameters, true, false, null, null) ?? {};
		for (const name of ['allowedHttpRequestDomains', 'allowedDomains']) {
			if (decrypted[name] === undefined && data[name] !== undefined) decrypted[name] = parameters[name];
		}
		const keys = core.getAdditionalKeys(additionalData, decryption.mode, null, { isCredential: true });
		const { usedBy, mode } = decryption;
		const resolved = usedBy
			? this.resolveInWorkflow(decrypted, keys, { ...decryption, usedBy })
			: this.resolveAlone(decrypted, keys, mode);
		return resolved as CredentialData;
	}

	private resolveInWorkflow(
		decrypted: INodeParameters,
		keys: IWorkflowDataProxyAdditionalKeys,
		{ mode, executeData, usedBy }: Decryption & { usedBy: ICredentialsExpressionResolveValues },
	) {
		const { workflow, runExecutionData, runIndex, itemIndex, node, connectionInputData } = usedBy;
		try {
			return workflow.expression.getParameterValue(
				decrypted,
				runExecutionData,
				runIndex,
				itemIndex,
				node.name,
				connectionInputData,
				mode,
				keys,
				executeData,
				false,
				decrypted,
			);
		} catch (error) {
			(error as Error).message += ' [Error resolving credentials]';
			throw error;
		}
	}

	private resolveAlone(decrypted: INodeParameters, keys: IWorkflowDataProxyAdditionalKeys, mode: WorkflowExecuteMode) {
		const parameters = { nodes: [MOCK_NODE], connections: {}, active: false, nodeTypes: MOCK_NODE_TYPES };
		const { expression } = new Workflow(parameters);
		return expression.getComplexParameterValue(MOCK_NODE, decrypted, mode, keys, undefined, undefined, decrypted);
	}

	async updateCredentials(nodeCredentials: INodeCredentialsDetails, type: string, data: CredentialData): Promise<void> {
		this.store.save({ ...this.findStored(nodeCredentials, type), data });
	}

	async updateCredentialsOauthTokenData(): Promise<never> {
		throw new UnexpectedError('OAuth credentials are not part of this harness');
	}
}
