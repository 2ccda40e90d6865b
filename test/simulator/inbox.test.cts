import fs from 'node:fs';
import path from 'node:path';
import { transform } from 'esbuild';
import type { InboxOutcome, InboxState } from './inboxState.cts';
import type { Settings } from './index.cts';
import { simulatorForTest, shootIdOf, valuesOf, stoppedClock } from './testClient.cts';
import { NUMBER_TABLE } from './deliveryOutcomes.cts';

const NOON = '2024-02-29T06:00:00Z'; // 12:00 in Dhaka

const PAGE = path.join(__dirname, 'inbox');
const SCRIPTS = fs.readdirSync(PAGE).filter((file) => file.endsWith('.mts'));
const sourceOf = (file: string) => fs.readFileSync(path.join(PAGE, file), 'utf8');

async function inboxForTest(options?: Partial<Settings>) {
	const client = await simulatorForTest(options);
	const { origin } = client.sim;
	const read = async (query: Record<string, string> = {}) => {
		const response = await fetch(`${origin}/_simulator/inbox?${new URLSearchParams(query)}`);
		return (await response.json()) as InboxState<string>;
	};
	const decide = async (n: number | string, body: unknown) => {
		const response = await fetch(`${origin}/_simulator/messages/${n}/outcome`, {
			method: 'POST',
			body: JSON.stringify(body),
		});
		return { status: response.status, value: await response.json() };
	};
	const codes = async (call: string) => valuesOf(await client.misc(call), 'DLRStatus');
	return { ...client, origin, read, decide, codes };
}

/** The body of a reply as it comes. */
function bodyOf({ body }: Response) {
	if (!body) throw new Error('The reply has no body');
	return body;
}

/** The server-sent events of a simulator: `next()` waits for the next notice. */
async function listen(origin: string) {
	const abort = new AbortController();
	const response = await fetch(`${origin}/_simulator/inbox/events`, { signal: abort.signal });
	const chunks = bodyOf(response).pipeThrough(new TextDecoderStream()).getReader();
	let text = '';
	const next = async () => {
		for (;;) {
			const [notice, version] = /event: change\ndata: (\d+)\n\n/.exec(text) ?? [];
			if (notice) {
				text = text.slice(text.indexOf(notice) + notice.length);
				return Number(version);
			}
			const { value, done } = await chunks.read();
			if (done) throw new Error('The stream has ended');
			text += value;
		}
	};
	return { response, next, end: () => abort.abort() };
}

describe('the inbox page', () => {
	test('stands at the root of the host, whatever the base path, and is no request to the gateway', async () => {
		const { sim, origin } = await inboxForTest({ basePath: '/sms' });
		const response = await fetch(`${origin}/`);
		expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
		expect(await response.text()).toContain('<h1>SMS inbox</h1>');
		expect(sim.count()).toBe(0);
	});

	test.each([
		['inbox.css', 'text/css; charset=utf-8'],
		['icon.svg', 'image/svg+xml'],
	])('%s is served with its type', async (file, type) => {
		const { origin } = await inboxForTest();
		const response = await fetch(`${origin}/_simulator/inbox/${file}`);
		expect([response.status, response.headers.get('content-type')]).toEqual([200, type]);
		expect(await response.text()).toBe(sourceOf(file));
	});

	test.each(SCRIPTS)(
		'%s is served as JavaScript, which imports nothing but other scripts of the page',
		async (file) => {
			const { origin } = await inboxForTest();
			const response = await fetch(`${origin}/_simulator/inbox/${file}`);
			expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/javascript; charset=utf-8']);
			const script = await response.text();
			expect((await transform(script, { loader: 'js', charset: 'utf8' })).code).toBe(script);
			for (const [, name] of sourceOf(file).matchAll(/^export (?:async )?(?:function|class|const) (\w+)/gm))
				expect(script).toContain(name);
			for (const [, imported] of script.matchAll(/from "(.*?)"/g))
				expect(SCRIPTS.map((other) => `./${other}`)).toContain(imported);
		},
	);

	test.each(['/', '/_simulator/inbox/inbox.mts', '/_simulator/inbox', '/_simulator/inbox/events'])(
		'%s allows nothing from elsewhere',
		async (url) => {
			const { origin } = await inboxForTest();
			const response = await fetch(origin + url);
			const { headers } = response;
			const policy = headers.get('content-security-policy');
			expect(policy).toContain("default-src 'none'");
			expect(policy).not.toMatch(/unsafe|https?:|\*/);
			expect([headers.get('x-content-type-options'), headers.get('cache-control')]).toEqual(['nosniff', 'no-store']);
			await bodyOf(response).cancel();
		},
	);

	test.each(['inbox.html', '..%2Finbox.test.js', '%2e%2e/package.json'])(
		'no other file is served: %s',
		async (file) => {
			const { origin } = await inboxForTest();
			expect((await fetch(`${origin}/_simulator/inbox/${file}`)).status).toBe(404);
		},
	);

	test('its files set no HTML and ask no other host', () => {
		for (const file of fs.readdirSync(PAGE)) {
			const source = sourceOf(file).replace('xmlns="http://www.w3.org/2000/svg"', '');
			expect(source).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|https?:\/\/|style="| on\w+="/);
		}
	});
});

