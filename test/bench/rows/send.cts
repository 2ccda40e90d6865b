import { postForms } from '../bare.cts';
import { inputRows, PHONE } from '../input.cts';
import type { Bench, EngineRow, Stage } from '../row.cts';
import { count } from '../table.cts';
import { byHttpRequest, byOurs } from './perRow.cts';

type Name = keyof ReturnType<typeof subjects>;

const PARALLEL = 20;

/** One request for each item. */
const subjects = ({ engine, gateway }: Stage) => ({
	ours: byOurs(engine, 'send'),
	httpRequest: byHttpRequest(engine, gateway),

	bare: (count: number) =>
		postForms(
			`${gateway.baseUrl}/smsapi`,
			inputRows(count).map(({ [PHONE]: phone, text }) => ({
				type: 'text',
				contacts: phone,
				senderid: 'MiMSMS',
				msg: text,
				api_key: gateway.apiKey,
			})),
			PARALLEL,
		),
});

/** How many times the bare loop may take less, by latency in ms. */
const GOALS: Partial<Record<number, number>> = { 20: 1.6, 100: 1.25 };

async function measure({ gateway, isPlain, hasPeers, compare, once, scaling, line, short }: Bench<Name> & Stage) {
	const sizes = short([100, 200, 500], [100, 300, 1_000]);
	const most = sizes[sizes.length - 1];
	// The short form says of a change whether it is slower, on any machine: at 100 ms its own speed counts least.
	const latencies = short([100], [0, 20, 100]);
	for (const latency of latencies) {
		const prepare = () => gateway.reset(latency);
		// HTTP Request has all its requests in flight at once: only where an answer comes at once it waits for nothing.
		const withPeer = hasPeers && latency === 0;
		const times = await compare(withPeer ? ['ours', 'bare', 'httpRequest'] : ['ours', 'bare'], most, { prepare });
		const growth =
			latency === latencies[0]
				? (await scaling('ours', sizes, { prepare, known: { [most]: times.ours } })).growth
				: undefined;
		const work = `${count(most)} items by Send, ${latency} ms`;
		const { [latency]: longest } = GOALS;
		if (withPeer)
			line({
				work,
				against: 'HTTP Request',
				unit: 'speed',
				ours: times.ours,
				theirs: times.httpRequest,
				goal: isPlain ? undefined : { least: 1.3 },
			});
		line({
			work,
			against: 'bare loop, 20 in flight',
			unit: 'time',
			ours: times.ours,
			theirs: times.bare,
			goal: longest === undefined ? undefined : { most: longest },
			growth,
		});
	}
	if (isPlain) return;
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
	evaluates: true,
	subjects,
	measure,
	profiled: { ours: 1_000 },
};
