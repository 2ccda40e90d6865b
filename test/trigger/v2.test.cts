/** The trigger with an account of the JSON API V2: one question for each recipient, and none for all of the account. */
import { setTimeout } from 'node:timers/promises';
import type { IDataObject } from 'n8n-workflow';
import { REPORT_EVENTS } from '../../nodes/MimSms/trigger/events';
import { asStored, events, kept, sorted, stateIn, told, useBench, V2 } from './setup.cts';
import type { Fault, Poller, PollerOptions, PollResult } from './setup.cts';

const bench = useBench();

const ALL_EVENTS = ['delivered', 'failed', 'pending', 'unknown'];
const FIRST = { activationMode: 'activate' } as const;

/** A recipient of a send: the word that a send gives, and the two halves that the gateway wants. */
interface Recipient {
	shootId: string;
	trackingId: string;
	to: string;
}

const recipient = (index: number): Recipient => {
	const [trackingId, to] = [`BRN0T2ZC${String(index).padStart(7, '0')}`, `88017${String(index).padStart(8, '0')}`];
	return { shootId: `${trackingId}@${to}`, trackingId, to };
};
const recipients = (count: number): Recipient[] => Array.from({ length: count }, (_, index) => recipient(index));
const wordsOf = (list: Recipient[]): string[] => list.map(({ shootId }) => shootId);

const watching = (list: Recipient[], more: IDataObject = {}): IDataObject => ({
	events: ALL_EVENTS,
	source: 'shootIds',
	shootIds: wordsOf(list).join(','),
	...more,
});

const poller = (parameters: IDataObject, options?: PollerOptions): Poller =>
	bench.engine.poller(bench.node(parameters, V2), { activationMode: 'update', ...options });

const testRun = async (parameters: IDataObject): Promise<PollResult> =>
	await bench.engine.poll(bench.node(parameters, V2), { mode: 'manual' });

/** The operator says something about the message to these; codes as in the classic API. */
const operatorSays = (code: string, ...list: Recipient[]): void => {
	bench.sim.addReports(list.map(({ trackingId, to }) => ({ shootId: trackingId, to, code })));
};

const heard = (...results: PollResult[]): unknown[] =>
	results.flatMap(({ items }) => (items ?? []).map(({ shootId, event }) => [shootId, event]));

/** The numbers that were asked for from a moment on. */
const askedFor = (from = 0): unknown[] =>
	bench.sim.requests
		.slice(from)
		.filter(({ call }) => call === 'v2/DlrApi')
		.map(({ fields }) => (fields as IDataObject).mobileNumber);

