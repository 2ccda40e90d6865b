import { rejected } from '../../../nodes/MimSms/gateway/classic/errorCodes';
import { KEY_SHAPES, readApiKey } from '../../../nodes/MimSms/gateway/classic/replies';
import { fixture, fixturesOf, reply } from '../fixtures.cts';

const KEY = 'C20008366a0b1c2d3e4f5.61234567';

describe('the shapes of a key', () => {
	it.each(KEY_SHAPES.map(({ name, example }) => [name, example]))('%s, for instance %s', (name, example) => {
		expect(KEY_SHAPES.find(({ pattern }) => pattern.test(example))?.name).toBe(name);
		expect(readApiKey(reply(example)).ok).toBe(true);
	});
});

describe('the reply to the key retrieval', () => {
	it.each(fixturesOf('apiKey'))('%s gives the key', (name) => {
		expect(readApiKey(fixture(name))).toEqual({ ok: true, value: KEY });
	});

	it.each([
		['white space', `\n${KEY}\r\n`],
		['a byte order mark', `\uFEFF${KEY}`],
		['a JSON string', `"${KEY}"`],
		['a JSON string of the prefixed form', `"API-KEY/${KEY}"`],
		['a sentence', `Your API key is ${KEY}, keep it safe`],
		['an XML element', `<key>${KEY}</key>`],
	])('gives the whole key out of %s', (_, text) => {
		expect(readApiKey(reply(text))).toEqual({ ok: true, value: KEY });
	});

	it('gives a key of another shape after the prefix', () => {
		expect(readApiKey(reply('API-KEY/abc-DEF_123'))).toEqual({ ok: true, value: 'abc-DEF_123' });
	});

	it("says in the gateway's words that the login is wrong", () => {
		expect(readApiKey(reply('ERR: INVALID CREDENTIALS'))).toEqual({
			ok: false,
			fault: rejected(null, 'INVALID CREDENTIALS'),
		});
	});

	it('gives the words of a JSON failure that has no code', () => {
		expect(readApiKey(reply('{"status":"failed","error_msg":"Wrong password"}'))).toEqual({
			ok: false,
			fault: rejected(null, 'Wrong password'),
		});
	});

	it.each([
		['1010', '1010'],
		['Error: 1011', '1011'],
		['{"status":"failed","error_code":1010,"error_msg":"Invalid User & Password"}', '1010'],
	])('%s is a rejection and no key', (text, code) => {
		expect(readApiKey(reply(text))).toMatchObject({ ok: false, fault: { kind: 'rejected', code } });
	});

	it.each([...fixturesOf('failure'), ...fixturesOf('submission'), ...fixturesOf('balance'), ...fixturesOf('reports')])(
		'%s is no key',
		(name) => {
			expect(readApiKey(fixture(name)).ok).toBe(false);
		},
	);

	it.each([
		['words', 'Unauthorized'],
		['a web page', '<!DOCTYPE html><html><body>Sign in</body></html>'],
		['the prefix alone', 'API-KEY/'],
		['the code of success alone', '1000'],
	])('%s is no key', (_, text) => {
		expect(readApiKey(reply(text))).toMatchObject({ ok: false, fault: { kind: 'unreadable', status: 200 } });
	});

	it.each<[string, (key: string) => string]>([
		['a sentence about a key of unknown shape', (key) => `Welcome, the key is "${key}"`],
		['JSON with a key of unknown shape', (key) => JSON.stringify({ ok: true, token: key })],
		['an error with a key in it', (key) => `ERR: old key ${key} has expired`],
		[
			'a rejection with a key in it',
			(key) => JSON.stringify({ status: 'failed', error_code: 1003, error_msg: `no ${key}` }),
		],
	])('%s is a fault that does not show it', (_, write) => {
		for (const key of ['abcd-1234-efgh-5678', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', KEY.replace('C2', 'D2')]) {
			const outcome = readApiKey(reply(write(key)));
			expect(outcome.ok).toBe(false);
			expect(JSON.stringify(outcome)).not.toContain(key);
		}
	});
});
