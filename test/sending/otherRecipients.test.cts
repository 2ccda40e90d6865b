/** Send with the JSON API V2, whose reply tells of each recipient of an item: some accepted, others not. */
import { GOING_ON, NODE, RETRYING, SEND_EACH, told, useSendingBench } from './setup.cts';

const bench = useSendingBench();
const THREE = ['01712345601', '01712345602', '01712345603'];

beforeEach(() => bench.speakV2());

describe('recipients whom the gateway did not accept', () => {
	it('are listed beside those whom it did, with the reason', async () => {
		bench.sim.settings.v2RefuseRows = ['02:206', '03:221'];

		const run = await bench.send({ to: THREE });

		expect(run.items(NODE)).toMatchObject([
			{
				status: 'submitted',
				to: ['8801712345601'],
				recipientCount: 1,
				refusedRecipients: [{ to: '8801712345602', code: '206', reason: expect.stringMatching(/^[^[]*\w/) }],
				unknownRecipients: [{ to: '8801712345603', reason: expect.stringMatching(/221/) }],
				shootId: expect.stringMatching(/^[^@,]+@8801712345601$/),
				code: '200',
			},
		]);
	});

	it('are counted over all items in one hint', async () => {
		bench.sim.settings.v2RefuseRows = ['02:206', '03:221', '04:206'];
		const rows = [
			{ phone: THREE.join(), text: 'First' },
			{ phone: '01712345601, 01712345604', text: 'Second' },
			{ phone: '01712345605', text: 'Third' },
		];

		const run = await bench.over(SEND_EACH, rows);

		expect(run.hints(NODE)).toEqual([
			expect.stringMatching(/2 were refused \(refusedRecipients\) and 1 is unknown \(unknownRecipients\)/),
		]);
	});

	it('get no second message from a retry: their item is submitted', async () => {
		bench.sim.settings.v2RefuseRows = ['02:206'];
		bench.sim.fault({ call: 'v2/SMS', kind: 'code', code: '209' });
		const rows = [
			{ phone: THREE.join(), text: 'To three' },
			{ phone: '01712345605', text: 'To one' },
		];

		const run = await bench.over({ ...SEND_EACH, options: { parallelCalls: 1 } }, rows, RETRYING);

		expect(run.items(NODE)).toMatchObject([
			{ recipientCount: 2, refusedRecipients: [{ to: '8801712345602' }] },
			{ recipientCount: 1, refusedRecipients: [] },
		]);
		expect([bench.sim.count('v2/OneToMany'), bench.sim.count('v2/SMS')]).toEqual([1, 2]);
	});

	it('make the item a refusal when nobody is left', async () => {
		bench.sim.settings.v2RefuseRows = ['01:206', '02:206', '03:206'];

		const run = await bench.send({ to: THREE });

		expect(told(run)).toMatch(/^\[206\]/);
		expect(bench.accepted()).toEqual([]);
	});

	it('make it unknown when nobody was accepted and one is unknown', async () => {
		bench.sim.settings.v2RefuseRows = ['01:206', '02:221', '03:206'];
		bench.sim.settings.v2BadRows = 'eachAccepted';

		const run = await bench.over(SEND_EACH, [{ phone: THREE.join(), text: 'Hello' }], GOING_ON);

		expect(run.items(NODE)).toEqual([{ error: expect.stringMatching(/^\[unknown\]/) }]);
	});

	it('are shown without the user name that it echoes', async () => {
		const said = `Blocked for ${bench.sim.settings.v2UserName}`;
		bench.sim.fault({
			call: 'v2/OneToMany',
			kind: 'text',
			contentType: 'application/json',
			body: JSON.stringify({
				statusCode: '200',
				status: 'Success',
				success_Data: [{ mobNumber: '8801712345601', trackingId: 'A1B2C3D4E5F6G7H' }],
				error_Data: [
					{ res_Code: '299', error: said, failedNumbers: '8801712345602' },
					{ res_Code: '206', error: said, failedNumbers: '8801712345603' },
				],
			}),
		});

		const run = await bench.send({ to: THREE });

		expect(run.items(NODE)).toMatchObject([
			{
				unknownRecipients: [{ to: '8801712345602', reason: expect.stringMatching(/Blocked for/) }],
				refusedRecipients: [{ to: '8801712345603', code: '206' }],
			},
		]);
		expect(run.stored).not.toContain(bench.sim.settings.v2UserName);
	});
});

describe('an item whose recipients were all accepted', () => {
	it('lists nobody, and no hint speaks of others', async () => {
		const run = await bench.send({ to: THREE });

		expect(run.items(NODE)).toMatchObject([{ recipientCount: 3, refusedRecipients: [], unknownRecipients: [] }]);
		expect(run.hints(NODE)).toEqual([]);
	});
});
