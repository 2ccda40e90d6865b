import { exchange, httpOptions, readBody, readTransport, started } from '../../../nodes/MimSms/bridge/http/transport';
import { valueOf } from '../../gateway/results.cts';

const reset = () => Object.assign(new Error('GET https://h.example/miscapi/KEY/getBalance'), { code: 'ECONNRESET' });

describe('the Request Options', () => {
	it.each([
		[undefined],
		[null],
		[{}],
		[{ timeout: 0 }],
		[{ timeout: -1 }],
		[{ proxy: '', allowUnauthorizedCerts: false }],
	])('%j leave a time-out and nothing else', (options) => {
		expect(readTransport(options)).toEqual({ ok: true, value: { timeout: expect.any(Number) } });
		expect(valueOf(readTransport(options)).timeout).toBeGreaterThan(0);
	});

	it('carry time-out and trust', () => {
		expect(readTransport({ timeout: 1234, allowUnauthorizedCerts: true })).toEqual({
			ok: true,
			value: { timeout: 1234, skipSslCertificateValidation: true },
		});
	});

	it.each([
		['http://proxy.example:8080', { host: 'proxy.example', port: 8080, protocol: 'http' }],
		['http://proxy.example', { host: 'proxy.example', port: 80, protocol: 'http' }],
		['https://proxy.example', { host: 'proxy.example', port: 443, protocol: 'https' }],
		[
			'http://us%40er:p%3Aw@proxy.example:8080/',
			{ host: 'proxy.example', port: 8080, protocol: 'http', auth: { username: 'us@er', password: 'p:w' } },
		],
		[
			'http://user@proxy.example:8080',
			{ host: 'proxy.example', port: 8080, protocol: 'http', auth: { username: 'user', password: '' } },
		],
	])('carry the proxy %s', (proxy, expected) => {
		expect(valueOf(readTransport({ proxy })).proxy).toEqual(expected);
	});

	it('carry a proxy whose password holds a bare %', () => {
		expect(valueOf(readTransport({ proxy: 'http://user:100%@proxy.example:8080' })).proxy).toMatchObject({
			host: 'proxy.example',
			auth: { username: 'user', password: '100%' },
		});
	});

	it.each(['proxy.example', 'proxy.example:8080', 'not a proxy', 'http://', 42, 'socks5://proxy.example', 'mailto:x'])(
		'refuse %j as a proxy, naming the field',
		(proxy) => {
			expect(readTransport({ proxy })).toMatchObject({ ok: false, fault: { kind: 'invalidInput', field: 'Proxy' } });
		},
	);
});

describe('the request as n8n takes it', () => {
	it('asks for text, whatever the status, without redirects, so that 1002 stays a text', () => {
		expect(httpOptions({ method: 'GET', path: '/x' }, { timeout: 5 })).toEqual({
			method: 'GET',
			url: '/x',
			encoding: 'stream',
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
			timeout: 5,
		});
	});

	it('sends a form urlencoded, as a copy', () => {
		const form = { msg: 'Hi' };
		const options = httpOptions({ method: 'POST', path: '/smsapi', form }, { timeout: 5 });
		expect(options).toMatchObject({
			method: 'POST',
			encoding: 'stream',
			body: form,
			headers: { 'content-type': 'application/x-www-form-urlencoded' },
		});
		expect(options.body).not.toBe(form);
	});
});

