'use strict';
/**
 * What n8n's server does with credentials (its credentials-helper, 2.41.1), without its database, licences and
 * enterprise features: the same order of steps, the same conditions, the same messages.
 */
const {
	getCredentialOwnRequestAllowedDomains,
	ICredentialsHelper,
	isExpression,
	NodeHelpers,
	UnexpectedError,
	UserError,
	Workflow,
} = require('n8n-workflow');
const { core } = require('./runtime');

const MOCK_NODE = { name: '', typeVersion: 1, type: 'mock', position: [0, 0], parameters: {} };
const MOCK_NODE_TYPES = {
	getKnownTypes: () => ({}),
	getByName: () => ({ description: { properties: [] } }),
	getByNameAndVersion: () => ({ description: { properties: [] } }),
};

class CredentialNotFoundError extends UserError {
	constructor(id, type) {
		super(`Credential with ID "${id}" does not exist for type "${type}".`);
	}
}

/** A credential type's own requests keep to the domains that its user allowed. */
function restrictToCredentialDomains(helpers, credentials) {
	const httpRequest = async (options) => {
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

const isExpirable = (property) => property.type === 'hidden' && property.typeOptions?.expirable === true;

/** The credential test runs on a NoOp node with one empty parameter named "temp": so n8n knows it. */
const isCredentialTest = (node) => node?.parameters?.temp === '' && node?.type === 'n8n-nodes-base.noOp';

class CredentialsHelper extends ICredentialsHelper {
	/**
	 * @param {import('./credentialStore').CredentialTypes} credentialTypes
	 * @param {import('./credentialStore').CredentialStore} store
	 */
	constructor(credentialTypes, store) {
		super();
		this.credentialTypes = credentialTypes;
		this.store = store;
	}

	getParentTypes(typeName) {
		return this.credentialTypes.getParentTypes(typeName);
	}

	async authenticate(credentials, typeName, requestOptions, workflow, node) {
		const { authenticate } = this.credentialTypes.getByName(typeName);
		if (typeof authenticate === 'function') return await authenticate(credentials, requestOptions);
		if (typeof authenticate === 'object') {
			this.authenticateGenerically(authenticate, credentials, requestOptions, workflow, node);
		}
		return requestOptions;
	}

	authenticateGenerically(authenticate, credentials, requestOptions, workflow, node) {
		requestOptions.headers ??= {};
		if (authenticate.type !== 'generic') return;
		for (const [place, values] of Object.entries(authenticate.properties)) {
			for (const [key, value] of Object.entries(values)) {
				requestOptions[place] ??= {};
				const resolved = [key, value].map((text) => this.resolveValue(text, credentials, workflow, node));
				requestOptions[place][resolved[0]] = resolved[1];
			}
		}
	}

	resolveValue(value, credentials, workflow, node) {
		if (!isExpression(value)) return value;
		const keys = { $credentials: credentials };
		const resolved = workflow.expression.getSimpleParameterValue(node, value, 'internal', keys, undefined, '');
		return resolved ? resolved.toString() : '';
	}

	async preAuthentication(helpers, credentials, typeName, node, credentialsExpired) {
		const credentialType = this.credentialTypes.getByName(typeName);
		const expirable = credentialType.properties.find(isExpirable)?.name;
		if (expirable === undefined || typeof credentialType.preAuthentication !== 'function') return undefined;
		if (credentials[expirable] !== '' && !credentialsExpired && !isCredentialTest(node)) return undefined;

		const context = restrictToCredentialDomains(helpers, credentials);
		const output = await credentialType.preAuthentication.call(context, credentials);
		if (output[expirable] === undefined || !node.credentials) return undefined;
		this.storeOutput(node.credentials[credentialType.name], credentialType.name, output, expirable);
		return Object.assign(credentials, output);
	}

	/** What the user entered as an expression stays one, except in the expirable property. */
	storeOutput(nodeCredentials, typeName, output, expirable) {
		const stored = this.getCredentials(nodeCredentials, typeName);
		const data = { ...stored.data };
		for (const [key, value] of Object.entries(output)) {
			if (key === expirable || !isExpression(stored.data[key])) data[key] = value;
		}
		this.store.save({ ...stored, data });
	}

	async runPreAuthentication(helpers, credentials, typeName) {
		const { preAuthentication } = this.credentialTypes.getByName(typeName);
		if (typeof preAuthentication !== 'function') return undefined;
		return await preAuthentication.call(restrictToCredentialDomains(helpers, credentials), credentials);
	}

	/** @returns {import('./credentialStore').StoredCredential} */
	getCredentials(nodeCredentials, type) {
		if (!nodeCredentials.id) {
			throw new UserError(`Credential with name "${nodeCredentials.name}" for type "${type}" has no ID.`);
		}
		const stored = this.store.find(nodeCredentials.id);
		if (stored?.type !== type) throw new CredentialNotFoundError(nodeCredentials.id, type);
		return stored;
	}

	isCredentialUsableByNode(type, nodeType) {
		if (this.credentialTypes.ownerOf(type) === undefined) return true;
		if (!this.credentialTypes.getByName(type).restrictToSupportedNodes) return true;
		return this.credentialTypes.getSupportedNodes(type).includes(nodeType);
	}

	getCredentialsProperties(type) {
		const credentialType = this.credentialTypes.getByName(type);
		if (credentialType.extends === undefined) return credentialType.properties;
		const properties = [];
		for (const parent of credentialType.extends) {
			NodeHelpers.mergeNodeProperties(properties, this.getCredentialsProperties(parent));
		}
		NodeHelpers.mergeNodeProperties(properties, credentialType.properties);
		return properties;
	}

	async getDecrypted(additionalData, nodeCredentials, type, mode, executeData, raw, expressionResolveValues) {
		const { data } = this.getCredentials(nodeCredentials, type);
		if (raw === true) return data;
		return await this.applyDefaults(additionalData, data, type, mode, executeData, expressionResolveValues);
	}

	/** n8n's applyDefaultsAndOverwrites: defaults of unset properties, then expressions. */
	async applyDefaults(additionalData, data, type, mode, executeData, expressionResolveValues) {
		const properties = this.getCredentialsProperties(type);
		const decrypted = NodeHelpers.getNodeParameters(properties, { ...data }, true, false, null, null);
		for (const name of ['allowedHttpRequestDomains', 'allowedDomains']) {
			if (decrypted[name] === undefined && data[name] !== undefined) decrypted[name] = data[name];
		}
		const keys = core.getAdditionalKeys(additionalData, mode, null, { isCredential: true });
		return expressionResolveValues
			? this.resolveInWorkflow(decrypted, mode, keys, executeData, expressionResolveValues)
			: this.resolveAlone(decrypted, mode, keys);
	}

	resolveInWorkflow(decrypted, mode, keys, executeData, values) {
		const { workflow, runExecutionData, runIndex, itemIndex, node, connectionInputData } = values;
		try {
			return workflow.expression.getParameterValue(
				...[decrypted, runExecutionData, runIndex, itemIndex, node.name, connectionInputData],
				...[mode, keys, executeData, false, decrypted],
			);
		} catch (error) {
			error.message += ' [Error resolving credentials]';
			throw error;
		}
	}

	resolveAlone(decrypted, mode, keys) {
		const parameters = { nodes: [MOCK_NODE], connections: {}, active: false, nodeTypes: MOCK_NODE_TYPES };
		const { expression } = new Workflow(parameters);
		return expression.getComplexParameterValue(MOCK_NODE, decrypted, mode, keys, undefined, undefined, decrypted);
	}

	async updateCredentials(nodeCredentials, type, data) {
		this.store.save({ ...this.getCredentials(nodeCredentials, type), data });
	}

	async updateCredentialsOauthTokenData() {
		throw new UnexpectedError('OAuth credentials are not part of this harness');
	}
}

module.exports = { CredentialsHelper };