describe('Shoot IDs', () => {
	it.each<[string, (words: string[]) => unknown]>([
		['commas', (words) => words.join(',')],
		['semicolons', (words) => words.join('; ')],
		['spaces', (words) => ` ${words.join('  ')} `],
		['new lines', (words) => words.join('\r\n')],
		['a list', (words) => words],
		['a list of what sends gave', ([one, ...rest]) => [one, rest.join(',')]],
	])('take references apart at %s, and each report has its own word', async (_what, write) => {
		const list = recipients(3);
		operatorSays('1', list[0], list[2]);
		operatorSays('13', list[1]);
		const shootIds = write(wordsOf(list)) as IDataObject[string];
		const result = await poller(watching(list, { shootIds })).poll();

		expect(heard(result)).toEqual([
			[list[0].shootId, 'delivered'],
			[list[1].shootId, 'failed'],
			[list[2].shootId, 'delivered'],
		]);
	});

	it('give items with every field of a report', async () => {
		const [one] = recipients(1);
		operatorSays('13', one);

		expect((await poller(watching([one])).poll()).items).toEqual([
			{
				shootId: one.shootId,
				to: one.to,
				message: null,
				sentAt: null,
				receivedAt: null,
				code: '13',
				status: 'failed',
				meaning: 'BARRED SUBSCRIBER',
				details: 'BARRED SUBSCRIBER',
				other: {},
				event: 'failed',
			},
		]);
	});

	it('are asked for one by one, 4 at a time, each word once, and nothing else is asked', async () => {
		const list = recipients(20);
		bench.sim.settings.latency = 10;
		await poller(watching([...list, ...list])).poll();

		expect(sorted(askedFor() as string[])).toEqual(list.map(({ to }) => to));
		expect(bench.sim.count()).toBe(20);
		expect(bench.sim.mostAtOnce('v2/DlrApi')).toBeLessThanOrEqual(4);
	});

	it('come from a send of this node as they are', async () => {
		const sent = await bench.engine.runNode({
			type: 'mimSms',
			name: 'Send',
			credentials: V2,
			parameters: {
				resource: 'sms',
				operation: 'send',
				to: '01712345601, 01712345613',
				message: 'Hello',
				senderId: '',
				options: {},
			},
		});
		const { shootId } = sent.items('Send')[0] as IDataObject;

		expect(shootId).toMatch(/^\S+@8801712345601,\S+@8801712345613$/);
		expect(heard(await poller(watching([], { shootIds: shootId })).poll())).toEqual([
			[expect.stringMatching(/@8801712345601$/), 'delivered'],
			[expect.stringMatching(/@8801712345613$/), 'failed'],
		]);
	});

	it.each([
		['C20014655e6c0a9b3f1d2', 'C20014655e6c0a9b3f1d2'],
		['BRN0T2ZCWRCEL1D', 'BRN0T2ZCWRCEL1D'],
		['BRN0T2ZCWRCEL1D@01712345678', 'BRN0T2ZCWRCEL1D@01712345678'],
	])('refuse %s by name, before any request', async (word, named) => {
		const results = [
			await poller(watching(recipients(2), { shootIds: `${recipient(1).shootId} ${word}` })).poll(),
			await poller(watching([], { shootIds: word })).activate(),
			await testRun(watching([], { shootIds: word, options: { testWith: 'live' } })),
		];

		for (const result of results) {
			expect(told(result)).toMatch(/Shoot IDs/);
			expect(told(result)).toContain(named);
			expect(told(result)).toContain('this ID comes from the other API');
		}
		expect(bench.sim.requests).toEqual([]);
	});

	it('say how many more are refused', async () => {
		expect(told(await poller(watching([], { shootIds: 'C2001 C2002 C2003' })).poll())).toContain('(and 2 more)');
	});

	it('are not to be replaced by Account when they are empty', async () => {
		const said = told(await poller(watching([])).poll());

		expect(said).toContain('Shoot IDs: is empty');
		expect(said).not.toContain('Account');
	});

	it('can be tried with live reports: the first one is asked for', async () => {
		const list = recipients(2);
		operatorSays('1', ...list);

		expect(heard(await testRun(watching(list, { options: { testWith: 'live' } })))).toEqual([
			[list[0].shootId, 'delivered'],
		]);
		expect(askedFor()).toEqual([list[0].to]);
	});
});

const HOUR = 3_600_000;

const realNow = Date.now;

/** Sets the clock of this process to so many hours after the real time. */
function setForward(hours: number): void {
	jest.spyOn(Date, 'now').mockImplementation(() => realNow() + hours * HOUR);
}

afterEach(() => jest.restoreAllMocks());

const [ABSENT, BUSY, DELIVERED] = ['Absent subscriber for SM', 'Subscriber Busy', 'DELIVERED'];

/** An answer that lists these words of the operator. */
const answerOf = ({ trackingId, to }: Recipient, words: string[]): string =>
	JSON.stringify(
		words.map((operatorStatus) => ({ statusCode: '200', trackingId, dlrCode: '0', operatorStatus, mobileNumber: to })),
	);

