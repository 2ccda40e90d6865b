/** The same faults at the calls of the JSON API V2, and its own: nothing twice, each row's end agrees with the gateway's ledger, and no secret shows. */
import type { IDataObject } from 'n8n-workflow';
import { FAULTS } from '../faults.cts';
import { everythingOf, formsOf } from '../node/setup.cts';
import type { CallName, Fault } from '../simulator/index.cts';
import { contradictions, freshRowsOf, SEND_EACH, SEND_MANY, TRACK, retried, useSendingBench } from './setup.cts';

jest.setTimeout(120_000);

const bench = useSendingBench();
beforeEach(() => bench.speakV2());

const CALLS = 4;
/** How many calls pass before it. */
const PLACES = [0, 1, CALLS - 1];
const SHORT = { requestOptions: { timeout: 50 } };

interface SendingCase {
	parameters: IDataObject;
	call: CallName;
	count: number;
}

const OPERATIONS: Record<string, SendingCase> = {
	'Send Personalised': {
		parameters: { ...SEND_MANY, ...SHORT, options: { batchSize: 2, parallelCalls: 2 } },
		call: 'v2/DSMS',
		count: 2 * CALLS,
	},
	Send: { parameters: { ...SEND_EACH, ...SHORT, options: { parallelCalls: 1 } }, call: 'v2/SMS', count: CALLS },
	'Send and Track': {
		parameters: { ...TRACK, ...SHORT, timeout: 0.1, interval: 0.1, options: { parallelCalls: 2 } },
		call: 'v2/SMS',
		count: CALLS,
	},
};

/** What the gateway itself may answer: its codes under any HTTP status, with its rows or without, taken or not. */
const OWN_FAULTS: Array<{ name: string; fault: Fault }> = [
	'205',
	'208',
	'213',
	'216',
	'221',
	'401',
	'500',
	'299',
].flatMap((code) =>
	[200, 400, 500].flatMap((status) => [
		{ name: `code ${code} under HTTP ${status}`, fault: { kind: 'code', code, status } satisfies Fault },
		...(['221', '500', '299'].includes(code)
			? [
					{
						name: `code ${code} under HTTP ${status}, though it accepted`,
						fault: { kind: 'code', code, status, accept: true, rows: true } satisfies Fault,
					},
				]
			: []),
	]),
);

/** A 4xx that is no answer of the API counts as refused (contract.md, "Outcome", f): of a server that takes a message and says so all the same, nobody could know. */
const isDecreed = ({ kind, ...fault }: Fault): boolean =>
	kind === 'status' &&
	'accept' in fault &&
	fault.accept === true &&
	'status' in fault &&
	String(fault.status).startsWith('4');

describe.each(retried(Object.keys(OPERATIONS)))('%s by V2 with %s', (operation, _mode, settings) => {
	const { parameters, call, count } = OPERATIONS[operation];

	it.each([...FAULTS.filter(({ inBulk, fault }) => inBulk && !isDecreed(fault)), ...OWN_FAULTS])(
		'$name',
		async ({ fault }) => {
			const wrong: string[] = [];
			for (const skip of PLACES) {
				const rows = freshRowsOf(count);
				await bench.quiet();
				bench.sim.reset();
				bench.sim.fault({ ...fault, call, skip });

				const run = await bench.over(parameters, rows, settings);

				wrong.push(...contradictions(bench.sim, run, rows).map((text) => `call ${skip + 1}: ${text}`));
				const { v2UserName, v2ApiKey } = bench.sim.settings;
				const everything = everythingOf(run);
				for (const secret of [v2UserName, v2ApiKey].flatMap(formsOf))
					if (everything.includes(secret)) wrong.push(`call ${skip + 1}: shows ${secret}`);
			}
			expect(wrong).toEqual([]);
		},
	);
});
