'use strict';
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { NodeHelpers } = require('n8n-workflow');
const { describeNode, pairTo, property } = require('../engine/basicNodes/description');
const { BY_KEY, useSendingBench } = require('./setup');

const bench = useSendingBench();
const FILES = ['rows-to-personalised-sms.json', 'order-confirmation-with-email-fallback.json'];
const read = (file) => JSON.parse(readFileSync(join(__dirname, '../workflows', file), 'utf8'));
const ours = ({ nodes }) => nodes.filter(({ type }) => type.startsWith('n8n-nodes-mimsms.'));

let mails;
beforeEach(() => (mails = []));

/** n8n's Send Email, as far as the example needs it: it keeps what it would send. */
const emailSend = {
	description: describeNode('emailSend', 'Send Email', [2, 2.1], [
		...['fromEmail', 'toEmail', 'subject', 'emailFormat', 'text'].map((name) => property(name, 'string', '')),
		property('options', 'collection', {}, { options: [] }),
	]),
	async execute() {
		return [
			this.getInputData().map((_item, index) => {
				const read = (name) => this.getNodeParameter(name, index);
				const json = { to: read('toEmail'), subject: read('subject'), text: read('text') };
				mails.push(json);
				return { json, ...pairTo(index) };
			}),
		];
	},
};
const furtherTypes = { 'n8n-nodes-base.emailSend': emailSend };

/** The example with the test's credential, and what `change` does to its nodes by name. */
async function runExample(file, change = {}) {
	const workflow = bench.engine.useCredential({ ...read(file), nodes: read(file).nodes.filter(({ type }) => !type.endsWith('emailSend')) }, BY_KEY);
	workflow.nodes.push(...read(file).nodes.filter(({ type }) => type.endsWith('emailSend')));
	for (const node of workflow.nodes) Object.assign(node.parameters, change[node.name]);
	return await bench.engine.run(workflow, { furtherTypes });
}

describe.each(FILES)('%s', (file) => {
	it('names no instance, no account and no key', () => {
		const workflow = read(file);
		expect(Object.keys(workflow).sort()).toEqual(['connections', 'name', 'nodes', 'settings']);
		for (const node of workflow.nodes) expect(Object.keys(node)).not.toEqual(expect.arrayContaining(['webhookId']));
		for (const { credentials } of ours(workflow)) expect(credentials).toEqual({ mimSmsApi: { id: 'mimsms-demo', name: 'MiM SMS account' } });
	});

	it('has a note that speaks of every other node by its name', () => {
		const { nodes } = read(file);
		const [{ parameters: { content } }] = nodes.filter(({ type }) => type.endsWith('.stickyNote'));
		for (const { name, type } of nodes) if (!type.endsWith('.stickyNote') && name !== 'Start') expect(content).toContain(`**${name}**`);
	});

	it('connects every node by names that exist', () => {
		const { nodes, connections } = read(file);
		const names = nodes.map(({ name }) => name);
		const targets = Object.values(connections).flatMap(({ main }) => main.flat().map(({ node }) => node));
		expect(names).toEqual(expect.arrayContaining([...Object.keys(connections), ...targets]));
		expect(new Set(names).size).toBe(names.length);
	});

	it('sets no parameter of our node that its operation does not show', () => {
		const { description } = bench.package.nodes.mimSms;
		for (const { parameters } of ours(read(file))) {
			const shown = description.properties.filter((one) => NodeHelpers.displayParameter(parameters, one, { typeVersion: 1 }, description));
			expect(shown.map(({ name }) => name)).toEqual(expect.arrayContaining(Object.keys(parameters)));
			for (const { name, type, options } of shown) {
				if (type === 'options') expect(options.map(({ value }) => value)).toContain(parameters[name]);
				if (type === 'collection' && name in parameters) expect(options.map((one) => one.name)).toEqual(expect.arrayContaining(Object.keys(parameters[name])));
			}
		}
	});
});

describe('rows to personalised SMS', () => {
	const [file] = FILES;

	it('gives each row its own text in one call, and the failed row back with its reason', async () => {
		const run = await runExample(file);

		expect(run.status).toBe('success');
		expect(bench.sim.count()).toBe(1);
		expect(bench.sim.messages.map(({ to }) => to)).toEqual(['8801700000001', '8801800000002', '8801900000003']);
		expect(bench.accepted()).toEqual([expect.stringMatching(/^প্রিয় Rahima Begum, আপনার বকেয়া 1250 টাকা/), expect.stringMatching(/^Dear Karim Uddin, BDT 480 /), expect.stringMatching(/^Dear Nusrat Jahan, BDT 2100 /)]);
		const [{ shootId }] = bench.sim.messages;
		expect(run.items('Mark as sent')).toEqual([2, 3, 5].map((row) => ({ row, status: 'sent', shootId, reason: '' })));
		expect(run.items('Mark as failed')).toEqual([{ row: 4, status: 'failed', shootId: '', reason: expect.stringMatching(/0171-23/) }]);
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

		expect(run.items('Mark as failed').map(({ row, reason }) => [row, reason.startsWith('[unknown]')])).toEqual([[2, true], [3, true], [4, false], [5, true]]);
	});
});

describe('order confirmation with e-mail as fallback', () => {
	const file = FILES[1];
	const quick = { timeout: 2, interval: 1 };
	const orderTo = (number) => ({ 'Send and track': { ...quick, to: number } });
	const MAIL = { to: 'karim@example.com', subject: 'Your order A-1042', text: expect.stringContaining('BDT 1850') };

	it('waits five minutes', () => {
		expect(ours(read(file))[0].parameters).toMatchObject({ operation: 'sendAndTrack', timeout: 300 });
	});

	it('writes no e-mail when the phone has the SMS', async () => {
		const run = await runExample(file, orderTo('01712345601'));

		expect(run.status).toBe('success');
		expect(bench.accepted()).toEqual(['Dear Karim Uddin, we have your order A-1042 (BDT 1850). Thank you.']);
		expect(mails).toEqual([]);
	});

	it.each([
		['failed, as the example\'s own number does', undefined],
		['is still pending at the time-out', '01712345699'],
	])('writes one e-mail when the SMS %s', async (_, number) => {
		const run = await runExample(file, number ? orderTo(number) : { 'Send and track': quick });

		expect(run.status).toBe('success');
		expect(bench.sim.messages).toHaveLength(1);
		expect(mails).toEqual([MAIL]);
	});

	it.each([
		['refuses the SMS', { kind: 'code', code: '1007' }],
		['gives no answer', { kind: 'resetAfter' }],
	])('writes one e-mail when the gateway %s', async (_, fault) => {
		bench.sim.fault({ call: 'smsapi', ...fault });

		const run = await runExample(file, { 'Send and track': quick });

		expect(run.status).toBe('success');
		expect(mails).toEqual([MAIL]);
	});
});
