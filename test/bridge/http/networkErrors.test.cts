import { rejected } from '../../../nodes/MimSms/gateway/classic/errorCodes';
import * as fc from '../../properties.cts';
import { messageOutcome, type Fault } from '../../../nodes/MimSms/gateway/fault';
import {
	credentialError,
	credentialFault,
	faultOfThrow,
	throughProxy,
} from '../../../nodes/MimSms/bridge/http/networkErrors';

/** What an error of Node bears beside its words. */
interface ErrorFields {
	code?: string;
	syscall?: string;
	message?: string;
	config?: { url: string };
}

const error = (fields: ErrorFields, cause?: object) =>
	Object.assign(new Error('GET https://h.example/miscapi/KEY/getBalance'), fields, cause && { cause });

/** What n8n 1 makes of an error: its NodeApiError keeps the words and the code, and neither the cause nor the call. */
function inN8n1({ message, code, httpCode = code }: Error & { code?: string; httpCode?: string }): Error {
	return Object.assign(new Error('The service refused the connection - perhaps it is offline'), {
		name: 'NodeApiError',
		httpCode: httpCode ?? null,
		messages: [message],
		cause: undefined,
	});
}

/** An error of Node as Node words it. */
const ofNode = ({ code, syscall, message }: ErrorFields) =>
	error({ code, syscall, message: message ?? (syscall ? `${syscall} ${code} 127.0.0.1:9` : 'GET https://h.example') });

describe('a request that surely never left', () => {
	it.each<[string, ErrorFields]>([
		['the connection was refused', { code: 'ECONNREFUSED', syscall: 'connect' }],
		['the name was not found', { code: 'ENOTFOUND', syscall: 'getaddrinfo' }],
		['the name could not be looked up', { code: 'EAI_AGAIN', syscall: 'getaddrinfo' }],
		['the host can not be reached', { code: 'EHOSTUNREACH', syscall: 'connect' }],
		['the network can not be reached', { code: 'ENETUNREACH', syscall: 'connect' }],
		['connecting took too long', { code: 'ETIMEDOUT', syscall: 'connect' }],
		['the connection was reset while it was made', { code: 'ECONNRESET', syscall: 'connect' }],
		['the certificate has expired', { code: 'CERT_HAS_EXPIRED' }],
		['the certificate is self-signed', { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }],
		['the certificate is for another host', { code: 'ERR_TLS_CERT_ALTNAME_INVALID' }],
		['the address is no address', { code: 'ERR_INVALID_URL' }],
	])('%s', (_, fields) => {
		for (const thrown of [
			error(fields),
			error({}, error(fields)),
			error({ code: 'X' }, error({}, fields)),
			inN8n1(ofNode(fields)),
		]) {
			expect(faultOfThrow(thrown)).toEqual({ kind: 'unreachable', why: expect.stringMatching(/\w/) });
			expect(messageOutcome(faultOfThrow(thrown))).toBe('notSent');
		}
	});
});

it.each(['SsrfBlockedIpError', 'SsrfBlockedHostnameError'])(
	'a request that n8n itself blocks (%s) never left',
	(name) => {
		const blocked = Object.assign(new Error('The request was blocked'), { name });
		for (const thrown of [blocked, error({}, blocked), error({}, error({}, blocked))])
			expect(faultOfThrow(thrown)).toEqual({
				kind: 'unreachable',
				why: expect.stringMatching(/your n8n server blocks requests to this address/),
			});
	},
);

describe('where the request goes by a proxy', () => {
	const unreachable = { kind: 'unreachable', why: 'w' } as const;

	it.each<[string, ErrorFields]>([
		['a connection that was refused', { code: 'ECONNREFUSED', syscall: 'connect' }],
		['a name that was not found', { code: 'ENOTFOUND', syscall: 'getaddrinfo' }],
	])("%s is the proxy's", (_, fields) => {
		for (const thrown of [error({}, error(fields)), inN8n1(ofNode(fields))])
			expect(throughProxy(unreachable, thrown)).toEqual({ ...unreachable, proxy: true });
	});

	it("a certificate is the gateway's", () => {
		expect(throughProxy(unreachable, error({ code: 'CERT_HAS_EXPIRED' }))).toEqual(unreachable);
	});
});