describe('what the inbox shows', () => {
	test('a message with its number, sender ID, text, parts and status, and the account', async () => {
		const { sim, send, read } = await inboxForTest({ basePath: '/sms', now: () => new Date(NOON) });
		await send({ msg: '<b>Hello</b>', contacts: '8801712345613' });
		expect(await read()).toMatchObject({
			now: '2024-02-29T06:00:00.000Z',
			account: {
				baseUrl: sim.baseUrl,
				apiKey: sim.settings.apiKey,
				senderIds: sim.settings.senderIds,
				balance: 999.75,
				outcomes: 'byNumber',
			},
			total: 1,
			oldest: 1,
			messages: [
				{
					n: 1,
					to: '8801712345613',
					text: '<b>Hello</b>',
					senderId: 'MiMSMS',
					type: 'text',
					parts: 1,
					sentAt: '2024-02-29T06:00:00.000Z',
					isFinal: false,
					outcome: { status: 'failed', code: '13', details: 'Barred subscriber', at: '2024-02-29T06:00:00.000Z' },
				},
			],
		});
	});

	test.each([
		['78', 'delivered'],
		['00', 'delivered'],
		['31', 'failed'],
		['28', 'failed'],
		['77', 'unknown'],
		['98', 'delivered'],
		['99', 'pending'],
	])('a number that ends in %s is %s in the end', async (ending, status) => {
		const { send, read } = await inboxForTest();
		await send({ contacts: `88017123456${ending}` });
		expect((await read()).messages[0].outcome.status).toBe(status);
	});

	test('the newest messages first, and no more than asked for', async () => {
		const { send, read } = await inboxForTest();
		for (const msg of ['first', 'second', 'third']) await send({ msg });
		expect(await read({ limit: '2' })).toMatchObject({
			total: 3,
			messages: [
				{ n: 3, text: 'third' },
				{ n: 2, text: 'second' },
			],
		});
	});

	test.each(['0', '-1', '1.5', 'many'])('limit=%s is refused', async (limit) => {
		const { origin } = await inboxForTest();
		expect((await fetch(`${origin}/_simulator/inbox?limit=${limit}`)).status).toBe(400);
	});

	test('what changed since a cursor: new messages, settled ones, and those whose report was read', async () => {
		const { send, read, codes, decide } = await inboxForTest({ outcomes: 'byHand' });
		await send({ msg: 'first' });
		await send({ msg: 'second' });
		let { cursor } = await read();
		const changed = async () => {
			const state = await read({ after: cursor });
			cursor = state.cursor;
			return state.messages.map(({ n, isFinal, outcome }) => [n, outcome.status, isFinal]);
		};
		expect(await changed()).toEqual([]);
		await send({ msg: 'third' });
		expect(await changed()).toEqual([[3, 'pending', false]]);
		await decide(1, { code: '1' });
		expect(await changed()).toEqual([[1, 'delivered', false]]);
		await codes('getDLR/getAll');
		expect(await changed()).toEqual([[1, 'delivered', true]]);
	});

	test('a cursor of another run gives everything', async () => {
		const { send, read } = await inboxForTest();
		const { cursor } = await (await inboxForTest()).read();
		await send();
		expect((await read({ after: cursor })).messages).toHaveLength(1);
	});

	test('a reset empties it, and no number is used twice', async () => {
		const { sim, send, read, decide } = await inboxForTest();
		await send({ contacts: '8801712345678,8801712345679' });
		sim.reset();
		expect(await read()).toMatchObject({ total: 0, oldest: 3, messages: [] });
		await send();
		expect((await read()).messages).toMatchObject([{ n: 3 }]);
		expect((await decide(1, { code: '1' })).status).toBe(404);
		expect((await decide(3, { code: '1' })).status).toBe(200);
	});

	test('an account without an end to its balance', async () => {
		const { read } = await inboxForTest({ balance: Infinity, senderIds: null });
		expect((await read()).account).toMatchObject({ balance: null, senderIds: null });
	});

	test('the newest of 10,000, and no more of them', async () => {
		const { send, read } = await inboxForTest({ balance: Infinity });
		await send({ contacts: Array.from({ length: 10_000 }, (_, i) => 8801710000000 + i).join() });
		const state = await read();
		expect([state.total, state.messages.length, state.messages[0].n]).toEqual([10_000, 200, 10_000]);
	});

	test('the reasons why a message may fail, each in plain words', async () => {
		const { origin } = await inboxForTest();
		const outcomes = (await (await fetch(`${origin}/_simulator/inbox/outcomes`)).json()) as InboxOutcome[];
		expect(outcomes).toHaveLength(NUMBER_TABLE.length + 1);
		const reasons = outcomes.filter(({ status }) => status === 'failed' || status === 'unknown');
		expect(reasons.map(({ code }) => code).sort()).toEqual([
			'1028',
			'13',
			'16',
			'31',
			'32',
			'34',
			'400',
			'5',
			'6',
			'77',
			'9',
		]);
		for (const { plain } of reasons) expect(plain).toMatch(/^[A-Z].+\.$/);
	});
});

