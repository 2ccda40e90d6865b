/** Every fault of the simulator at the first call, one in the middle and the last, with Retry On Fail: nothing twice, and each row's end agrees with the gateway's ledger. */
import type { IDataObject } from 'n8n-workflow';
import { FAULTS } from '../faults.cts';
import type { Settings } from '../simulator/index.cts';
import {
	NODE,
	SEND_MANY,
	SEND_EACH,
	TRACK,
	CALL,
	RETRYING,
	freshRowsOf,
	accepted,
	contradictions,
	outcomesOf,
	retried,
	useSendingBench,
} from './setup.cts';

jest.setTimeout(120_000);

const bench = useSendingBench();
const CALLS = 5;
/** How many calls pass before it; test/sending/anySchedule draws the others too. */
const PLACES = [0, 2, CALLS - 1];
const SHORT = { requestOptions: { timeout: 50 } };

interface SendingCase {
	parameters: IDataObject & { operation: keyof typeof CALL };
	count: number;
	successStyle?: Settings['successStyle'];
}

const OPERATIONS: Record<string, SendingCase> = {
	'Send Personalised': {
		parameters: { ...SEND_MANY, ...SHORT, options: { batchSize: 2, parallelCalls: 2 } },
		count: 2 * CALLS,
	},
	'Send Personalised with the short answer': {
		parameters: { ...SEND_MANY, ...SHORT, options: { batchSize: 2, parallelCalls: 1 } },
		count: 2 * CALLS,
		successStyle: 'thousand',
	},
	'Send with Reply': {
		parameters: { ...SEND_EACH, ...SHORT, options: { parallelCalls: 1, reply: true } },
		count: CALLS,
	},
	// Without a shoot ID there is nothing to wait for, so that only the sending is at stake here.
	'Send and Track': {
		parameters: { ...TRACK, ...SHORT, options: { parallelCalls: 2 } },
		count: CALLS,
		successStyle: 'bare',
	},
};

describe.each(retried(Object.keys(OPERATIONS)))('%s with %s', (operation, _mode, settings) => {
	const { parameters, count, successStyle = 'manual' } = OPERATIONS[operation];

	it.each(FAULTS.filter(({ inBulk }) => inBulk))('$name', async ({ fault }) => {
		const wrong: string[] = [];
		for (const skip of PLACES) {
			const rows = freshRowsOf(count);
			await bench.quiet();
			bench.sim.reset();
			bench.sim.settings.successStyle = successStyle;
			bench.sim.fault({ call: CALL[parameters.operation], skip, ...fault });

			const run = await bench.over(parameters, rows, settings);

			wrong.push(...contradictions(bench.sim, run, rows).map((text) => `call ${skip + 1}: ${text}`));
		}
		expect(wrong).toEqual([]);
	});
});

describe('a refusal that passes', () => {
	const { count } = OPERATIONS['Send Personalised'];
	// Nothing stalls here, and a busy machine needs its time.
	const parameters = { ...OPERATIONS['Send Personalised'].parameters, requestOptions: {} };

	it.each(['1004', '1005', '1007', '1013', '1016'])(
		'(%s in the third call) is mended by the next try, and each row goes out once',
		async (code) => {
			const rows = freshRowsOf(count);
			bench.sim.fault({ call: 'smsapimany', kind: 'code', code, skip: 2 });

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
		bench.sim.fault({ call: 'smsapimany', kind: 'code', code: '1004', skip: 4 });

		const run = await bench.over(parameters, rows, RETRYING);

		const shootIdOf = new Map(bench.sim.messages.map(({ to, shootId }) => [to, shootId]));
		expect(run.itemsFull(NODE)).toEqual(
			rows.map(({ phone }, item) => ({
				json: {
					shootId: shootIdOf.get(phone),
					status: 'submitted',
					code: '1000',
					to: phone,
					senderId: 'MiMSMS',
					encoding: 'GSM-7',
					segments: 1,
					scheduledDateTime: null,
					response: `SMS SUBMITTED: ID - ${shootIdOf.get(phone)}`,
				},
				pairedItem: { item },
			})),
		);
		expect(Object.keys(run.items(NODE)[0])).toEqual(Object.keys(run.items(NODE)[9]));
	});
});