describe('a request that may have arrived', () => {
	it.each<[string, ErrorFields]>([
		['the time-out', { code: 'ECONNABORTED' }],
		['a time-out of the socket', { code: 'ETIMEDOUT' }],
		['a time-out while reading', { code: 'ETIMEDOUT', syscall: 'read' }],
		['a reset', { code: 'ECONNRESET' }],
		['a reset while reading', { code: 'ECONNRESET', syscall: 'read' }],
		['a broken pipe', { code: 'EPIPE', syscall: 'write' }],
		['a hang-up', { code: 'ECONNRESET', message: 'socket hang up' }],
		['a reply that is no HTTP', { code: 'HPE_INVALID_CONSTANT' }],
		['a stop of the execution', { code: 'ERR_CANCELED' }],
		['the host that went away while a connected socket read', { code: 'EHOSTUNREACH', syscall: 'read' }],
		['the network that went away while a connected socket wrote', { code: 'ENETUNREACH', syscall: 'write' }],
		['a code that nobody knows', { code: 'EWHATEVER' }],
		['no code', {}],
	])('%s', (_, fields) => {
		for (const thrown of [error(fields), error({}, fields), inN8n1(ofNode(fields))]) {
			expect(faultOfThrow(thrown)).toEqual({ kind: 'lost', why: expect.stringMatching(/\w/) });
			expect(messageOutcome(faultOfThrow(thrown))).toBe('unknown');
		}
	});

	it.each([
		['a text', 'boom'],
		['null', null],
		['undefined', undefined],
		['a number', 7],
		['an empty object', {}],
	])('%s was thrown', (_, thrown) => {
		expect(faultOfThrow(thrown)).toEqual({ kind: 'lost', why: expect.stringMatching(/\w/) });
	});
});

describe('what was thrown', () => {
	it('is told in our own words, never in its own, which may hold the key', () => {
		const code = fc.oneof(
			fc.string(),
			fc.constantFrom('constructor', 'toString', '__proto__', 'ECONNREFUSED', 'ETIMEDOUT'),
		);
		fc.assert(
			fc.property(code, fc.option(code), (outer, inner) => {
				const fault = faultOfThrow(
					error({ code: outer, config: { url: 'KEY' } }, inner === null ? undefined : error({ code: inner })),
				);
				expect(fault).toEqual({ kind: expect.stringMatching(/^(lost|unreachable)$/), why: expect.any(String) });
				expect(JSON.stringify(fault)).not.toContain('KEY');
			}),
		);
	});

	it('may be its own cause', () => {
		const endless = error({ code: 'X' });
		endless.cause = endless;
		expect(faultOfThrow(endless).kind).toBe('lost');
	});

	it.each(['wrong version number', 'packet length too long', 'unknown protocol'])(
		'of a TLS handshake that met plain http (%s) never left',
		(words) => {
			const thrown = error({
				code: 'EPROTO',
				syscall: 'write',
				message: `write EPROTO 80CC:error:0A00010B:SSL routines:ssl3_get_record:${words}:`,
			});
			for (const wrapped of [error({}, thrown), inN8n1(thrown)])
				expect(faultOfThrow(wrapped)).toEqual({
					kind: 'unreachable',
					why: expect.stringMatching(/does not use https.*http:\/\//),
				});
		},
	);

	it('of TLS once the connection stood may have arrived', () => {
		expect(faultOfThrow(error({ code: 'EPROTO', syscall: 'read', message: 'SSL alert bad record mac' })).kind).toBe(
			'lost',
		);
	});

	it.each<[Fault, object]>([
		[rejected('1010', ''), { ...rejected('1010', ''), signingIn: true }],
		[
			{ kind: 'unreachable', why: 'it refused the connection' },
			{ kind: 'unreachable', why: 'it refused the connection' },
		],
		[
			{ kind: 'lost', why: 'it took longer than the time-out' },
			{ kind: 'stopped', why: expect.stringMatching(/^signing in failed. The gateway gave no answer: it took longer/) },
		],
		[
			{ kind: 'unreadable', status: 502, text: 'x' },
			{ kind: 'stopped', why: expect.stringMatching(/^signing in failed. The gateway's answer .*502/) },
		],
	])('by the credential, which was told %j, leaves the request unmade', (told, fault) => {
		const ours = credentialError('in words', told);
		for (const thrown of [ours, error({}, ours), inN8n1(ours)]) expect(faultOfThrow(thrown)).toEqual(fault);
	});

	it('by the credential is meant for the user', () => {
		const ours = credentialError('API Key is empty');
		const kept = Object.assign(inN8n1(ours), { message: ours.message });
		for (const thrown of [ours, error({}, ours), kept])
			expect(faultOfThrow(thrown)).toEqual({ kind: 'invalidInput', field: 'Credential', problem: 'API Key is empty' });
	});
});

describe('a credential that can not be had', () => {
	it.each([
		[new Error('Node does not have any credentials set'), /^none is chosen/],
		[new Error('Node type "mimSms" does not require credentials of type "mimSmsApi"'), /^none is chosen/],
		[new Error('Credentials could not be decrypted'), /could not be decrypted/],
		['a text', /can't read it/],
	])('%s', (thrown, problem) => {
		expect(credentialFault(thrown)).toEqual({
			kind: 'invalidInput',
			field: 'Credential',
			problem: expect.stringMatching(problem),
		});
	});
});
