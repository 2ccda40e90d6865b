/** Many messages on n8n's engine: rows, flows, faults, and what a run says became of each row. */
import { once } from 'node:events';
import http from 'node:http';
import type { IDataObject } from 'n8n-workflow';
import type { MessageOutcome } from '../../nodes/MimSms/gateway/fault';
import type { Tracking } from '../../nodes/MimSms/gateway/tracking';
import { pairedIndex } from '../engine/index.cts';
import type { NodeSpec, Run, StartedExecution, WorkflowBuilder } from '../engine/index.cts';
import {
	BY_KEY,
	GOING_ON,
	NODE,
	NodeBench,
	openForTests,
	PASSWORD,
	RETRYING,
	SEND,
	USERNAME,
	v2Account,
	workflow,
} from '../node/setup.cts';
import type { RunExtras, Simulator, SimulatorOptions } from '../node/setup.cts';

export { BY_KEY, GOING_ON, NODE, RETRYING, SEND, told, workflow } from '../node/setup.cts';

export const SEND_MANY = {
	resource: 'sms',
	operation: 'sendMany' as const,
	to: '={{ $json.phone }}',
	message: '={{ $json.text }}',
	senderId: '',
	options: {},
};
export const SEND_EACH = {
	...SEND,
	operation: 'send' as const,
	to: '={{ $json.phone }}',
	message: '={{ $json.text }}',
};
export const TRACK = { ...SEND_EACH, operation: 'sendAndTrack' as const, timeout: 6, interval: 0.1 };

/** Runs of an operation over rows of `phone` and `text`, as they come. */
export const sendsRowsOf =
	(bench: NodeBench) =>
	async (operation: string, input: IDataObject[], parameters: IDataObject = {}, extra: RunExtras = {}): Promise<Run> =>
		await bench.run({ ...SEND_EACH, operation, timeout: 1, interval: 1, ...parameters }, { input, ...extra });

/** The reports in an item of Send and Track. */
export const reportsOf = ({ reports }: IDataObject) => reports as IDataObject[];

export const START = { name: 'Start', type: 'n8n-nodes-base.manualTrigger' };

/** The gateway's call behind each operation that sends. */
export const CALL = { send: 'smsapi', sendMany: 'smsapimany', sendAndTrack: 'smsapi' } as const;

/** A message to be sent, as an item. */
export interface Row extends IDataObject {
	phone: string;
	text: string;
}

/** `count` rows, each with a number of its own that is delivered and a text that names it. */
export const rowsOf = (count: number, rest: Partial<Row> = {}): Row[] =>
	Array.from({ length: count }, (_, index) => ({
		phone: `88017${String(10_000_001 + index * 100)}`,
		text: `Row ${index}`,
		...rest,
	}));

let runs = 0;

/** The same with texts that no other run has: a request that its run gave up may reach the gateway during the next. */
export function freshRowsOf(count: number): Row[] {
	runs += 1;
	return rowsOf(count).map((row) => ({ ...row, text: `Run ${runs} ${row.text}` }));
}

export const flowOf = (node: NodeSpec): WorkflowBuilder => workflow().add(START).add(node);

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export async function until(condition: () => unknown, patience = 5_000): Promise<void> {
	for (const end = Date.now() + patience; !(await condition()); await sleep(4)) {
		if (Date.now() > end) throw new Error(`Waited in vain for ${condition}`);
	}
}

export const FOUR = ['submitted', 'refused', 'unknown', 'notSent'] as const satisfies MessageOutcome[];

const MODES: Array<[mode: string, settings: RunExtras]> = [
	['Retry On Fail', RETRYING],
	['Retry On Fail and On Error: Continue', { ...RETRYING, ...GOING_ON }],
];

/** Each operation with each way in which n8n tries a node again. */
export const retried = (operations: string[]) =>
	operations.flatMap((operation) =>
		MODES.map(([mode, settings]): [operation: string, mode: string, settings: RunExtras] => [
			operation,
			mode,
			settings,
		]),
	);

export type Counts = Record<MessageOutcome, number>;

/** The four counts of an accounting error; null when it has none. */
export function countsOf(message: string): Counts | null {
	const found = /(\d+) submitted, (\d+) refused, (\d+) unknown, (\d+) not sent/.exec(message);
	if (found === null) return null;
	const [submitted, refused, unknown, notSent] = found.slice(1).map(Number);
	return { submitted, refused, unknown, notSent };
}

const outcomeInText = (text: string): MessageOutcome =>
	(/^\[(unknown|notSent)\]/.exec(text)?.[1] as 'unknown' | 'notSent' | undefined) ?? 'refused';

/** Send and Track says of a submitted message what became of it. */
const outcomeInStatus = (status: MessageOutcome | Tracking['status']): MessageOutcome =>
	(FOUR as string[]).includes(status) ? (status as MessageOutcome) : 'submitted';

/** The item indexes in `0, 4 to 9, 12`. */
const indexesIn = (ranges: string): number[] =>
	ranges.split(', ').flatMap((range) => {
		const [from, to = from] = range.split(' to ').map(Number);
		return Array.from({ length: to - from + 1 }, (_, index) => from + index);
	});

/** What a run says of a row; undefined when it says nothing, or contradicts its own counts. */
export type RowOutcome = MessageOutcome | 'told twice' | undefined;