describe('a recipient', () => {
	it.each([
		['1', 'delivered'],
		['13', 'failed'],
		['5', 'failed'],
		['16', 'failed'],
	])('whose report is final (%s) is not asked for again', async (code, event) => {
		const list = recipients(3);
		operatorSays(code, list[1]);
		const one = poller(watching(list));
		const first = await one.poll();
		const from = bench.sim.count();
		const second = await one.poll();

		expect(heard(first, second)).toEqual([[list[1].shootId, event]]);
		expect(askedFor(from)).toEqual([list[0].to, list[2].to]);
	});

	it('is asked for no more after a restart of n8n', async () => {
		const [one] = recipients(1);
		operatorSays('1', one);
		const { saved } = await poller(watching([one])).poll();
		await poller(watching([one]), { staticData: asStored(saved) }).poll();

		expect(askedFor()).toHaveLength(1);
	});

	it('of whom nothing is known yet is asked for again', async () => {
		const [one] = recipients(1);
		const watched = poller(watching([one]));
		const quiet = await watched.poll();
		operatorSays('1', one);

		expect(quiet.items).toBeNull();
		expect(heard(await watched.poll())).toEqual([[one.shootId, 'delivered']]);
	});

	it.each<[string, string]>([
		['6', 'Absent subscriber'],
		['31', 'Subscriber Busy'],
		['34', 'System failure'],
		['400', 'SMSC Timeout-abort'],
		['32', 'SMS Failed'],
	])(
		'of whom a temporary failure (%s, %s) is told is asked for again, and each change is told',
		async (code, words) => {
			const [one] = recipients(1);
			operatorSays(code, one);
			const watched = poller(watching([one]));
			const first = await watched.poll();
			const same = await watched.poll();
			operatorSays(code === '31' ? '6' : '31', one);
			const changed = await watched.poll();
			operatorSays('1', one);
			const delivered = await watched.poll();
			const later = await watched.poll();

			expect(first.items).toEqual([expect.objectContaining({ event: 'failed', code })]);
			expect(String(first.items?.[0].details).toUpperCase()).toContain(words.toUpperCase());
			expect(same.items).toBeNull();
			expect(changed.items).toEqual([expect.objectContaining({ event: 'failed', code: code === '31' ? '6' : '31' })]);
			expect(heard(delivered, later)).toEqual([[one.shootId, 'delivered']]);
			expect(askedFor()).toHaveLength(4);
		},
	);

	it('is told again when it comes back after another one: that is a change too', async () => {
		const [one] = recipients(1);
		const watched = poller(watching([one]));
		const codes = ['6', '31', '6', '6', '31'];
		const told: unknown[] = [];
		for (const code of codes) {
			operatorSays(code, one);
			told.push((await watched.poll()).items?.map((item) => item.code) ?? null);
		}

		expect(told).toEqual([['6'], ['31'], ['6'], null, ['31']]);
	});

	it('whose answer is a list tells each row once, and a row that comes back as a change', async () => {
		const [one] = recipients(1);
		const watched = poller(watching([one]));
		const told: unknown[] = [];
		for (const words of [
			[ABSENT, BUSY],
			[ABSENT, BUSY],
			[],
			[BUSY, ABSENT],
			[BUSY],
			[ABSENT, BUSY],
			[BUSY, DELIVERED],
		]) {
			bench.sim.fault({ call: 'v2/DlrApi', kind: 'text', status: 200, body: answerOf(one, words) });
			told.push((await watched.poll()).items?.map(({ details }) => details) ?? null);
		}

		expect(told).toEqual([[ABSENT, BUSY], null, null, null, null, [ABSENT], [DELIVERED]]);
	});

	it('is told once, though two polls run at the same time', async () => {
		const list = recipients(3);
		operatorSays('6', ...list);
		bench.sim.settings.latency = 5;
		const watched = poller(watching(list));
		const both = await Promise.all([watched.poll(), watched.poll()]);

		expect(sorted(heard(...both).map(String))).toEqual(wordsOf(list).map((word) => `${word},failed`));
	});

	it.each<[string, string, unknown[]]>([
		['a final report', '1', ['delivered']],
		['another temporary failure', '31', ['failed', 'failed']],
	])('is not told after %s that a poll which overtook it told', async (_, code, events) => {
		const [one, other] = recipients(2);
		const watched = poller(watching([one, other]));
		operatorSays('6', one);
		// The earlier poll is held up by the other recipient.
		bench.sim.fault({ call: 'v2/DlrApi', kind: 'slow', skip: 1, bytes: 1, interval: 20 });
		const earlier = watched.poll();
		while (askedFor().length < 2) await setTimeout(5);
		await setTimeout(50);
		operatorSays(code, one);
		const later = await watched.poll();
		const results = [later, await earlier, await watched.poll(), await watched.poll()];
		operatorSays('6', one);
		results.push(await watched.poll(), await watched.poll());

		expect(later.items).toHaveLength(1);
		expect(heard(...results)).toEqual(events.map((event) => [one.shootId, event]));
	});

	it('is left alone 72 hours after the first question, and not before', async () => {
		const list = recipients(2);
		operatorSays('6', list[0]);
		const watched = poller(watching(list));
		await watched.poll();
		setForward(71.9);
		await watched.poll();
		const asked = askedFor();
		setForward(73.1);
		const [{ saved }, restarted] = [await watched.poll(), askedFor()];
		operatorSays('1', list[0]);
		const late = await poller(watching([...list, recipient(2)]), { staticData: asStored(saved) }).poll();

		expect(asked).toHaveLength(4);
		expect(restarted).toEqual(asked);
		expect([late.error, late.items]).toEqual([undefined, null]);
		expect(askedFor().slice(4)).toEqual([recipient(2).to]);
	});
});

