/** The trigger with an account of the JSON API V2: one question for each recipient, and none for all of the account. */
import type { IDataObject } from 'n8n-workflow';
import { events, kept, sorted, told, useBench, V2 } from './setup.cts';
import type { Poller, PollerOptions, PollResult } from './setup.cts';

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
	bench.engine.poller(bench.node(parameters, V2), { activationMode: 'init', ...options });

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
			await poller(watching([], { shootIds: word }), FIRST).activate(),
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

describe('what the JSON API V2 does not have', () => {
	const ACCOUNT = { events: ['delivered'], source: 'account' };

	it.each<[string, IDataObject, RegExp]>([
		['Account', ACCOUNT, /Source: Account .*V2.*Shoot IDs.*Balance Low/],
		['Account, beside Balance Low', { ...ACCOUNT, events: ['balanceLow', 'unknown'] }, /Source: Account .*V2/],
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

	it.each([{ source: 'account' }, { source: 'shootIds', shootIds: '' }])(
		'does not hinder Balance Low as the only event: %j',
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
