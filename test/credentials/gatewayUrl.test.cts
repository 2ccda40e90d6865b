import * as fc from '../properties.cts';
import { classic } from '../../nodes/MimSms/gateway/classic/dialect';
import { baseOf, gatewayUrl, readBaseUrl } from '../../credentials/signIn';

const SECRETS = { key: 'C2ff.12', username: 'rahim', password: 'pw' };
const BALANCE = '/miscapi/{apiKey}/getBalance';
const signed = (target: string, { key, ...secrets }: typeof SECRETS) =>
	classic.sign({ target }, { ...secrets, key: () => key }).target;
const url = (base: unknown, target = BALANCE, secrets = SECRETS) =>
	gatewayUrl(readBaseUrl(base), signed(target, secrets));

describe('the base URL', () => {
	it.each([
		['https://esms.mimsms.com', 'https://esms.mimsms.com/miscapi/C2ff.12/getBalance'],
		['https://esms.mimsms.com/', 'https://esms.mimsms.com/miscapi/C2ff.12/getBalance'],
		['https://elitbuzz-me.com/sms', 'https://elitbuzz-me.com/sms/miscapi/C2ff.12/getBalance'],
		['https://elitbuzz-me.com/sms/', 'https://elitbuzz-me.com/sms/miscapi/C2ff.12/getBalance'],
		['https://elitbuzz-me.com/a/b//', 'https://elitbuzz-me.com/a/b/miscapi/C2ff.12/getBalance'],
		['http://127.0.0.1:8080', 'http://127.0.0.1:8080/miscapi/C2ff.12/getBalance'],
		['http://[::1]:8080/sms', 'http://[::1]:8080/sms/miscapi/C2ff.12/getBalance'],
		['HTTPS://ESMS.MiMSMS.com', 'https://esms.mimsms.com/miscapi/C2ff.12/getBalance'],
		['  https://esms.mimsms.com \n', 'https://esms.mimsms.com/miscapi/C2ff.12/getBalance'],
		['https://esms.mimsms.com:443', 'https://esms.mimsms.com/miscapi/C2ff.12/getBalance'],
	])('%j leads to %s', (base, expected) => {
		expect(url(base)).toBe(expected);
	});

	it.each([
		['empty', ''],
		['white space', '  '],
		['null', null],
		['undefined', undefined],
		['without a scheme', 'esms.mimsms.com'],
		['of another scheme', 'ftp://esms.mimsms.com'],
		['a script', 'javascript:alert(1)'],
		['a file', 'file:///etc/passwd'],
		['without a host', 'https://'],
		['with a space in the host', 'https://esms mimsms.com'],
		['with a user name', 'https://rahim@esms.mimsms.com'],
		['with a password', 'https://rahim:pw@esms.mimsms.com'],
		['with a query', 'https://esms.mimsms.com/?a=1'],
		['with an empty query', 'https://esms.mimsms.com/?'],
		['with a fragment', 'https://esms.mimsms.com/#a'],
		['with an empty fragment', 'https://esms.mimsms.com#'],
		['with ..', 'https://esms.mimsms.com/sms/..'],
		['with .. within', 'https://esms.mimsms.com/a/../b'],
		['with encoded dots', 'https://esms.mimsms.com/%2e%2E/b'],
		['with a dot', 'https://esms.mimsms.com/./b'],
		['with a backslash', 'https://esms.mimsms.com\\evil'],
		['with backslashes for slashes', 'https:\\\\esms.mimsms.com'],
	])('is refused %s, and the field is named', (_, base) => {
		expect(() => readBaseUrl(base)).toThrow(/^Base URL .*https:\/\/esms\.mimsms\.com$/);
		expect(() => url(base)).toThrow(/^Base URL /);
	});

	it('that is refused is not repeated, since it may hold a password', () => {
		expect(() => readBaseUrl('https://rahim:secret@esms.mimsms.com')).toThrow(
			expect.not.objectContaining({ message: expect.stringContaining('secret') }),
		);
	});
});

describe('the secrets in the path', () => {
	it.each([
		['a/b', 'a%2Fb'],
		['a?b', 'a%3Fb'],
		['a#b', 'a%23b'],
		['a%b', 'a%25b'],
		['a b', 'a%20b'],
		['a\\b', 'a%5Cb'],
		['a%2Fb', 'a%252Fb'],
		['ক', '%E0%A6%95'],
		['../../x', '..%2F..%2Fx'],
		['$&', '%24%26'],
		['{apiKey}', '%7BapiKey%7D'],
		['C2ff.12', 'C2ff.12'],
	])('the key %s stays one segment', (key, segment) => {
		expect(url('https://h.example/sms', BALANCE, { ...SECRETS, key })).toBe(
			`https://h.example/sms/miscapi/${segment}/getBalance`,
		);
	});

	it('user name and password stand encoded in their places', () => {
		const login = { key: '', username: 'a/b@c', password: '{apiKey}?' };
		expect(url('https://h.example', '/getkey/{username}/{password}', login)).toBe(
			'https://h.example/getkey/a%2Fb%40c/%7BapiKey%7D%3F',
		);
	});

	it('whatever they are, the request goes to the gateway, and to the same call', () => {
		const secret = fc.oneof(
			fc.string({ unit: 'binary', minLength: 1 }),
			fc.constantFrom('.', '..', '...', '%2e%2e', '/', '//', '\\', '?', '#', '@', ':', '\ud83d', '{password}'),
		);
		const base = fc.constantFrom('https://h.example', 'https://h.example/sms', 'http://127.0.0.1:81/a/b/');
		fc.assert(
			fc.property(base, secret, secret, secret, (root, key, username, password) => {
				const secrets = { key, username, password };
				const balance = new URL(url(root, BALANCE, secrets));
				const login = new URL(url(root, '/getkey/{username}/{password}', secrets));
				const { origin, path } = readBaseUrl(root);
				expect([balance.origin, login.origin, balance.search, balance.hash, login.search, login.hash]).toEqual([
					origin,
					origin,
					'',
					'',
					'',
					'',
				]);
				expect(balance.pathname.slice(path.length)).toMatch(/^\/miscapi\/[^/]+\/getBalance$/);
				expect(login.pathname.slice(path.length)).toMatch(/^\/getkey\/[^/]+\/[^/]+$/);
				if (!/^\.{1,2}$/.test(key))
					expect(decodeURIComponent(balance.pathname.split('/').at(-2) ?? '')).toBe(key.toWellFormed());
			}),
		);
	});
});