describe('a long list', () => {
	it('is asked for 200 recipients a poll, in turn, and all of them come', async () => {
		const list = recipients(450);
		operatorSays('1', ...list.filter((_, index) => index % 3 > 0));
		operatorSays('6', ...list.filter((_, index) => index % 3 === 0));
		const watched = poller(watching(list));
		const results: PollResult[] = [];
		const counts: number[] = [];
		for (let polls = 0; polls < 4; polls += 1) {
			const from = bench.sim.count();
			results.push(await watched.poll());
			counts.push(bench.sim.count() - from);
		}

		expect(counts).toEqual([200, 200, 50 + 134, 150]);
		expect(sorted(heard(...results).map(String))).toEqual(
			sorted(list.map(({ shootId }, index) => `${shootId},${index % 3 > 0 ? 'delivered' : 'failed'}`)),
		);
	});

	it('of messages without a report is asked for in turn, until each was asked for', async () => {
		const list = recipients(650);
		const watched = poller(watching(list));
		for (let polls = 0; polls < 4; polls += 1) await watched.poll();

		expect([askedFor().length, new Set(askedFor()).size]).toEqual([800, 650]);
	});

	it('goes on where the last poll ended, also after a restart', async () => {
		const list = recipients(250);
		operatorSays('6', ...list);
		const first = await poller(watching(list)).poll();
		const second = await poller(watching(list), { staticData: asStored(first.saved) }).poll();

		expect([first, second].map((result) => heard(result).length)).toEqual([200, 50]);
		expect(new Set(askedFor(200).slice(0, 50))).toEqual(new Set(list.slice(200).map(({ to }) => to)));
	});

	it('whose first 200 all fail goes on with the others at the next poll, and the poll fails visibly', async () => {
		const list = recipients(250);
		operatorSays('1', ...list);
		bench.sim.fault({ call: 'v2/DlrApi', kind: 'status', status: 500, times: 200 });
		const watched = poller(watching(list));
		const [first, second, third] = [await watched.poll(), await watched.poll(), await watched.poll()];

		expect(first.error?.message).toMatch(/HTTP 500/);
		expect([heard(second).length, heard(third).length]).toEqual([200, 50]);
		expect(new Set(askedFor(200).slice(0, 50))).toEqual(new Set(list.slice(200).map(({ to }) => to)));
	});

	it('whose first 200 all fail at the first activation stays as if it had never been active', async () => {
		const list = recipients(250);
		bench.sim.fault({ call: 'v2/DlrApi', kind: 'status', status: 500, times: 200 });
		const { error, staticData } = await poller(watching(list), FIRST).activate();

		expect(error?.message).toMatch(/HTTP 500/);
		expect(stateIn(staticData)).toBeUndefined();
	});

	it('stays where it is when the gateway refuses the account', async () => {
		const list = recipients(250);
		const watched = poller(watching(list));
		bench.saveV2Credential('WRONGKEYWRONGKE');
		const refused = await watched.poll();

		expect(refused.error?.message).toMatch(/401/);
		expect(stateIn(refused.staticData)).toBeUndefined();
	});

	it('may have 8,000 recipients, whose reports change without end', async () => {
		const list = recipients(8000);
		const staticData: IDataObject = {
			mimSmsReports: {
				version: 1,
				silent: [],
				next: 0,
				low: false,
				seen: Object.fromEntries(
					Array.from({ length: 4000 }, (_, index) => [
						String(index).padStart(12, 'p'),
						['abcdefghijkl', 'abcdefghijkm'],
					]),
				),
			},
		};
		operatorSays('1', ...list.slice(0, 200));
		const result = await poller(watching(list), { staticData }).poll();

		expect([result.error, heard(result).length]).toEqual([undefined, 200]);
	});

	it('needs no room for the earlier reports of those on it', async () => {
		const list = recipients(3);
		const parameters = watching(list);
		operatorSays('6', ...list);
		const first = await poller(parameters).poll();
		const state = stateIn(asStored(first.saved));
		if (state === undefined) throw new Error('No state');
		const hashes = Array.from({ length: 8000 }, (_, index) => String(index).padStart(12, 'h'));
		const [full] = Object.keys(state.seen);
		state.seen[full] = [...hashes.slice(0, 7997), ...state.seen[full]];
		operatorSays('31', list[1]);
		const second = await poller(parameters, { staticData: asStored({ mimSmsReports: state }) as IDataObject }).poll();

		expect([second.error, heard(second)]).toEqual([undefined, [[list[1].shootId, 'failed']]]);
		expect(Object.values(stateIn(second.staticData)?.seen ?? {}).map(({ length }) => length)).toEqual([1, 1, 1]);
	});

	it.each<[string, Fault]>([
		['the key is wrong', { kind: 'code', code: '401' }],
		['the address is not in the whitelist', { kind: 'code', code: '401', words: 'IP Black List' }],
	])('is asked for no further when %s: the poll fails, state as before', async (_what, fault) => {
		const list = recipients(50);
		operatorSays('1', list[0]);
		const { saved } = await poller(watching(list)).poll();
		const from = bench.sim.count();
		bench.sim.fault({ call: 'v2/DlrApi', times: Infinity, ...fault });
		const failed = await poller(watching(list), { staticData: saved }).poll();

		expect(told(failed)).toContain('[401]');
		expect(failed.staticData).toEqual(saved);
		expect(bench.sim.count() - from).toBeLessThanOrEqual(4);
	});

	it.each<[string, Fault]>([
		['fails', { kind: 'status' }],
		['is never answered', { kind: 'resetBefore' }],
		['is not allowed', { kind: 'code', code: '213' }],
	])('comes although one question %s, which is asked again', async (_what, fault) => {
		const list = recipients(5);
		operatorSays('1', ...list);
		bench.sim.fault({ call: 'v2/DlrApi', skip: 2, ...fault });
		const watched = poller(watching(list));
		const first = await watched.poll();
		const second = await watched.poll();

		expect(first.error).toBeUndefined();
		expect([heard(first).length, heard(second).length]).toEqual([4, 1]);
		expect(askedFor()).toHaveLength(6);
	});
});