/**
 * What the run says became of each of `count` rows.
 * `skipped`: indexes of rows that Invalid Numbers: Skip left out; an accounting error counts them as refused.
 */
export function outcomesOf(run: Run, count: number, skipped: number[] = []): RowOutcome[] {
	const outcomes: RowOutcome[] = Array(count).fill(undefined);
	if (run.error) for (const index of skipped) outcomes[index] = 'refused';
	const tell = (index: number, outcome: MessageOutcome) =>
		(outcomes[index] = outcomes[index] === undefined || skipped.includes(index) ? outcome : 'told twice');
	if (run.error) {
		if (count === 1) return [outcomeInText(run.error.message)];
		for (const [, ranges, reason] of (run.error.description ?? '').matchAll(/^Items? ([\d, to]+): (.*)$/gm)) {
			for (const index of indexesIn(ranges)) tell(index, outcomeInText(reason));
		}
		const told = outcomes.map((outcome) => outcome ?? 'submitted');
		const counts = countsOf(run.error.message);
		return FOUR.every((name) => told.filter((outcome) => outcome === name).length === counts?.[name])
			? told
			: Array(count).fill(undefined);
	}
	for (const output of [0, 1]) {
		for (const item of run.itemsFull(NODE, { output })) {
			const { error, status } = item.json as { error?: string; status: MessageOutcome | Tracking['status'] };
			tell(pairedIndex(item)!, error === undefined ? outcomeInStatus(status) : outcomeInText(error));
		}
	}
	return outcomes;
}

/** How often each text stands in the simulator's ledger. */
export function accepted(sim: Simulator): Map<string, number> {
	const times = new Map<string, number>();
	for (const { text } of sim.messages) times.set(text, (times.get(text) ?? 0) + 1);
	return times;
}

/** How often a row may stand in the gateway's ledger after what a run says of it. */
const MAY_BE_SENT: Record<MessageOutcome | 'told twice', number[]> = {
	submitted: [1],
	refused: [0],
	notSent: [0],
	unknown: [0, 1],
	'told twice': [],
};

/** What is wrong with a run over rows of different texts, by the gateway's own ledger; empty when all is well. */
export function contradictions(sim: Simulator, run: Run, rows: Row[], skipped: number[] = []): string[] {
	const times = accepted(sim);
	const outcomes = outcomesOf(run, rows.length, skipped);
	return rows.flatMap(({ text }, index) => {
		const sent = times.get(text) ?? 0;
		const outcome = outcomes[index];
		const fits = outcome !== undefined && MAY_BE_SENT[outcome].includes(sent);
		return fits ? [] : [`${text}: ${outcome}, in the gateway's ledger ${sent} times`];
	});
}

/** The node's bench with what many rows need: balance enough, runs on rows, and runs that can be stopped. */
export class SendingBench extends NodeBench {
	async over(parameters: IDataObject, rows: Row[], extras: RunExtras = {}): Promise<Run> {
		return await this.run(parameters, { input: rows, ...extras });
	}

	startOver(parameters: IDataObject, rows: Row[], extra?: Partial<NodeSpec>): StartedExecution {
		return this.engine.start(flowOf(this.node(parameters, extra)), { input: rows });
	}

	/** From now on in this test the account speaks the JSON API V2; n8n drops the fields that are not shown for it. */
	speakV2(): void {
		this.engine.saveCredential(BY_KEY, {
			type: 'mimSmsApi',
			name: `Account ${BY_KEY}`,
			data: v2Account(this.sim),
		});
	}

	/** How many rows each request of Send Personalised held. */
	batchSizes(): number[] {
		return this.sim.requests
			.filter(({ call }) => call === 'smsapimany')
			.map(({ fields }) => JSON.parse(String(fields.messages)).length);
	}

	/** How often the gateway was asked for the reports of this shoot ID, or of any. */
	polls(shootId = ''): number {
		return this.sim.requests.filter(({ call, url }) => call === 'getDLRRep' && url.includes(shootId)).length;
	}

	/** Waits until the gateway has met what an earlier run gave up on: it takes connections in the order in which they came. */
	async quiet(): Promise<void> {
		const request = http.get(`${this.sim.origin}/`, { agent: false });
		const [response]: http.IncomingMessage[] = await once(request, 'response');
		await once(response.resume(), 'end');
	}

	/** Sends one text to `to` and tracks it. */
	async track(to: IDataObject[string], parameters: IDataObject = {}, extras: RunExtras = {}): Promise<Run> {
		return await this.run({ ...TRACK, to, message: 'Hello', ...parameters }, extras);
	}
}

export const useSendingBench = (simulatorOptions: SimulatorOptions = {}): SendingBench =>
	openForTests(new SendingBench(), { username: USERNAME, password: PASSWORD, balance: 1e6, ...simulatorOptions });

export interface TimedRun {
	run: Run;
	seconds: number;
	/** The first that the node gave. */
	item: IDataObject;
}

/** The run, its first item, and how many seconds it took. */
export async function timed(running: Promise<Run>): Promise<TimedRun> {
	const begin = Date.now();
	const run = await running;
	return { run, seconds: (Date.now() - begin) / 1000, item: run.items(NODE)[0] };
}
