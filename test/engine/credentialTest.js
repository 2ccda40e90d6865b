'use strict';
/** The Test button of a credential: n8n's CredentialsTester.runRequestTest (2.41.1), step by step. */
const { createEmptyRunExecutionData, Workflow } = require('n8n-workflow');
const { createAdditionalData } = require('./additionalData');
const { Container, core, Logger } = require('./runtime');

const NO_OP = 'n8n-nodes-base.noOp';

/** @typedef {{ status: 'OK' | 'Error', message: string }} TestResult */

/** A NoOp node whose one parameter carries the credential's test request. */
function createTestNodeType(noOp, credentialType, request) {
	return {
		description: {
			...noOp.description,
			credentials: [{ name: credentialType, required: true }],
			properties: [{ displayName: 'Temp', name: 'temp', type: 'string', routing: { request }, default: '' }],
		},
	};
}

function createTestNode(noOp, { id, name, type }) {
	const { version } = noOp.description;
	const typeVersion = Array.isArray(version) ? version.at(-1) : version;
	const credentials = { [type]: { id, name } };
	return { id: 'temp', parameters: {}, name: 'Temp-Node', type: NO_OP, typeVersion, position: [0, 0], credentials };
}

/** During the test the node gets the data under test, not what is stored; "raw" still asks the store. */
function withDataUnderTest(helper, data) {
	const getDecrypted = async (additionalData, nodeCredentials, type, mode, executeData, raw, ...rest) =>
		raw
			? await helper.getDecrypted(additionalData, nodeCredentials, type, mode, executeData, raw, ...rest)
			: (data ?? {});
	return new Proxy(helper, {
		get(target, property) {
			if (property === 'getDecrypted') return getDecrypted;
			const value = Reflect.get(target, property);
			return typeof value === 'function' ? value.bind(target) : value;
		},
	});
}

/** @returns {TestResult} in n8n's words: a rule of the credential, the HTTP status, a network code, or the error's text. */
function describeFailure(error, rules) {
	if (error.cause?.response) {
		const { status, statusText } = error.cause.response;
		const rule = rules?.find(({ type, properties }) => type === 'responseCode' && properties.value === status);
		if (rule) return { status: 'Error', message: rule.properties.message };
		if (status < 199 || status > 299) {
			return { status: 'Error', message: statusText || `Received HTTP status code: ${status}` };
		}
	} else if (error.cause?.code) {
		return { status: 'Error', message: error.cause.code };
	}
	Container.get(Logger).debug('Credential test failed', error);
	return { status: 'Error', message: error.message.toString() };
}

/** lodash's get, for the dotted keys of `responseSuccessBody`. */
const valueAt = (data, key) => key.split('.').reduce((value, part) => value?.[part], data);

/** @returns {TestResult} */
function describeResponse(json, rules) {
	const rule = rules?.find(
		({ type, properties }) => type === 'responseSuccessBody' && valueAt(json, properties.key) === properties.value,
	);
	return rule
		? { status: 'Error', message: rule.properties.message }
		: { status: 'OK', message: 'Connection successful!' };
}

/**
 * @param {{ nodeTypes: import('./nodeTypes').NodeTypes, credentialsHelper: import('./credentialsHelper').CredentialsHelper }} n8n
 * @param {import('./credentialStore').StoredCredential} credential data as the user typed it
 * @returns {Promise<TestResult>}
 */
async function testCredential({ nodeTypes, credentialsHelper }, credential) {
	const { test } = credentialsHelper.credentialTypes.getByName(credential.type);
	if (test === undefined) return { status: 'Error', message: 'No testing function found for this credential.' };

	const noOp = nodeTypes.getByNameAndVersion(NO_OP);
	const node = createTestNode(noOp, credential);
	const nodeType = createTestNodeType(noOp, credential.type, test.request);
	const testedTypes = { getKnownTypes: () => ({}), getByName: () => nodeType, getByNameAndVersion: () => nodeType };
	const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes: testedTypes });

	let response;
	try {
		const plain = createAdditionalData(credentialsHelper);
		const data = await credentialsHelper.applyDefaults(plain, credential.data, credential.type, 'internal');
		const additionalData = createAdditionalData(withDataUnderTest(credentialsHelper, data));
		additionalData.currentNodeParameters = node.parameters;
		const context = new core.ExecuteContext(
			...[workflow, node, additionalData, 'internal', createEmptyRunExecutionData(), 0, []],
			...[{ main: [[{ json: {} }]] }, { node, data: {}, source: null }, []],
		);
		response = await new core.RoutingNode(context, nodeType, { ...credential, data }).runNode();
	} catch (error) {
		Container.get(core.ErrorReporter).error(error);
		return describeFailure(error, test.rules);
	}
	return describeResponse(response[0][0].json, test.rules);
}

module.exports = { testCredential };
