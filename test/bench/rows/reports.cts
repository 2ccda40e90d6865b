import { countRecords } from '../bare.cts';
import { runChain } from '../engine.cts';
import type { Bench, EngineRow, Stage } from '../row.cts';
import { count } from '../table.cts';

type Name = keyof ReturnType<typeof subjects>;

const PAGE_EXPRESSION = '={{ !$response.body.includes("<message>") }}';

/** All reports that wait: the trigger's polls, Get Many, HTTP Request → XML → Split Out → Remove Duplicates, and a bare loop. */
const subjects = ({ engine, gateway }: Stage) => {
	const address = `${gateway.baseUrl}/miscapi/${gateway.apiKey}/getDLR/getAll`;
	const expect = (found: number, count: number) => {
		if (found !== count) throw new Error(`${found} reports came out of ${count}`);
	};
	return {
		async ours(count: number) {
			const poller = engine.poller(
				{
					type: 'mimSmsTrigger',
					credentials: 'account',
					parameters: { events: ['delivered', 'failed'], source: 'account', options: {} },
				},
				{ activationMode: 'init' },
			);
			let found = 0;
			for (let left = true; left; ) {
				const { items, error } = await poller.poll();
				if (error) throw error;
				found += items?.length ?? 0;
				// A poll takes 10,000 at most; the rest comes with the next.
				left = items !== null && found < count;
			}
			expect(found, count);
		},

		async getMany(count: number) {
			const items = await runChain(
				engine,
				[
					{
						name: 'MiM',
						type: 'mimSms',
						credentials: 'account',
						parameters: { resource: 'deliveryReport', operation: 'getAll', returnAll: true },
					},
				],
				[{}],
			);
			expect(items.length, count);
		},

		async chain(count: number) {
			const items = await runChain(
				engine,
				[
					{
						name: 'HTTP',
						type: 'n8n-nodes-base.httpRequest',
						parameters: {
							method: 'GET',
							url: address,
							options: {
								response: { response: { responseFormat: 'text' } },
								pagination: {
									pagination: {
										paginationMode: 'updateAParameterInEachRequest',
										parameters: { parameters: [{ type: 'qs', name: 'page', value: '={{ $pageCount }}' }] },
										paginationCompleteWhen: 'other',
										completeExpression: PAGE_EXPRESSION,
									},
								},
							},
						},
					},
					{
						name: 'XML',
						type: 'n8n-nodes-base.xml',
						parameters: { mode: 'xmlToJson', dataPropertyName: 'data', options: { explicitArray: false } },
					},
					{
						name: 'Split',
						type: 'n8n-nodes-base.splitOut',
						parameters: { fieldToSplitOut: 'dlr.message', options: {} },
					},
					{
						name: 'Unique',
						type: 'n8n-nodes-base.removeDuplicates',
						parameters: { operation: 'removeDuplicateInputItems', compare: 'allFields', options: {} },
					},
				],
				[{}],
			);
			// The page after the last holds no report.
			expect(items.filter((item) => item.MSISDN !== undefined).length, count);
		},

		bare: async (count: number) => expect(await countRecords(address), count),
	};
};

/** Leaves nothing in the gateway but so many reports. */
async function fill({ gateway }: Stage, size: number) {
	await gateway.reset();
	await gateway.add(size);
}

async function measure(bench: Bench<Name> & Stage) {
	const { hasPeers, compare, compareMemory, line, scaling, isShort, short } = bench;
	const sizes = short([500, 1_500, 5_000], [1_000, 10_000, 100_000]);
	const prepare = async (size: number) => await fill(bench, size);
	// The chain keeps all pages at once: beyond 10,000 reports it is measured once.
	const inChain = short(1_000, 10_000);
	const times = await compare(hasPeers ? ['ours', 'getMany', 'bare', 'chain'] : ['ours', 'getMany', 'bare'], inChain, {
		prepare,
	});
	const work = `${count(inChain)} reports drained`;
	if (hasPeers)
		line({
			work,
			against: 'HTTP Request chain',
			unit: 'speed',
			ours: times.ours,
			theirs: times.chain,
		});
	line({ work, against: 'bare loop', unit: 'time', ours: times.ours, theirs: times.bare });
	line({
		work: `${work} by Get Many`,
		against: hasPeers ? 'HTTP Request chain' : 'bare loop',
		unit: hasPeers ? 'speed' : 'time',
		ours: times.getMany,
		theirs: hasPeers ? times.chain : times.bare,
	});

	const most = sizes[sizes.length - 1];
	const large = await compare(['ours', 'bare'], most, { prepare, rounds: 1 });
	const { growth } = await scaling('ours', sizes, { prepare, known: { [most]: large.ours } });
	line({
		work: `${count(most)} reports drained`,
		against: 'bare loop',
		unit: 'time',
		ours: large.ours,
		theirs: large.bare,
		growth,
		growthGoal: 1.1,
	});
	if (isShort) return;
	if (hasPeers) {
		const { chain } = await compare(['chain'], most, { prepare, rounds: 1, warm: false });
		line({
			work: `${count(most)} reports drained`,
			against: 'HTTP Request chain',
			unit: 'speed',
			ours: large.ours,
			theirs: chain,
			goal: { least: 3 },
		});
	}
	const memory = await compareMemory(['ours'], most);
	line({
		work: `${count(most)} reports drained`,
		against: 'peak memory growth, MB',
		unit: 'number',
		ours: memory.ours / 1e6,
		goal: { most: 150 },
	});
}

export const reports: EngineRow<Name> = {
	title: 'reports drained',
	needsEngine: true,
	subjects,
	prepare: fill,
	measure,
	profiled: { ours: 20_000, getMany: 10_000 },
};
