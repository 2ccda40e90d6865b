import type { IDataObject } from 'n8n-workflow';
import * as fc from '../../properties.cts';
import type { Asked } from '../../../nodes/MimSms/bridge/run/contents';
import { Ledger } from '../../../nodes/MimSms/bridge/run/ledger';
import type { LedgerEntry } from '../../../nodes/MimSms/bridge/run/ledgerData';

const hashed =
	(...contents: string[]) =>
	() =>
		contents;
const TEXT = { message: '[unknown] The gateway gave no answer', advice: 'Look first' };
/** What n8n does to a node's context between two executions. */
const stored = (context: IDataObject): IDataObject => JSON.parse(JSON.stringify(context));

describe('the ledger of one execution', () => {
	it('knows nothing at first', () => {
		expect(new Ledger({}, { runIndex: 0, byContent: false }).entry(0)).toBeUndefined();
	});

	it.each<[string, (ledger: Ledger) => void, LedgerEntry]>([
		['on its way', (ledger) => ledger.sending(3, hashed('hash')), { state: 'sending' }],
		[
			'submitted',
			(ledger) => ledger.submitted(3, { shootId: 'C2ff' }),
			{ state: 'submitted', output: { shootId: 'C2ff' } },
		],
		['unknown', (ledger) => ledger.unknown(3, TEXT, hashed('hash')), { state: 'unknown', text: TEXT }],
	])('remembers what is %s in the next try, after n8n stored it too', (_, act, entry) => {
		const context = {};
		act(new Ledger(context, { runIndex: 0, byContent: false }));
		for (const next of [context, stored(context)]) {
			expect(new Ledger(next, { runIndex: 0, byContent: false }).entry(3)).toMatchObject(entry);
			expect(new Ledger(next, { runIndex: 0, byContent: false }).entry(2)).toBeUndefined();
		}
	});

	it('forgets what may go out again', () => {
		const context = {};
		const ledger = new Ledger(context, { runIndex: 0, byContent: false });
		ledger.sending(0, hashed('hash'));
		ledger.free(0);
		expect(new Ledger(context, { runIndex: 0, byContent: false }).entry(0)).toBeUndefined();
	});

	it('gives each item of one call its own fields and those that all share', () => {
		const context = {};
		const ledger = new Ledger(context, { runIndex: 0, byContent: false });
		const call = { name: 'C2ff', fields: { shootId: 'C2ff', to: 'shared' } };
		ledger.submitted(0, { to: 'A' }, call);
		ledger.submitted(1, { to: 'B' }, call);
		const entry = new Ledger(stored(context), { runIndex: 0, byContent: false }).entry(1);
		expect(entry?.state).toBe('submitted');
		expect(entry).toHaveProperty('output', { shootId: 'C2ff', to: 'B' });
	});

	it('starts a pass of a loop, which is a new run index, with nothing', () => {
		const context = {};
		new Ledger(context, { runIndex: 0, byContent: false }).submitted(0, { shootId: 'C2ff' });
		expect(new Ledger(context, { runIndex: 1, byContent: false }).entry(0)).toBeUndefined();
	});

	it('knows of an earlier pass only when that one sent something', () => {
		const pass = (context: IDataObject, runIndex: number) => new Ledger(context, { runIndex, byContent: false });
		const context = {};
		pass(context, 0);
		pass(context, 1).sending(0, hashed('hash'));
		pass(context, 1).free(0);
		expect([pass(context, 2).hasEarlier, pass(context, 2).hasSent]).toEqual([false, false]);
		pass(context, 2).submitted(0, { shootId: 'C2ff' });
		expect([pass(context, 2).hasEarlier, pass(context, 2).hasSent]).toEqual([false, true]);
		pass(context, 3);
		expect([pass(context, 4).hasEarlier, pass(context, 4).hasSent]).toEqual([true, true]);
	});

	it('remembers by content only what a tool tried, for the whole execution', () => {
		const context = {};
		new Ledger(context, { runIndex: 0, byContent: true }).unknown(0, TEXT, hashed('hash'));
		expect(new Ledger(stored(context), { runIndex: 7, byContent: true }).uncertain(hashed('hash'))).toEqual(TEXT);
		expect(new Ledger(context, { runIndex: 7, byContent: true }).uncertain(hashed('other', 'hash'))).toEqual(TEXT);
		expect(new Ledger(context, { runIndex: 7, byContent: true }).uncertain(hashed('other'))).toBeUndefined();
		expect(new Ledger(context, { runIndex: 7, byContent: true }).uncertain(hashed('constructor'))).toBeUndefined();
		const run = {};
		new Ledger(run, { runIndex: 0, byContent: false }).unknown(0, TEXT, hashed('hash'));
		expect(new Ledger(run, { runIndex: 0, byContent: false }).uncertain(hashed('hash'))).toBeUndefined();
	});

	it('keeps apart tool calls that overlap', () => {
		const context = {};
		const first = new Ledger(context, { runIndex: 0, byContent: true });
		const second = new Ledger(context, { runIndex: 1, byContent: true });
		first.sending(0, hashed('hash'));
		second.submitted(0, { shootId: 'C2fe' });
		first.submitted(0, { shootId: 'C2ff' });
		expect([
			new Ledger(context, { runIndex: 0, byContent: true }).entry(0),
			new Ledger(context, { runIndex: 1, byContent: true }).entry(0),
		]).toMatchObject([{ output: { shootId: 'C2ff' } }, { output: { shootId: 'C2fe' } }]);
	});

	it('starts anew beside what another version left', () => {
		for (const left of [{ version: 99 }, { version: 2, runs: [] }])
			expect(new Ledger({ mimSmsLedger: left }, { runIndex: 0, byContent: false }).entry(0)).toBeUndefined();
	});

	it('knows whether n8n stored it in the middle of a tool call, also where calls run side by side', () => {
		const call = (context: IDataObject) => new Ledger(context, { runIndex: 0, byContent: true, direct: true });
		const context = {};
		const isCutShort = () => call(stored(context)).isCutShort;

		const calls = [call(context), call(context)];
		expect([calls[1].isCutShort, isCutShort()]).toEqual([false, true]);
		calls[0].close();
		expect(isCutShort()).toBe(true);
		calls[1].close();
		expect(isCutShort()).toBe(false);
	});

	describe('of a tool that n8n calls again in a Retry', () => {
		const SAID = hashed('one', 'two');
		const call = (
			context: IDataObject,
			runIndex: number,
			execution: string,
			more: { direct?: true; asked?: Asked } = {},
		) =>
			new Ledger(context, {
				runIndex,
				byContent: true,
				execution,
				asked: { asker: 'first', answer: runIndex },
				...more,
			});
		const DIRECT = { direct: true, asked: undefined } as const;
		/** What it stored when call 1 had submitted. */
		const submittedInCall1 = (): IDataObject => {
			const context = {};
			const ledger = call(context, 1, '7');
			ledger.sending(0, SAID);
			ledger.submitted(0, { shootId: 'C2ff' });
			ledger.close();
			return stored(context);
		};
		const SENDING = { state: 'sending' };
		const OUTPUT = { state: 'submitted', output: { shootId: 'C2ff' } };

		it.each([1, 2])('past its engine: knows the same content, also as call %i, and answers for it once', (runIndex) => {
			const context = submittedInCall1();
			const ledger = call(context, runIndex, '8', DIRECT);
			expect(ledger.entry(0)).toBeUndefined();
			expect(ledger.repeats(hashed('two', 'one'))).toBe('known');
			expect(ledger.entry(0)).toEqual(OUTPUT);
			expect(call(context, 3, '8', DIRECT).repeats(SAID)).toBeUndefined();
			const inNextRetry = call(stored(context), 4, '9', DIRECT);
			expect([inNextRetry.repeats(SAID), inNextRetry.entry(0)]).toEqual(['known', OUTPUT]);
		});

		it('by its engine: knows the same content each time, where the same agent asks for the same item', () => {
			const context = submittedInCall1();
			for (const runIndex of [2, 3]) {
				const ledger = call(context, runIndex, '8');
				expect([ledger.repeats(SAID), ledger.entry(0)]).toEqual(['known', OUTPUT]);
			}
			const inNextRetry = call(stored(context), 4, '9');
			expect([inNextRetry.repeats(SAID), inNextRetry.entry(0)]).toEqual(['known', OUTPUT]);
		});

		it('by its engine: takes the same content for another message where it is for another item, or in another pass of a loop', () => {
			const ledger = call(submittedInCall1(), 2, '8', { asked: { asker: 'second', answer: 9 } });
			expect([ledger.repeats(SAID), ledger.entry(0)]).toEqual([undefined, undefined]);
		});

		it('by its engine: knows what this execution itself has submitted, of which n8n may show the agent nothing', () => {
			const context = {};
			const first = call(context, 0, '8');
			first.sending(0, SAID);
			first.submitted(0, { shootId: 'C2ff' });
			const ledger = call(context, 1, '8');
			expect([ledger.repeats(hashed('one')), ledger.repeats(SAID), ledger.entry(0)]).toEqual([
				undefined,
				'known',
				OUTPUT,
			]);
			expect(call(context, 2, '8', { asked: { asker: 'second', answer: 9 } }).repeats(SAID)).toBeUndefined();
		});

		it('by its engine: takes two calls in one answer of the model for two messages', () => {
			const context = {};
			const asked = { asker: 'first', answer: 1 };
			const first = call(context, 0, '7', { asked });
			first.sending(0, SAID);
			first.submitted(0, { shootId: 'C2ff' });
			expect(call(context, 1, '7', { asked }).repeats(SAID)).toBeUndefined();
		});

		it('by its engine: takes two approved calls with one ID for one message, and others for two', () => {
			const context = {};
			const first = call(context, 0, '7', { asked: { asker: 'first', answer: 1, approved: 'c' } });
			first.sending(0, SAID);
			first.submitted(0, { shootId: 'C2ff' });
			const repeats = (runIndex: number, id?: string) =>
				call(context, runIndex, '7', {
					asked: { asker: 'second', answer: 1, ...(id && { approved: id }) },
				}).repeats(SAID);
			expect([repeats(1, 'c'), repeats(2, 'other'), repeats(3)]).toEqual(['known', undefined, undefined]);
		});

		it('gives another content a call of its own, whatever its number', () => {
			const ledger = call(submittedInCall1(), 1, '8');
			expect([ledger.entry(0), ledger.repeats(hashed('one')), ledger.entry(0)]).toEqual([
				undefined,
				undefined,
				undefined,
			]);
		});

		it('sees that n8n gave an earlier call the content of a later one', () => {
			const ledger = call(submittedInCall1(), 0, '8');
			expect([ledger.repeats(SAID), ledger.entry(0)]).toEqual(['mixedUp', undefined]);
		});

		it.each([0, 1, 2])('stopped while it sent: knows that content also as call %i, and lets others go', (runIndex) => {
			const context = {};
			call(context, 1, '7').sending(0, SAID);
			const ledger = call(stored(context), runIndex, '8');
			expect([ledger.isCutShort, ledger.entry(0)]).toEqual([false, runIndex === 1 ? SENDING : undefined]);
			expect(ledger.repeats(hashed('one'))).toBeUndefined();
			expect([ledger.repeats(SAID), ledger.entry(0)]).toEqual(['known', SENDING]);
		});

		it.each([1, 2])(
			'past its engine, stopped while it sent: knows that as call %i by its content alone',
			(runIndex) => {
				const context = {};
				call(context, 1, '7', DIRECT).sending(0, SAID);
				const ledger = call(stored(context), runIndex, '8', DIRECT);
				expect([ledger.entry(0), ledger.repeats(hashed('one'))]).toEqual([undefined, undefined]);
				expect([ledger.repeats(SAID), ledger.entry(0)]).toEqual(['known', SENDING]);
			},
		);

		it('knows nothing of what was refused', () => {
			const context = {};
			const ledger = call(context, 1, '7');
			ledger.sending(0, SAID);
			ledger.free(0);
			ledger.close();
			expect(call(stored(context), 2, '8').repeats(SAID)).toBeUndefined();
		});

		it('past its engine: leaves the same content to an execution that only waited', () => {
			expect(call(submittedInCall1(), 2, '7', DIRECT).repeats(SAID)).toBeUndefined();
		});
	});

	it('is, after any tries, what the last word about each item was', () => {
		const step = fc.record({
			item: fc.nat(4),
			act: fc.constantFrom('sending', 'submitted', 'unknown', 'free'),
			restart: fc.boolean(),
		});
		fc.assert(
			fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
				let context: IDataObject = {};
				const last: Record<number, LedgerEntry['state'] | undefined> = {};
				for (const { item, act, restart } of steps) {
					if (restart) context = stored(context);
					const ledger = new Ledger(context, { runIndex: 2, byContent: false });
					if (act === 'submitted') ledger.submitted(item, { shootId: 'x' });
					else if (act === 'unknown') ledger.unknown(item, TEXT, hashed('hash'));
					else if (act === 'sending') ledger.sending(item, hashed('hash'));
					else ledger.free(item);
					last[item] = act === 'free' ? undefined : act;
				}
				const ledger = new Ledger(stored(context), { runIndex: 2, byContent: false });
				for (let item = 0; item < 5; item++) expect(ledger.entry(item)?.state).toBe(last[item]);
			}),
		);
	});
});
