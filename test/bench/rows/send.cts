import { postForms } from '../bare.cts';
import { runChain } from '../engine.cts';
import { inputRows } from '../input.cts';
import type { Bench, EngineRow, Stage } from '../row.cts';
import { count } from '../table.cts';
import { byHttpRequest, byOurs } from './perRow.cts';

type Name = keyof ReturnType<typeof subjects>;

const PARALLEL = 20;

/** One request for each item. */
const subjects = ({ engine, gateway }: Stage) => ({
	ours: byOurs(engine, 'send'),
	httpRequest: byHttpRequest(engine, gateway),

	/** n8n's own share: it evaluates two expressions a row and opens a connection for each request, 20 at a time. */
	n8nAlone: (count: number) =>
		runChain(
			engine,
			[
				{
					name: 'Sender',
					type: 'bench.sender',
					credentials: 'key',
					parameters: { to: '={{ $json.phone }}', message: '={{ $json.text }}', parallel: PARALLEL },
				},
			],
			inputRows(count),
		),

	bare: (count: number) =>
		postForms(
			`${gateway.baseUrl}/smsapi`,
			inputRows(count).map(({ phone, text }) => ({
				type: 'text',
				contacts: phone,
				senderid: 'MiMSMS',
				msg: text,
				api_key: gateway.apiKey,
			})),
			PARALLEL,
		),
});

async function measure({ gateway, hasPeers, compare, once, scaling, line, short }: Bench<Name> & Stage) {
	const sizes = short([50, 100, 200], [100, 300, 1_000]);
	const most = sizes[sizes.length - 1];
	const latencies = short([20], [0, 20, 100]);
	for (const latency of latencies) {
		const prepare = () => gateway.reset(latency);
		const times = await compare(hasPeers ? ['ours', 'bare', 'n8nAlone', 'httpRequest'] : ['ours', 'bare'], most, {
			prepare,
		});
		const growth =
			latency === latencies[0]
				? (await scaling('ours', sizes, { prepare, known: { [most]: times.ours } })).growth
				: undefined;
		const work = `${count(most)} items by Send, ${latency} ms`;
		if (hasPeers)
			line({
				work,
				against: 'HTTP Request',
				unit: 'speed',
				ours: times.ours,
				theirs: times.httpRequest,
				goal: { least: 0.9 },
				reachable: times.httpRequest / times.n8nAlone,
				growth,
			});
		line({ work, against: 'bare loop', unit: 'time', ours: times.ours, theirs: times.bare });
	}
	await gateway.reset(20);
	await once('ours', most);
	const { mostAtOnce } = await gateway.look();
	line({
		work: `${count(most)} items by Send, 20 ms`,
		against: 'in flight at once',
		unit: 'number',
		ours: mostAtOnce,
		goal: { most: 20 },
	});
}

export const send: EngineRow<Name> = {
	title: 'items by Send',
	needsEngine: true,
	subjects,
	measure,
	profiled: { ours: 1_000 },
};
