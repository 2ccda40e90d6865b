/**
 * Every fault, at each operation that sends, in each way in which n8n tries a node again: nothing twice, each row's end agrees
 * with the gateway's ledger, and no secret shows.
 *
 * A fault strikes the first call, one in the middle or the last. Each fault meets all three places, and each operation in
 * each mode meets them too, but not every three of them together: which ones, the seed of the run decides. Three seeds in a
 * row try all; so does `npm run fuzz` alone. test/sending/anySchedule draws other places and several faults at once.
 */
import type { IDataObject } from 'n8n-workflow';
import { everythingOf } from '../node/setup.cts';
import * as fc from '../properties.cts';
import {
	NODE,
	SEND_MANY,
	SEND_EACH,
	TRACK,
	RETRYING,
	freshRowsOf,
	accepted,
	contradictions,
	outcomesOf,
	retried,
	useSendingBench,
} from '../sending/setup.cts';
import type { Settings } from '../simulator/index.cts';
import { APIS, type ApiName, type Sending } from './apis.cts';

jest.setTimeout(120_000);

const bench = useSendingBench();
const CALLS = 5;
/** How many calls pass before the fault. */
const PLACES = [0, 2, CALLS - 1];
const SHORT = { requestOptions: { timeout: 50 } };

const placesOf = (turn: number): number[] => (fc.RUNS > 1000 ? PLACES : [PLACES[(turn + fc.SEED) % PLACES.length]]);

interface SendingCase {
	parameters: IDataObject & { operation: Sending };
	count: number;
	settings?: Partial<Settings>;
	/** Of one API alone. */
	of?: ApiName;
}

const OPERATIONS: Record<string, SendingCase> = {
	'Send Personalised': {
		parameters: { ...SEND_MANY, ...SHORT, options: { batchSize: 2, parallelCalls: 2 } },
		count: 2 * CALLS,
	},
	'Send Personalised with the short answer': {
		parameters: { ...SEND_MANY, ...SHORT, options: { batchSize: 2, parallelCalls: 1 } },
		count: 2 * CALLS,
		settings: { successStyle: 'thousand' },
		of: 'classic',
	},
	'Send with Reply': {
		parameters: { ...SEND_EACH, ...SHORT, options: { parallelCalls: 1, reply: true } },
		count: CALLS,
	},
	'Send and Track': {
		parameters: { ...TRACK, ...SHORT, timeout: 0.1, interval: 0.1, options: { parallelCalls: 2 } },
		count: CALLS,
	},
};

describe.each(APIS)('%s', (apiName, api) => {
	beforeEach(() => api.speak(bench));
	const cases = Object.keys(OPERATIONS).filter((name) => [undefined, apiName].includes(OPERATIONS[name].of));

	describe.each(retried(cases).map((one, index) => [...one, index] as const))(
		'%s with %s',
		(operation, _mode, settings, index) => {
			const { parameters, count, settings: ofGateway } = OPERATIONS[operation];
			const call = api.calls[parameters.operation];

			it.each(api.faults.map((one, nth) => ({ ...one, places: placesOf(nth + index) })))(
				'$name, after $places calls',
				async ({ fault, places }) => {
					const wrong: string[] = [];
					for (const skip of places) {
						const rows = freshRowsOf(count);
						await bench.quiet();
						bench.sim.reset();
						Object.assign(bench.sim.settings, ofGateway ?? api.tracking.settings);
						bench.sim.fault({ ...fault, call, skip });

						const run = await bench.over(parameters, rows, settings);

						wrong.push(...contradictions(bench.sim, run, rows).map((text) => `call ${skip + 1}: ${text}`));
						const everything = everythingOf(run);
						for (const secret of api.secretsOf(bench.sim))
							if (everything.includes(secret)) wrong.push(`call ${skip + 1}: shows ${secret}`);
					}
					expect(wrong).toEqual([]);
				},
			);
		},
	);

	describe('a refusal that passes', () => {
		const { count } = OPERATIONS['Send Personalised'];
		// Nothing stalls here, and a busy machine needs its time.
		const parameters = { ...OPERATIONS['Send Personalised'].parameters, requestOptions: {} };
		const call = api.calls.sendMany;

		it.each(api.passing)(
			'(%s in the third call) is mended by the next try, and each row goes out once',
			async (code) => {
				const rows = freshRowsOf(count);
				bench.sim.fault({ call, kind: 'code', code, skip: 2 });

				const run = await bench.over(parameters, rows, RETRYING);

				expect(run.status).toBe('success');
				const times = accepted(bench.sim);
				expect(rows.map(({ text }) => times.get(text))).toEqual(Array(rows.length).fill(1));
				expect(outcomesOf(run, rows.length)).toEqual(Array(rows.length).fill('submitted'));
				expect(run.items(NODE).map(({ to }) => to)).toEqual(rows.map(({ phone }) => phone));
			},
		);

		it('is answered with the very items that a first success would have given', async () => {
			const rows = freshRowsOf(count);
			bench.sim.fault({ call, kind: 'code', code: api.passing[0], skip: 4 });

			const run = await bench.over(parameters, rows, RETRYING);

			const messageTo = new Map(bench.sim.messages.map((message) => [message.to, message]));
			expect(run.itemsFull(NODE)).toEqual(
				rows.map(({ phone }, item) => ({
					json: {
						shootId: api.referenceOf(messageTo.get(phone)!),
						status: 'submitted',
						code: api.accepted,
						to: phone,
						senderId: 'MiMSMS',
						encoding: 'GSM-7',
						segments: 1,
						scheduledDateTime: null,
						response: api.wordsOf(messageTo.get(phone)!),
					},
					pairedItem: { item },
				})),
			);
			expect(Object.keys(run.items(NODE)[0])).toEqual(Object.keys(run.items(NODE)[9]));
		});
	});
});