describe('the body of an answer', () => {
	const TEXT = '<dlr>আপনার অর্ডার 👍 é</dlr>';
	const SOON = () => Date.now() + 5_000;

	/** As n8n hands it over: in pieces of so many bytes, after which it may break. */
	async function* inPieces(bytes: Buffer, size: number, error?: Error) {
		for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
		if (error) throw error;
	}
	const answer = (body: AsyncIterable<Buffer>, type?: string) => ({
		statusCode: 200,
		headers: { 'content-type': type },
		body,
	});

	it.each([
		['UTF-8', Buffer.from(TEXT), 'text/xml; charset=UTF-8'],
		['UTF-16', Buffer.from(TEXT, 'utf16le'), 'text/xml; charset=utf-16'],
		['UTF-16 that nobody names', Buffer.from(`\uFEFF${TEXT}`, 'utf16le'), undefined],
		['UTF-8 under a content type that says UTF-16', Buffer.from(TEXT), 'text/xml; charset=utf-16'],
	])('in %s is the same text, however it is cut into pieces', async (_, bytes, type) => {
		for (const size of [1, 2, 3, 1000])
			expect(await readBody(answer(inPieces(bytes, size), type), SOON(), { keepsPart: false })).toEqual({
				ok: true,
				value: { status: 200, text: TEXT },
			});
	});

	it('in windows-1252 is read by its name', async () => {
		expect(
			valueOf(
				await readBody(
					answer(inPieces(Buffer.from('<SMS>\xe9</SMS>', 'latin1'), 2), 'text/xml;charset=Windows-1252'),
					SOON(),
					{ keepsPart: false },
				),
			).text,
		).toBe('<SMS>é</SMS>');
	});

	it('that breaks off within a sign ends with the sign before, where a part is kept', async () => {
		for (const { bytes, type } of [
			{ bytes: Buffer.from(TEXT), type: 'text/xml' },
			{ bytes: Buffer.from(TEXT, 'utf16le'), type: 'text/xml; charset=utf-16le' },
		]) {
			for (let cut = 2; cut < bytes.length; cut++) {
				const broken = () => answer(inPieces(bytes.subarray(0, cut), 7, reset()), type);
				const value = valueOf(await readBody(broken(), SOON(), { keepsPart: true }));
				expect([cut, TEXT.startsWith(value.text), value.broken]).toEqual([cut, true, true]);
				expect(await readBody(broken(), SOON(), { keepsPart: false })).toMatchObject({
					ok: false,
					fault: { kind: 'lost' },
				});
			}
		}
	});

	it('that breaks off before its first byte is lost', async () => {
		expect(await readBody(answer(inPieces(Buffer.alloc(0), 1, reset())), SOON(), { keepsPart: true })).toMatchObject({
			ok: false,
			fault: { kind: 'lost' },
		});
	});

	it('that never ends is read up to a bound, and let go', async () => {
		let isLetGo = false;
		const endless = async function* () {
			for (;;) yield Buffer.alloc(1_000_000, 'x');
		};
		const value = valueOf(
			await readBody(answer(Object.assign(endless(), { destroy: () => (isLetGo = true) })), SOON(), {
				keepsPart: false,
			}),
		);
		expect([value.broken, value.text.length < 20_000_000, isLetGo]).toEqual([true, true, true]);
	});

	it.each([
		['a text', 'x', 'x'],
		['a number', 1002, '1002'],
		['nothing', undefined, ''],
		['null', null, ''],
	])('that is %s and no stream is its text', async (_, body, text) => {
		expect(await readBody({ statusCode: 200, body }, SOON(), { keepsPart: false })).toEqual({
			ok: true,
			value: { status: 200, text },
		});
	});
});

describe('an exchange', () => {
	const ask = { url: '/x' };
	const never = async () => await new Promise<never>(() => {});

	it('is over a moment after its time, also where the helper of n8n never ends', async () => {
		const helper = async (request: Parameters<typeof started>[0]) => {
			started(request);
			return await never();
		};
		expect(await exchange(helper, ask, { msLeft: () => 1 })).toEqual({
			ok: false,
			fault: { kind: 'lost', why: 'it took longer than the time-out' },
		});
	});

	it('is given no time before it leaves', async () => {
		const clock = jest.fn(() => 1);
		void exchange(never, ask, { msLeft: clock });
		await new Promise((resolve) => setTimeout(resolve, 20));
		expect(clock).not.toHaveBeenCalled();
	});
});
