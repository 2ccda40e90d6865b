/** Items that can't be sent as they are: named all at once before anything is sent. */
import { told, useBench } from '../node/setup.cts';
import { sendsRowsOf } from './setup.cts';

const bench = useBench();
const GOOD = { phone: '01712345678', text: 'Hello' };
const rows = sendsRowsOf(bench);

describe.each(['send', 'sendMany', 'sendAndTrack'])('%s', (operation) => {
	it('names all that is wrong, each with its row, before anything is sent', async () => {
		const run = await rows(operation, [
			GOOD,
			{ phone: '12', text: 'x' },
			{ phone: '', text: 'x' },
			{ phone: '01712345678', text: '' },
			{ phone: '01712345678', text: 'Dear {phone}' },
			{ phone: '', text: 'x' },
			GOOD,
		]);

		expect(run.error?.name).toBe('NodeOperationError');
		expect(run.error?.context.itemIndex).toBe(1);
		expect(run.error?.message).toMatch(
			/^5 of 7 items can't be sent as they are\. The first: To: “12” is not a valid mobile number/,
		);
		expect(String(run.error?.description).split('\n')).toEqual([
			expect.stringMatching(/^Item 1: To: “12” is not a valid mobile number/),
			expect.stringMatching(/^Items 2, 5: To: .*is empty/),
			expect.stringMatching(/^Item 3: Message: is empty/),
			expect.stringMatching(/^Item 4: Message: contains “{phone}”/),
			expect.stringMatching(
				/^To send the other items, choose Continue \(using error output\) under Settings → On Error\./,
			),
			// With Send a number alone can't be left out.
			...(operation === 'sendMany'
				? [expect.stringMatching(/^To leave such rows out, set Invalid Numbers under Options to Skip\.$/) as unknown]
				: []),
			expect.stringMatching(/^Drag the column “phone” into the expression/),
			expect.stringMatching(/^n8n counts items from 0.*This try sent nothing/),
		]);
		expect(bench.sim.count()).toBe(0);
	});

	it('names the first twenty, and how many more', async () => {
		const run = await rows(
			operation,
			Array.from({ length: 33 }, (_, index) => ({ phone: `bad ${index}`, text: 'x' })),
		);

		const lines = String(run.error?.description).split('\n');
		expect(run.error?.message).toMatch(/^33 of 33 items/);
		expect(lines.filter((line) => /^Item \d+: /.test(line))).toHaveLength(20);
		expect(lines[19]).toMatch(/^Item 19: To: “bad 19”/);
		expect(lines[20]).toBe('and 13 more');
	});

	it('tells one problem of many once', async () => {
		const run = await rows(operation, Array(50).fill(GOOD), { options: { label: 'urgent' } });

		expect(told(run)).toMatch(/^Message Purpose: “urgent” is not one of .* \| Items 0 to 49 of 50 have this problem\./);
		expect(run.error?.context.itemIndex).toBe(0);
	});

	it('tells a single one as it is', async () => {
		const run = await rows(operation, [GOOD, { phone: '12', text: 'x' }]);

		expect(run.error?.message).toMatch(/^To: “12” is not a valid mobile number/);
		expect(run.error?.context.itemIndex).toBe(1);
	});

	it('names failing expressions among them', async () => {
		const run = await rows(
			operation,
			[
				{ text: 'a', phone: '12' },
				{ text: 'b', phone: '01712345678' },
			],
			{
				message: "={{ $json.text === 'b' ? $('Nowhere').first().json.x : 'Hello' }}",
			},
		);

		expect(run.error?.message).toMatch(/^2 of 2 items/);
		expect(run.error?.description).toMatch(/^Item 0: To: .*\nItem 1: .*Referenced node/);
	});
});
