/** The Test button of a credential: n8n's CredentialsTester.runRequestTest (2.41.1), step by step. */
import { createEmptyRunExecutionData, Workflow } from 'n8n-workflow';
import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	IDataObject,
	INode,
	INodeCredentialTestResult,
	INodeExecutionData,
	INodeType,
	INodeTypes,
} from 'n8n-workflow';
import { createAdditionalData } from './additionalData.cts';
import type { CredentialsHelper } from './credentialsHelper.cts';
import type { StoredCredential } from './credentialStore.cts';
import type { NodeTypes } from './nodeTypes.cts';
import { Container, core, Logger } from './runtime.cts';

const NO_OP = 'n8n-nodes-base.noOp';

/** What the editor shows under the credential's fields. */
export type TestResult = INodeCredentialTestResult;

type Rules = ICredentialTestRequest['rules'];

/** What a request that failed throws, as far as n8n's tester reads it. */
interface RequestFailure extends Error {
	cause?: { code?: string; response?: { status: number; statusText?: string } };
	[detail: string]: unknown;
}

/** A NoOp node whose one parameter carries the credential's test request. */
function createTestNodeType(
	noOp: INodeType,
	credentialType: string,
	request: ICredentialTestRequest['request'],
): INodeType {
	return {
		description: {
			...noOp.description,
			credentials: [{ name: credentialType, required: true }],
			properties: [{ displayName: 'Temp', name: 'temp', type: 'string', routing: { request }, default: '' }],
		},
	};
}

function createTestNode(noOp: INodeType, { id, name, type }: StoredCredential): INode {
	const typeVersion = [noOp.description.version].flat().at(-1)!;
	const credentials = { [type]: { id, name } };
	return { id: 'temp', parameters: {}, name: 'Temp-Node', type: NO_OP, typeVersion, position: [0, 0], credentials };
}

/** During the test the node gets the data under test, not what is stored; "raw" still asks the store. */
function withDataUnderTest(helper: CredentialsHelper, data: ICredentialDataDecryptedObject): CredentialsHelper {
	const getDecrypted = async (...call: Parameters<CredentialsHelper['getDecrypted']>) => {
		const [, , , , , raw] = call;
		return raw ? await helper.getDecrypted(...call) : data;
	};
	return new Proxy(helper, {
		get(target, property) {
			if (property === 'getDecrypted') return getDecrypted;
			const value = Reflect.get(target, property);
			return typeof value === 'function' ? value.bind(target) : value;
		},
	});
}

/** In n8n's words: a rule of the credential, the HTTP status, a network code, or the error's text. */
function describeFailure(error: RequestFailure, rules: Rules): TestResult {
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
const valueAt = (data: unknown, key: string): unknown =>
	key.split('.').reduce((value, part) => (value as IDataObject | null | undefined)?.[part], data);

function describeResponse(json: IDataObject, rules: Rules): TestResult {
	const rule = rules?.find(
		({ type, properties }) => type === 'responseSuccessBody' && valueAt(json, properties.key) === properties.value,
	);
	return rule
		? { status: 'Error', message: rule.properties.message }
		: { status: 'OK', message: 'Connection successful!' };
}

/** @param credential data as the user typed it */
export async function testCredential(
	{ nodeTypes, credentialsHelper }: { nodeTypes: NodeTypes; credentialsHelper: CredentialsHelper },
	credential: StoredCredential,
): Promise<TestResult> {
	const { test } = credentialsHelper.credentialTypes.getByName(credential.type);
	if (test === undefined) return { status: 'Error', message: 'No testing function found for this credential.' };

	const noOp = nodeTypes.getByNameAndVersion(NO_OP);
	const node = createTestNode(noOp, credential);
	const nodeType = createTestNodeType(noOp, credential.type, test.request);
	const testedTypes: INodeTypes = {
		getKnownTypes: () => ({}),
		getByName: () => nodeType,
		getByNameAndVersion: () => nodeType,
	};
	const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes: testedTypes });

	let response: INodeExecutionData[][] | undefined;
	try {
		const plain = createAdditionalData(credentialsHelper);
		const decryption = { type: credential.type, mode: 'internal' } as const;
		const data = credentialsHelper.applyDefaults(plain, credential.data, decryption);
		const additionalData = createAdditionalData(withDataUnderTest(credentialsHelper, data));
		additionalData.currentNodeParameters = node.parameters;
		const context = new core.ExecuteContext(
			workflow,
			node,
			additionalData,
			'internal',
			createEmptyRunExecutionData(),
			0,
			[],
			{ main: [[{ json: {} }]] },
			{ node, data: {}, source: null },
			[],
		);
		response = await new core.RoutingNode(context, nodeType, { ...credential, data }).runNode();
	} catch (error) {
		Container.get(core.ErrorReporter).error(error);
		return describeFailure(error as RequestFailure, test.rules);
	}
	return describeResponse(response?.[0][0].json ?? {}, test.rules);
}
