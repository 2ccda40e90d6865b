import type { IDataObject, INode, INodeType } from 'n8n-workflow';
import { mailbox, readExample, withCredential } from '../workflows/setup.cts';
import type { Fault } from '../simulator/index.cts';
import { BY_KEY, useSendingBench } from './setup.cts';

const bench = useSendingBench();
const FILES = ['rows-to-personalised-sms.json', 'order-confirmation-with-email-fallback.json'];

let mails: IDataObject[];
let furtherTypes: Record<string, INodeType>;
beforeEach(() => ({ mails, furtherTypes } = mailbox()));

/** The example with the test's credential, and what `change` does to its nodes by name. */
async function runExample(file: string, change: Record<string, IDataObject> = {}) {
	const flow = withCredential(readExample(file), BY_KEY);
	for (const node of flow.nodes) Object.assign(node.parameters, change[node.name]);
	return await bench.engine.run(flow, { furtherTypes });
}

describe('rows to personalised SMS', () => {
	const [file] = FILES;

	it('gives each row its own text in one call, and the failed row back with its reason', async () => {
		const run = await runExample(file);

		expect(run.status).toBe('success');
		expect(bench.sim.count()).toBe(1);
		expect(bench.sim.messages.map(({ to }) => to)).toEqual(['8801700000001', '8801800000002', '8801900000003']);
		expect(bench.accepted()).toEqual([
			expect.stringMatching(/^প্রিয় Rahima Begum, আপনার বকেয়া 1250 টাকা/),
			expect.stringMatching(/^Dear Karim Uddin, BDT 480 /),
			expect.stringMatching(/^Dear Nusrat Jahan, BDT 2100 /),
		]);
		const [{ shootId }] = bench.sim.messages;
		expect(run.items('Mark as sent')).toEqual([2, 3, 5].map((row) => ({ row, status: 'sent', shootId, reason: '' })));
		expect(run.items('Mark as failed')).toEqual([
			{ row: 4, status: 'failed', shootId: '', reason: expect.stringMatching(/0171-23/) },
		]);
	});

	it('gives all rows back when the account has no balance', async () => {
		bench.sim.settings.balance = 0;

		const run = await runExample(file);

		expect(run.status).toBe('success');
		expect(run.items('Mark as sent')).toEqual([]);
		expect(run.items('Mark as failed').map(({ row }) => row)).toEqual([2, 3, 4, 5]);
		expect(run.items('Mark as failed')[0].reason).toMatch(/^\[1007\]/);
	});

	it('says of every row that its outcome is unknown when the answer got lost', async () => {
		bench.sim.fault({ call: 'smsapimany', kind: 'resetAfter' });

		const run = await runExample(file);

		expect(run.items('Mark as failed').map(({ row, reason }) => [row, String(reason).startsWith('[unknown]')])).toEqual(
			[
				[2, true],
				[3, true],
				[4, false],
				[5, true],
			],
		);
	});
});

describe('order confirmation with e-mail as fallback', () => {
	const file = FILES[1];
	const quick = { timeout: 1, interval: 0.1 };
	const orderTo = (number: string) => ({ 'Send and track': { ...quick, to: number } });
	const MAIL = {
		fromEmail: 'shop@example.com',
		toEmail: 'karim@example.com',
		subject: 'Your order A-1042',
		text: expect.stringContaining('BDT 1850'),
	};

	it('waits four minutes', () => {
		expect(readExample(file).nodes.find(({ name }: INode) => name === 'Send and track')?.parameters).toMatchObject({
			operation: 'sendAndTrack',
			timeout: 240,
		});
	});

	it('writes no e-mail when the phone has the SMS', async () => {
		const run = await runExample(file, orderTo('01712345601'));

		expect(run.status).toBe('success');
		expect(bench.accepted()).toEqual(['Dear Karim Uddin, we have your order A-1042 (BDT 1850). Thank you.']);
		expect(mails).toEqual([]);
	});

	it.each([
		["failed, as the example's own number does", undefined],
		['is still pending at the time-out', '01712345699'],
	])('writes one e-mail when the SMS %s', async (_, number) => {
		const run = await runExample(file, number ? orderTo(number) : { 'Send and track': quick });

		expect(run.status).toBe('success');
		expect(bench.sim.messages).toHaveLength(1);
		expect(mails).toEqual([MAIL]);
	});

	it.each<[string, Fault]>([
		['refuses the SMS', { kind: 'code', code: '1007' }],
		['gives no answer', { kind: 'resetAfter' }],
	])('writes one e-mail when the gateway %s', async (_, fault) => {
		bench.sim.fault({ call: 'smsapi', ...fault });

		const run = await runExample(file, { 'Send and track': quick });

		expect(run.status).toBe('success');
		expect(mails).toEqual([MAIL]);
	});
});
