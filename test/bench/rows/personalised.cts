import { postForms } from '../bare.cts';
import { inputRows, PHONE } from '../input.cts';
import type { Bench, EngineRow, Stage } from '../row.cts';
import { count } from '../table.cts';
import { byHttpRequest, byOurs } from './perRow.cts';

type Name = keyof ReturnType<typeof subjects>;

const BATCH = 100;
const PARALLEL = 4;

/** Own text for each row: Send Personalised, HTTP Request with a request a row, and the same calls without n8n. */
const subjects = ({ engine, gateway }: Stage) => ({
	ours: byOurs(engine, 'sendMany'),
	v2: byOurs(engine, 'sendMany', 'v2'),
	httpRequest: byHttpRequest(engine, gateway),

	async bare(count: number) {
		const rows = inputRows(count);
		const forms = [];
		for (let at = 0; at < rows.length; at += BATCH) {
			const messages = rows.slice(at, at + BATCH).map(({ [PHONE]: phone, text }) => ({ to: phone, message: text }));
			forms.push({ senderid: 'MiMSMS', messages: JSON.stringify(messages), api_key: gateway.apiKey });
		}
		const replies = await postForms(`${gateway.baseUrl}/smsapimany`, forms, PARALLEL);
		if (!replies.every((reply) => reply.startsWith('SMS SUBMITTED')))
			throw new Error(`The bare loop met ${replies[0]}`);
	},
});

type ByLatency = Partial<Record<number, number>>;

/** How many times as fast as HTTP Request, by latency in ms: on the plain engine that one is faster. */
const SPEED: Record<'sandbox' | 'plain', ByLatency> = {
	sandbox: { 0: 14, 20: 14, 100: 5 },
	plain: { 0: 7, 20: 4, 100: 1.7 },
};

/** How many times the time of the bare loop at most. Fields are filled in by the node itself: on both engines. */
const TIME: ByLatency = { 0: 5, 20: 1.7, 100: 1.2 };

async function measure(bench: Bench<Name> & Stage) {
	const { gateway, isShort, isPlain, hasPeers, compare, compareMemory, line, short } = bench;
	const sizes = isShort ? [200, 500, 1_000] : [1_000, 3_000, 10_000];
	const latencies = short([20], [0, 20, 100]);
	const most = sizes[sizes.length - 1];
	const work = `${count(most)} personalised messages`;
	for (const latency of latencies) {
		const prepare = () => gateway.reset(latency);
		const subjects: Name[] = [
			'ours',
			'bare',
			...(hasPeers ? (['httpRequest'] as const) : []),
			...(latency === 20 ? (['v2'] as const) : []),
		];
		const times = await compare(subjects, most, { prepare });
		const growth =
			latency === latencies[0]
				? (await bench.scaling('ours', sizes, { prepare, known: { [most]: times.ours } })).growth
				: undefined;
		const { [latency]: least } = SPEED[isPlain ? 'plain' : 'sandbox'];
		const { [latency]: longest } = TIME;
		if (hasPeers)
			line({
				work: `${work}, ${latency} ms`,
				against: 'HTTP Request',
				unit: 'speed',
				ours: times.ours,
				theirs: times.httpRequest,
				goal: least === undefined ? undefined : { least },
				growth,
			});
		line({
			work: `${work}, ${latency} ms`,
			against: 'bare loop',
			unit: 'time',
			ours: times.ours,
			theirs: times.bare,
			goal: longest === undefined ? undefined : { most: longest },
			growth: hasPeers ? undefined : growth,
		});
		if (latency === 20)
			line({
				work: `${work} with V2, ${latency} ms`,
				against: 'the classic API',
				unit: 'time',
				ours: times.v2,
				theirs: times.ours,
				goal: { most: 1.2 },
			});
	}
	if (!hasPeers) return;
	if (!isPlain) {
		const requestsOf = async (name: Name) => {
			await gateway.reset();
			await bench.once(name, sizes[0]);
			return (await gateway.look()).requests;
		};
		line({
			work: `${count(sizes[0])} personalised messages`,
			against: 'HTTP Request',
			unit: 'requests',
			ours: await requestsOf('ours'),
			theirs: await requestsOf('httpRequest'),
			goal: { most: 1 / 100 },
		});
	}
	if (isShort) return;
	const memory = await compareMemory(['ours', 'httpRequest'], most);
	line({
		work,
		against: 'HTTP Request',
		unit: 'memory',
		ours: memory.ours,
		theirs: memory.httpRequest,
		goal: isPlain ? undefined : { most: 1 / 5.5 },
	});
}

export const personalised: EngineRow<Name> = {
	title: 'personalised messages',
	needsEngine: true,
	evaluates: true,
	subjects,
	measure,
	profiled: { ours: 10_000, v2: 10_000 },
};
