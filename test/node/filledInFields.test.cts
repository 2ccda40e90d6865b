/** Where n8n is asked for a parameter, and where the node reads the field by itself. */
import { Expression, type IDataObject } from 'n8n-workflow';
import { NODE, OPERATIONS, useBench } from './setup.cts';

const bench = useBench();
const FIELDS = {
	to: '={{ $json.phone }}',
	message: "=Dear {{ $json['First Name'] }}",
	options: { label: '={{ $json.label }}' },
};
const INPUT = [
	{ phone: '01712345678', 'First Name': 'Rahim', label: 'none', id: 'C2001' },
	{ phone: 8801812345678, 'First Name': 'Karim', label: 'transactional', id: 'C2002' },
];

/** The expressions that n8n evaluates meanwhile. */
async function evaluatedIn(work: () => Promise<unknown>): Promise<string[]> {
	const seen: string[] = [];
	const { resolveSimpleParameterValue: evaluate } = Expression.prototype;
	const watch = jest.spyOn(Expression.prototype, 'resolveSimpleParameterValue').mockImplementation(function (
		this: Expression,
		...given
	) {
		if (String(given[0]).startsWith('=')) seen.push(String(given[0]));
		return evaluate.apply(this, given);
	});
	await work().finally(() => watch.mockRestore());
	return seen;
}

describe('fields of the item', () => {
	it.each<[operation: string, parameters: IDataObject]>([
		['Send', { ...OPERATIONS.send, ...FIELDS }],
		['Send Personalised', { ...OPERATIONS.send, operation: 'sendMany', ...FIELDS }],
		['Preview', { ...OPERATIONS.send, operation: 'preview', ...FIELDS }],
		['Get', { ...OPERATIONS.get, shootId: '={{ $json.id }}' }],
	])('are read without n8n by %s', async (_operation, parameters) => {
		const seen = await evaluatedIn(async () => {
			expect((await bench.run(parameters, { input: INPUT })).error).toBeUndefined();
		});

		expect(seen).toEqual([]);
	});

	it('go out as they are', async () => {
		const run = await bench.send({ ...FIELDS, operation: 'sendMany' }, { input: INPUT });

		expect(run.items(NODE).map(({ to }) => to)).toEqual(['8801712345678', '8801812345678']);
		expect(bench.sim.messages.map(({ text }) => text)).toEqual(['Dear Rahim', 'Dear Karim']);
	});

	it('are left to n8n where they are missing, item by item', async () => {
		const seen = await evaluatedIn(() =>
			bench.send({ ...FIELDS, operation: 'sendMany' }, { input: [INPUT[0], { ...INPUT[1], 'First Name': undefined }] }),
		);

		expect(seen).toEqual([FIELDS.message]);
	});

	it('are left to n8n in a call of a tool', async () => {
		const tool = bench.node({ ...OPERATIONS.send, ...FIELDS, to: '01712345678', options: {} });
		const seen = await evaluatedIn(() => bench.engine.runAsTool(tool, { 'First Name': 'Rahim' }));

		expect(seen).toContain(FIELDS.message);
	});
});