describe('the first activation by a person', () => {
	it('lets what is known by then pass in silence, and emits what it did not ask for at the next poll', async () => {
		const list = recipients(203);
		operatorSays('1', ...list);
		const watched = poller(watching(list), FIRST);
		const activated = await watched.activate();

		expect([activated.error, activated.items]).toEqual([undefined, null]);
		expect(heard(await watched.poll())).toEqual(wordsOf(list.slice(200)).map((word) => [word, 'delivered']));
	});

	it('emits what was not to be read then, and a change of what was', async () => {
		const list = recipients(2);
		operatorSays('6', ...list);
		bench.sim.fault({ call: 'v2/DlrApi', kind: 'status', skip: 1 });
		const watched = poller(watching(list), FIRST);
		const activated = await watched.activate();
		const failed = bench.sim.requests.find(({ fault }) => fault === 'status')?.fields as IDataObject;
		const [unread, read] = failed.mobileNumber === list[0].to ? list : [...list].reverse();
		operatorSays('1', read);

		expect([activated.error, activated.items]).toEqual([undefined, null]);
		expect(sorted(heard(await watched.poll()).map(String))).toEqual(
			sorted([`${read.shootId},delivered`, `${unread.shootId},failed`]),
		);
	});

	it('emits all with Include Reports From Before Activation', async () => {
		const list = recipients(2);
		operatorSays('1', ...list);

		expect(heard(await poller(watching(list, { options: { emitEarlier: true } }), FIRST).activate())).toHaveLength(2);
	});
});

