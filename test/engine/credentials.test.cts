import { CREDENTIAL, KEY, echoNode, startEcho } from './fixtures/echo.cts';
import type { EchoGateway } from './fixtures/echoGateway.cts';
import type { Engine } from './index.cts';

let gateway: EchoGateway;
let engine: Engine;

beforeEach(async () => ({ gateway, engine } = await startEcho()));
afterEach(async () => await gateway.close());

const logins = () => gateway.requests.filter(({ action }) => action === 'login');
const echoes = () => gateway.requests.filter(({ action }) => action === 'echo');

describe('a credential with a token that it fetches itself', () => {
	it('fetches it when there is none, stores it, and uses the stored one from then on', async () => {
		await engine.runNode(echoNode('echo', 'a'));
		await engine.runNode(echoNode('echo', 'b'));

		expect(logins()).toEqual([{ action: 'login', token: undefined, body: { key: KEY } }]);
		expect(engine.credential(CREDENTIAL)).toEqual({ baseUrl: gateway.baseUrl, key: KEY, token: 'token-1' });
	});

	it('fetches another one after a 401, and repeats the request', async () => {
		await engine.runNode(echoNode('echo', 'a'));
		gateway.token = 'token-2';

		const run = await engine.runNode(echoNode('echo', 'b'));

		expect(run.items('Echo')).toEqual([{ answer: 'echo b' }]);
		expect(echoes().map(({ token }) => token)).toEqual(['token-1', 'token-1', 'token-2']);
		expect(engine.credential(CREDENTIAL).token).toBe('token-2');
	});

	it('keeps an expression that the user entered, as it was entered', async () => {
		const data = { baseUrl: `={{ "${gateway.baseUrl}" }}`, key: KEY };
		engine.saveCredential('by-expression', { type: 'echoApi', name: 'By expression', data });

		const run = await engine.runNode({ ...echoNode('echo', 'c'), credentials: 'by-expression' });

		expect(run.items('Echo')).toEqual([{ answer: 'echo c' }]);
		expect(engine.credential('by-expression')).toEqual({ ...data, token: 'token-1' });
	});

	it('has the defaults of what was never entered', async () => {
		engine.saveCredential('bare', { type: 'echoApi', name: 'Bare', data: { baseUrl: gateway.baseUrl } });

		await engine.runNode({ ...echoNode('echo', 'd'), credentials: 'bare' });

		expect(logins()[0].body).toEqual({ key: 'default-key' });
	});
});

describe('a credential that is not there', () => {
	it('is named in the error when it was deleted', async () => {
		const credentials = { echoApi: { id: 'deleted', name: 'Deleted account' } };

		const run = await engine.runNode({ ...echoNode('echo', 'e'), credentials });

		expect(run.error?.message).toBe('Credential with ID "deleted" does not exist for type "echoApi".');
	});

	it('is asked for when the node has none', async () => {
		const run = await engine.runNode({ ...echoNode('echo', 'f'), credentials: undefined });

		expect(run.error?.message).toBe('Node does not have any credentials set');
	});

	it('is a mistake of the test when the engine was never given it', async () => {
		await expect(engine.runNode({ ...echoNode('echo', 'g'), credentials: 'typo' })).rejects.toThrow(
			'no credential "typo"',
		);
	});
});

describe('a credential type restricted to the nodes that support it', () => {
	it('is refused to the HTTP Request node', async () => {
		const parameters = {
			url: gateway.baseUrl,
			authentication: 'predefinedCredentialType',
			nodeCredentialType: 'echoApi',
		};
		const node = { name: 'HTTP Request', type: 'n8n-nodes-base.httpRequest', parameters, credentials: CREDENTIAL };

		const run = await engine.runNode(node);

		expect(run.error?.message).toBe('Credential type "echoApi" is restricted to specific nodes');
		expect(gateway.requests).toEqual([]);
	});
});

describe('the Test button', () => {
	it('is green when the gateway answers, and fetches a new token even if there is one', async () => {
		await engine.runNode(echoNode('echo', 'h'));
		gateway.token = 'token-2';

		expect(await engine.testCredential(CREDENTIAL)).toEqual({ status: 'OK', message: 'Connection successful!' });
		expect(engine.credential(CREDENTIAL).token).toBe('token-2');
	});

	it('tests what is about to be saved', async () => {
		const unsaved = { type: 'echoApi', data: { baseUrl: gateway.baseUrl, key: 'new key' } };

		expect(await engine.testCredential(unsaved)).toEqual({ status: 'OK', message: 'Connection successful!' });
		expect(logins()[0].body).toEqual({ key: 'new key' });
	});

	it('is red by a rule about the body of a successful reply', async () => {
		gateway.ping = { account: { state: 'closed' } };

		expect(await engine.testCredential(CREDENTIAL)).toEqual({ status: 'Error', message: 'This account is closed' });
	});

	it('is red by a rule about the status', async () => {
		await engine.runNode(echoNode('echo', 'i'));
		gateway.status = 418;

		expect(await engine.testCredential(CREDENTIAL)).toEqual({ status: 'Error', message: 'The gateway is a teapot' });
	});

	it('is red with the status text of any other failure', async () => {
		gateway.status = 500;

		expect(await engine.testCredential(CREDENTIAL)).toEqual({ status: 'Error', message: 'Internal Server Error' });
	});

	it('is red with the network code when nobody answers', async () => {
		const unsaved = { type: 'echoApi', data: { baseUrl: 'http://127.0.0.1:1' } };

		expect(await engine.testCredential(unsaved)).toEqual({ status: 'Error', message: 'ECONNREFUSED' });
	});
});