describe('the live notices', () => {
	test('one at once, and one after a send, a decision, a report that was read, a setting and a reset', async () => {
		const { sim, origin, send, misc } = await inboxForTest({ outcomes: 'byHand' });
		const events = await listen(origin);
		expect([events.response.status, events.response.headers.get('content-type')]).toEqual([
			200,
			'text/event-stream; charset=utf-8',
		]);
		let version = await events.next();
		const steps = [
			() => send(),
			() => sim.settle(1, '1'),
			() => misc('getDLR/getAll'),
			() => (sim.settings.balance = 7),
			() => fetch(`${origin}/_simulator/settings`, { method: 'POST', body: '{"outcomes":"byNumber"}' }),
			() => sim.reset(),
		];
		for (const step of steps) {
			await step();
			const next = await events.next();
			expect(next).toBeGreaterThan(version);
			version = next;
		}
		events.end();
	});

	test('a burst of changes is one notice', async () => {
		const { sim, origin } = await inboxForTest();
		const events = await listen(origin);
		const first = await events.next();
		for (let i = 0; i < 50; i++) sim.settings.balance = i;
		expect(await events.next()).toBe(first + 50);
		events.end();
	});

	test('many pages may listen, and the end of the simulator ends them', async () => {
		const { sim, origin } = await inboxForTest();
		const listeners = await Promise.all([listen(origin), listen(origin), listen(origin)]);
		await Promise.all(listeners.map(({ next }) => next()));
		await sim.close();
		expect(await Promise.all(listeners.map(({ next }) => next().catch(() => 'ended')))).toEqual([
			'ended',
			'ended',
			'ended',
		]);
	});
});

