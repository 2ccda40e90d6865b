import { postForms } from '../bare.cts';
import { runChain } from '../engine.cts';
import { inputRows } from '../input.cts';
import type { Bench, EngineRow, Stage } from '../row.cts';
import { count } from '../table.cts';
import { byHttpRequest, byOurs } from './perRow.cts';

type Name = keyof ReturnType<typeof subjects>;

const BATCH = 100;
const PARALLEL = 4;

/** Own text for each row: Send Personalised, HTTP Request with a request a row, and the least that n8n and Node take for it. */
const subjects = ({ engine, gateway }: Stage) => ({
	ours: byOurs(engine, 'sendMany'),
	httpRequest: byHttpRequest(engine, gateway),

	/** n8n's own share: it evaluates two expressions a row and stores the output, whatever a node does. */
	n8nAlone: (count: number) =>
		runChain(
			engine,
			[
				{
					name: 'Evaluator',
					type: 'bench.evaluator',
					parameters: { to: '={{ $json.phone }}', message: '={{ $json.text }}' },
				},
			],
			inputRows(count),
		),

	async bare(count: number) {
		const rows = inputRows(count);
		const forms = [];
		for (let at = 0; at < rows.length; at += BATCH) {
			const messages = rows.slice(at, at + BATCH).map(({ phone, text }) => ({ to: phone, message: text }));
			forms.push({ senderid: 'MiMSMS', messages: JSON.stringify(messages), api_key: gateway.apiKey });
		}
		const replies = await postForms(`${gateway.baseUrl}/smsapimany`, forms, PARALLEL);
		if (!replies.every((reply) => reply.startsWith('SMS SUBMITTED')))
			throw new Error(`The bare loop met ${replies[0]}`);
	},
});

async function measure(bench: Bench<Name> & Stage) {
	const { gateway, isShort, hasPeers, compare, compareMemory, line, short } = bench;
	const sizes = isShort ? [200, 500, 1_000] : [1_000, 3_000, 10_000];
	const latencies = short([20], [0, 20, 100]);
	const most = sizes[sizes.length - 1];
	for (const latency of latencies) {
		const prepare = () => gateway.reset(latency);
		const times = await compare(
			hasPeers ? ['ours', 'bare', 'n8nAlone', 'httpRequest'] : ['ours', 'bare', 'n8nAlone'],
			most,
			{ prepare, slow: ['httpRequest'] },
		);
		const growth =
			latency === latencies[0]
				? (await bench.scaling('ours', sizes, { prepare, known: { [most]: times.ours } })).growth
				: undefined;
		const work = `${count(most)} personalised messages, ${latency} ms`;
		const atBest = times.bare + times.n8nAlone;
		if (hasPeers)
			line({
				work,
				against: 'HTTP Request',
				unit: 'speed',
				ours: times.ours,
				theirs: times.httpRequest,
				goal: { least: 4 },
				reachable: times.httpRequest / atBest,
				growth,
			});
		line({
			work,
			against: 'bare loop',
			unit: 'time',
			ours: times.ours,
			theirs: times.bare,
			goal: { most: 1.3 },
			reachable: atBest / times.bare,
			growth: hasPeers ? undefined : growth,
		});
	}
	if (!hasPeers) return;
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
	if (isShort) return;
	const memory = await compareMemory(['ours', 'httpRequest'], most);
	line({
		work: `${count(most)} personalised messages`,
		against: 'HTTP Request',
		unit: 'memory',
		ours: memory.ours,
		theirs: memory.httpRequest,
		goal: { most: 1 / 5 },
	});
}

export const personalised: EngineRow<Name> = {
	title: 'personalised messages',
	needsEngine: true,
	subjects,
	measure,
	profiled: { ours: 10_000 },
};
