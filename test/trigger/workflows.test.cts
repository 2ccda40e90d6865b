import { mailbox, readExample, withCredential } from '../workflows/setup.cts';
import type { Example, Run, RunOptions } from '../workflows/setup.cts';
import { workflow } from '../engine/index.cts';
import { useBench } from './setup.cts';
import type { Poller } from './setup.cts';

const bench = useBench();
const failureAlert = readExample('delivery-failure-alert.json');
const lowBalanceAlert = readExample('daily-balance-and-low-balance-alert.json');

const triggersOf = ({ nodes }: Example) => nodes.filter(({ type }) => type === 'n8n-nodes-mimsms.mimSmsTrigger');

const pollerOf = (flow: Example) =>
	bench.engine.poller({ ...triggersOf(flow)[0], credentials: 'account' }, { activationMode: 'update' });

/** A poll of the workflow's trigger, and a run of the workflow with what it gave; null when it gave nothing. */
async function pollAndRun(
	flow: Example,
	poller: Poller,
	furtherTypes: RunOptions['furtherTypes'],
): Promise<Run | null> {
	const { itemsFull, error } = await poller.poll();
	expect(error).toBeUndefined();
	if (itemsFull === null) return null;
	return await bench.engine.run(withCredential(flow, 'account'), {
		inputItems: itemsFull,
		startNode: triggersOf(flow)[0].name,
		furtherTypes,
	});
}

describe.each([
	['delivery-failure-alert', failureAlert],
	['daily-balance-and-low-balance-alert', lowBalanceAlert],
])('the example %s', (_name, flow) => {
	it('runs by Execute workflow in the editor, with the sample', async () => {
		const { mails, furtherTypes } = mailbox();
		const run = await bench.engine.run(withCredential(flow, 'account'), {
			mode: 'manual',
			startNode: triggersOf(flow)[0].name,
			furtherTypes,
		});

		expect([run.status, run.error?.message]).toEqual(['success', undefined]);
		expect(mails).toHaveLength(1);
		expect(bench.sim.count('getAll') + bench.sim.count('getBalance')).toBe(0);
	});
});

describe('Execute workflow in the editor', () => {
	it('with the sample sends nothing to the number of the report, and says so', async () => {
		const flow = workflow()
			.add({ ...bench.node(), credentials: 'account' })
			.add({
				type: 'mimSms',
				name: 'Send',
				credentials: 'account',
				parameters: {
					resource: 'sms',
					operation: 'send',
					to: '={{ $json.to }}',
					message: 'Hello',
					senderId: '',
					options: {},
				},
			});
		const run = await bench.engine.run(flow, { mode: 'manual', startNode: 'Trigger' });

		expect([run.status, bench.sim.messages, bench.sim.requests]).toEqual(['error', [], []]);
		expect(run.error?.message).toContain('8801000000000');
	});
});

describe('a delivery failure', () => {
	const owner = '8801700000001';

	it('raises one alert for all failures of a poll, and writes to the customers whose address is known', async () => {
		const { mails, furtherTypes } = mailbox();
		bench.sim.addReports([
			{ to: '8801800000013', text: 'Your order is ready', code: '13' },
			{ to: '8801900000002', text: 'Delivered', code: '1' },
			{ to: '8801900000028', text: 'No address known', code: '1028' },
		]);
		const run = await pollAndRun(failureAlert, pollerOf(failureAlert), furtherTypes);

		expect([run?.status, run?.error?.message]).toEqual(['success', undefined]);
		expect(bench.sim.messages.map(({ to, text }) => [to, text])).toEqual([
			[owner, '2 SMS not delivered, first to 8801800000013: Barred subscriber'],
		]);
		expect(mails).toEqual([
			{
				fromEmail: 'shop@example.com',
				toEmail: 'karim@example.com',
				subject: 'A message we could not send to your phone',
				text: 'We could not reach your phone 8801800000013. This is what we wrote:\n\nYour order is ready',
			},
		]);
	});

	it('of the alert itself raises no other alert', async () => {
		const { mails, furtherTypes } = mailbox();
		bench.sim.addReports([{ to: owner, text: 'Alert', code: '13' }]);
		const run = await pollAndRun(failureAlert, pollerOf(failureAlert), furtherTypes);

		expect(run?.status).toBe('success');
		expect([bench.sim.messages, mails]).toEqual([[], []]);
	});

	it('writes to the customer although the SMS to the owner is refused', async () => {
		const { mails, furtherTypes } = mailbox();
		bench.sim.settings.balance = 0;
		bench.sim.addReports([{ to: '8801800000013', text: 'Your order is ready', code: '13' }]);
		const run = await pollAndRun(failureAlert, pollerOf(failureAlert), furtherTypes);

		expect(run?.status).toBe('success');
		expect(bench.sim.messages).toEqual([]);
		expect(mails.map(({ toEmail }) => toEmail)).toEqual(['karim@example.com']);
	});

	it('of the alert itself raises no other alert by Except Numbers either', async () => {
		const node = { ...triggersOf(failureAlert)[0], credentials: 'account' };
		const parameters = { ...node.parameters, options: { exceptNumbers: owner } };
		const poller = bench.engine.poller({ ...node, parameters }, { activationMode: 'update' });
		bench.sim.addReports([
			{ to: owner, text: 'Alert', code: '13' },
			{ to: '8801800000013', text: 'Your order is ready', code: '13' },
		]);

		expect((await poller.poll()).items?.map(({ to }) => to)).toEqual(['8801800000013']);
	});

	it("that can't be read raises an alert too", async () => {
		const { mails, furtherTypes } = mailbox();
		bench.sim.addReports([{ raw: '<message><MSISDN>8801800000013</MSISDN><SMS>"half</message>' }]);
		const run = await pollAndRun(failureAlert, pollerOf(failureAlert), furtherTypes);

		expect(run?.status).toBe('success');
		expect(bench.sim.messages.map(({ text }) => text)).toEqual([
			'1 SMS not delivered, first to unknown: the report can not be read',
		]);
		expect(mails).toEqual([]);
	});
});

describe('a low balance', () => {
	it('raises one alert, and another after it had risen', async () => {
		const { mails, furtherTypes } = mailbox();
		const poller = pollerOf(lowBalanceAlert);
		for (const balance of [500, 42.5, 40, 600, 99]) {
			bench.sim.settings.balance = balance;
			await pollAndRun(lowBalanceAlert, poller, furtherTypes);
		}

		expect(mails.map(({ subject }) => subject)).toEqual(['MiM SMS: 42.5 BDT left', 'MiM SMS: 99 BDT left']);
		expect(mails[0].text).toContain('below your limit of 100');
		expect(bench.sim.count('getAll')).toBe(0);
	});
});