describe('deciding by hand', () => {
	test('with outcomes byHand a message has no report, whatever its number, until somebody decides', async () => {
		const { sim, send, codes, decide } = await inboxForTest({ outcomes: 'byHand' });
		const id = shootIdOf(await send({ contacts: '8801712345613,8801712345698' }));
		expect(sim.messages).toMatchObject([
			{ outcome: { code: '', details: 'Pending', at: null } },
			{ outcome: { at: null } },
		]);
		expect([await codes('getDLR/getAll'), await codes(`getDLRRep/${id}`)]).toEqual([[], []]);

		expect(await decide(2, { code: '31' })).toMatchObject({
			status: 200,
			value: { n: 2, outcome: { code: '31', details: 'Subscriber Busy' } },
		});
		expect(await codes('getDLR/getAll')).toEqual(['31']);
		expect(sim.messages.map(({ handedOut }) => handedOut)).toEqual([false, true]);
		await decide(1, { code: 1 });
		expect([await codes('getDLR/getAll'), await codes(`getDLRRep/${id}`)]).toEqual([['1'], ['31', '1']]);
	});

	test('the setting holds for new messages only', async () => {
		const { sim, send, codes } = await inboxForTest();
		await send();
		sim.settings.outcomes = 'byHand';
		await send();
		sim.settings.outcomes = 'byNumber';
		expect(await codes('getDLR/getAll')).toEqual(['1']);
	});

	test('it overrides what the number would have brought, as long as nobody read that', async () => {
		const { send, codes, decide } = await inboxForTest({ pendingDelay: 60_000 });
		await send({ contacts: '8801712345678' });
		await send({ contacts: '8801712345698' });
		await send({ contacts: '8801712345699' });
		for (const n of [1, 2, 3]) expect((await decide(n, { code: '6' })).status).toBe(200);
		await decide(1, { code: '400' });
		expect(await codes('getDLR/getAll')).toEqual(['6', '6', '400']);
		expect(await codes('getDLR/getAll')).toEqual([]);
	});

	test('it may come before the report is due, and the one that was due does not come besides', async () => {
		const clock = stoppedClock(NOON);
		const { send, misc, codes, decide } = await inboxForTest({ now: clock.now, reportDelay: 60_000 });
		await send();
		clock.move(1000);
		await decide(1, { code: '9' });
		expect(valuesOf(await misc('getDLR/getAll'), 'DLRReceived')).toEqual(['2024-02-29 12:00:01']);
		clock.move(3_600_000);
		expect(await codes('getDLR/getAll')).toEqual([]);
	});

	test('a Pending row that was read stays, and the decision is a new row besides it', async () => {
		const { sim, send, codes, decide } = await inboxForTest();
		const id = shootIdOf(await send({ contacts: '8801712345699' }));
		expect(await codes('getDLR/getAll')).toEqual(['']);
		expect(sim.messages[0].handedOut).toBe(true);
		await decide(1, { code: '1' });
		expect(sim.messages[0].handedOut).toBe(false);
		expect([await codes('getDLR/getAll'), await codes(`getDLRRep/${id}`)]).toEqual([['1'], ['', '1']]);
	});

	test.each([['getDLR/getAll'], ['getDLR/'], ['getDLRRep/']])(
		'a report that %s has shown does not change any more',
		async (call) => {
			const { sim, send, codes, decide } = await inboxForTest();
			const id = shootIdOf(await send());
			await codes(call.endsWith('/') ? call + id : call);
			expect(await decide(1, { code: '6' })).toEqual({
				status: 409,
				value: { error: expect.stringContaining('was read already') },
			});
			expect(sim.messages[0].outcome.code).toBe('1');
			expect(await codes(`getDLRRep/${id}`)).toEqual(['1']);
		},
	);

	test('a scheduled message goes out by it', async () => {
		const clock = stoppedClock(NOON);
		const { send, misc, read, decide } = await inboxForTest({ now: clock.now });
		await send({ scheduledDateTime: '2024-03-01 09:00:00' });
		expect((await read()).messages[0].sentAt).toBe('2024-03-01T03:00:00.000Z');
		await decide(1, { code: '1' });
		const page = await misc('getDLR/getAll');
		expect([valuesOf(page, 'SMSSent'), valuesOf(page, 'DLRReceived')]).toEqual([
			['2024-02-29 12:00:00'],
			['2024-02-29 12:00:00'],
		]);
	});

	test('a code that nobody knows is taken, with words that say nothing', async () => {
		const { send, decide, read } = await inboxForTest({ outcomes: 'byHand' });
		await send();
		await decide(1, { code: '4711' });
		expect((await read()).messages[0].outcome).toMatchObject({ status: 'unknown', details: 'Status 4711' });
	});

	test.each([
		[1, {}, 400],
		[1, { code: '' }, 400],
		[1, { code: null }, 400],
		[1, { code: ['1'] }, 400],
		[1, [], 400],
		[2, { code: '1' }, 404],
		['first', { code: '1' }, 404],
	])('for message %s, %j is answered with %d and a reason', async (n, body, status) => {
		const { send, decide } = await inboxForTest();
		await send();
		expect(await decide(n, body)).toEqual({ status, value: { error: expect.any(String) } });
	});

	test('from a test: settle', async () => {
		const { sim, send, codes } = await inboxForTest({ outcomes: 'byHand' });
		await send();
		expect(sim.settle(1, '16')).toBe(sim.messages[0]);
		expect(await codes('getDLR/getAll')).toEqual(['16']);
		expect(() => sim.settle(1, '1')).toThrow('was read already');
	});
});