describe('what the JSON API V2 does not have', () => {
	const ACCOUNT = { events: ['delivered'], source: 'account' };

	it.each<[string, IDataObject, RegExp]>([
		['Account', ACCOUNT, /Source: All Messages of the Account .*V2.*Shoot IDs.*Low Balance/],
		[
			'Account, beside Low Balance',
			{ ...ACCOUNT, events: ['balanceLow', 'unknown'] },
			/Source: All Messages of the Account .*V2/,
		],
		[
			'Only Status Codes',
			watching(recipients(1), { options: { statusCodes: '13' } }),
			/Only Status Codes: .*V2.*Events/,
		],
	])('is refused before any request, when activated, polled and tried: %s', async (_what, parameters, said) => {
		const live = { ...(parameters.options as IDataObject | undefined), testWith: 'live' };
		const results = [
			await poller(parameters, FIRST).activate(),
			await poller(parameters).poll(),
			await testRun({ ...parameters, options: live }),
		];

		for (const result of results) {
			expect(told(result)).toMatch(said);
			expect(result.staticData).toEqual({});
		}
		expect(bench.sim.requests).toEqual([]);
	});

	it.each([{ source: 'account' }, watching(recipients(1)), { source: 'account', options: { statusCodes: '13' } }])(
		'does not hinder the sample: %j',
		async (parameters) => {
			const { items, error } = await testRun({ ...parameters, events: ['failed'] });

			expect([error, events({ items } as PollResult)]).toEqual([undefined, ['failed']]);
			expect(bench.sim.requests).toEqual([]);
		},
	);

	it.each(REPORT_EVENTS)('gives a sample as V2 reports: %s', async (event) => {
		const { items } = await testRun({ ...watching(recipients(1)), events: [event] });

		expect(items).toMatchObject([{ event, status: event, message: null, sentAt: null, receivedAt: null, code: '0' }]);
		expect(Object.keys(items?.[0] ?? {})).toEqual(expect.arrayContaining(['to', 'meaning', 'details', 'shootId']));
	});

	it.each([{ source: 'account' }, { source: 'shootIds', shootIds: '' }])(
		'does not hinder Low Balance as the only event: %j',
		async (source) => {
			bench.sim.settings.balance = 20;
			const parameters = { events: ['balanceLow'], balanceThreshold: 100, options: { statusCodes: '1' }, ...source };
			const event = { event: 'balanceLow', balance: 20, currency: 'BDT', threshold: 100 };

			expect((await poller(parameters, FIRST).activate()).items).toEqual([event]);
			expect((await testRun({ ...parameters, options: { testWith: 'live' } })).items).toEqual([event]);
			expect(bench.sim.requests.map(({ call }) => call)).toEqual(['v2/BalanceCheck', 'v2/BalanceCheck']);
		},
	);

	it('is said in the notice of Account', () => {
		const { properties } = bench.package.description('mimSmsTrigger');

		expect(properties.find(({ name }) => name === 'accountNotice')?.displayName).toMatch(/^Not with V2/);
	});
});

describe('secrets', () => {
	it('are in no log line, error or static data, whatever the gateway echoes', async () => {
		const { v2ApiKey, v2UserName } = bench.sim.settings;
		const list = recipients(3);
		operatorSays('1', ...list);
		const body = JSON.stringify({ statusCode: '500', status: `${v2UserName} ${v2ApiKey}` });
		bench.sim.fault({ call: 'v2/DlrApi', kind: 'text', status: 500, body, times: 5, skip: 1 });
		const one = poller(watching(list));
		const results = [await one.poll(), await one.poll()];

		for (const result of results) {
			expect(kept(result)).not.toContain(v2ApiKey);
			expect(kept(result)).not.toContain(v2UserName);
			expect(JSON.stringify(result.staticData)).not.toMatch(/BRN0|88017/);
		}
	});
});