describe('a request that leads outside the base URL', () => {
	it.each([
		['another host', 'https://h.example', 'https://evil.example/miscapi/{apiKey}/getBalance'],
		['another host without a scheme', 'https://h.example', '//evil.example/{apiKey}'],
		['a host that begins alike', 'https://h.example', 'https://h.example.evil.example/{apiKey}'],
		['a host behind a user name', 'https://h.example', 'https://h.example@evil.example/{apiKey}'],
		['the gateway with a user name', 'https://h.example', 'https://rahim:pw@h.example/{apiKey}'],
		['another port', 'https://h.example', 'https://h.example:8443/{apiKey}'],
		['another scheme', 'https://h.example', 'http://h.example/{apiKey}'],
		['a scheme that is none of the web', 'https://h.example', 'file:///{apiKey}'],
		['a script', 'https://h.example', 'javascript:{apiKey}'],
		['another path of the same host', 'https://h.example/sms', 'https://h.example/other/{apiKey}'],
		['a path that begins alike', 'https://h.example/sms', 'https://h.example/smsapi/{apiKey}'],
		['the root above the path', 'https://h.example/sms', 'https://h.example/'],
		['a way up', 'https://h.example/sms', '/../other/{apiKey}'],
		['a way up, encoded', 'https://h.example/sms', '/%2e%2e/other/{apiKey}'],
		['a way up in a whole address', 'https://h.example/sms', 'https://h.example/sms/../other/{apiKey}'],
		['a way up with backslashes', 'https://h.example/sms', '/..\\other\\{apiKey}'],
		['no address', 'https://h.example', 'https://[/{apiKey}'],
	])('is refused: %s', (_, base, target) => {
		expect(() => url(base, target)).toThrow('outside Base URL');
	});

	it('is refused without the secrets in the words', () => {
		expect(() => url('https://h.example', 'https://evil.example/{apiKey}/{username}/{password}')).toThrow(
			expect.not.objectContaining({ message: expect.stringMatching(/C2ff|rahim/) }),
		);
	});

	it('never gets out, however the target is written', () => {
		const token = fc.constantFrom(
			'/',
			'//',
			'\\',
			'..',
			'.',
			'%2e',
			'@',
			':',
			'https:',
			'http://',
			'evil.example',
			'h.example',
			'sms',
			'{apiKey}',
			'?',
			'#',
			'\t',
			'\n',
			' ',
			'x',
		);
		fc.assert(
			fc.property(
				fc.constantFrom('https://h.example', 'https://h.example/sms'),
				fc.array(token, { maxLength: 8 }),
				(base, tokens) => {
					let made;
					try {
						made = url(base, tokens.join(''));
					} catch {
						return;
					}
					const { origin, pathname } = new URL(made);
					expect(`${origin}${pathname}/`.startsWith(`${base}/`)).toBe(true);
				},
			),
		);
	});

	it.each([
		['a path without a slash', 'miscapi/{apiKey}/getBalance'],
		['a whole address', 'https://h.example/sms/miscapi/{apiKey}/getBalance'],
		['a whole address in capitals', 'HTTPS://H.EXAMPLE/sms/miscapi/{apiKey}/getBalance'],
		['a whole address with its port', 'https://h.example:443/sms/miscapi/{apiKey}/getBalance'],
	])('is not this one: %s', (_, target) => {
		expect(url('https://h.example/sms', target)).toBe('https://h.example/sms/miscapi/C2ff.12/getBalance');
	});
});

describe('an address of the other API', () => {
	it.each(['https://api.mimsms.com', 'https://API.mimsms.com./api/V2', 'https://api.mimsms.com:8443'])(
		'(%s) is refused as Base URL, and the other API is named',
		(baseUrl) => {
			expect(() => baseOf({ api: 'classic', baseUrl })).toThrow(/^Base URL belongs to the JSON API \(V2\)/);
			expect(baseOf({ api: 'v2', v2BaseUrl: baseUrl }).path).toBe('');
		},
	);

	it.each([
		'https://esms.mimsms.com',
		'https://esms.mimsms.com.',
		'https://880SMS.com/sms',
		'https://elitbuzz-me.com/sms',
	])('(%s) is refused for V2, and the other API is named', (v2BaseUrl) => {
		expect(() => baseOf({ api: 'v2', v2BaseUrl })).toThrow(/^Base URL belongs to the classic API/);
	});

	it('is none that merely looks like one', () => {
		expect(baseOf({ api: 'v2', v2BaseUrl: 'https://relay.example/esms.mimsms.com/api/v2/' })).toEqual({
			origin: 'https://relay.example',
			path: '/esms.mimsms.com',
		});
		expect(() => baseOf({ api: 'v2', v2BaseUrl: '' })).toThrow(/^Base URL is empty/);
	});
});
