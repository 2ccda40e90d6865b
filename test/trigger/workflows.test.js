'use strict';
const { NodeHelpers } = require('n8n-workflow');
const { basicNodes } = require('../engine/basicNodes');
const { useBench } = require('./setup');
const failureAlert = require('../workflows/delivery-failure-alert.json');
const lowBalanceAlert = require('../workflows/low-balance-alert.json');

const bench = useBench();

const EMAIL = 'n8n-nodes-base.emailSend';

/** The parameters of n8n's own nodes (n8n-nodes-base 2.41), as far as they are used here. */
const PARAMETERS_OF_N8N = {
	[EMAIL]: ['fromEmail', 'toEmail', 'subject', 'emailFormat', 'text', 'options'],
	'n8n-nodes-base.stickyNote': ['content', 'height', 'width', 'color'],
	'n8n-nodes-base.set': ['assignments', 'options'],
	'n8n-nodes-base.filter': ['conditions', 'options'],
	'n8n-nodes-base.if': ['conditions', 'options'],
};

/** Stands in for n8n's Send Email node: keeps the mails. */
function mailbox() {
	const mails = [];
	const parameter = (name) => ({ displayName: name, name, type: 'string', default: '' });
	const fields = ['fromEmail', 'toEmail', 'subject', 'text'];
	const type = {
		description: {
			...{ displayName: 'Send Email', name: 'emailSend', group: ['output'], version: [2, 2.1], description: 'Keeps mails' },
			...{ defaults: { name: 'Send Email' }, inputs: ['main'], outputs: ['main'] },
			properties: [...fields, 'emailFormat'].map(parameter),
		},
		async execute() {
			this.getInputData().forEach((_item, index) => mails.push(Object.fromEntries(fields.map((field) => [field, this.getNodeParameter(field, index)]))));
			return [this.getInputData()];
		},
	};
	return { mails, furtherTypes: { [EMAIL]: type } };
}

const triggersOf = ({ nodes }) => nodes.filter(({ type }) => type === 'n8n-nodes-mimsms.mimSmsTrigger');

const pollerOf = (flow) => bench.engine.poller({ ...triggersOf(flow)[0], credentials: 'account' }, { activationMode: 'init' });

/** The workflow as a user has it who chose the credential after the import. */
const withCredential = (flow) => ({
	...flow,
	nodes: flow.nodes.map((node) => (node.credentials ? { ...node, credentials: { mimSmsApi: { id: 'account', name: 'Account' } } } : node)),
});

/** A poll of the workflow's trigger, and a run of the workflow with what it gave; null when it gave nothing. */
async function pollAndRun(flow, poller, furtherTypes) {
	const { itemsFull, error } = await poller.poll();
	expect(error).toBeUndefined();
	if (itemsFull === null) return null;
	return await bench.engine.run(withCredential(flow), { inputItems: itemsFull, startNode: triggersOf(flow)[0].name, furtherTypes });
}

describe.each([['delivery-failure-alert', failureAlert], ['low-balance-alert', lowBalanceAlert]])('the example %s', (_name, flow) => {
	it('imports: nodes with types, versions and names of their own, connected to nodes that are there, nothing of one instance', () => {
		const names = flow.nodes.map(({ name }) => name);

		expect(Object.keys(flow).sort()).toEqual(['connections', 'name', 'nodes', 'settings']);
		expect(new Set(names).size).toBe(names.length);
		for (const node of flow.nodes) {
			expect(node).toEqual(expect.objectContaining({ type: expect.any(String), typeVersion: expect.any(Number), position: [expect.any(Number), expect.any(Number)], parameters: expect.any(Object) }));
			expect(node).not.toHaveProperty('id');
			expect(node).not.toHaveProperty('webhookId');
			if (node.credentials) expect(node.credentials).toEqual({ mimSmsApi: { id: 'mimsms-demo', name: 'MiM SMS account' } });
			else expect(node.type).not.toContain('mimsms');
		}
		const targets = Object.values(flow.connections).flatMap(({ main }) => main.flat().map(({ node }) => node));
		expect(names).toEqual(expect.arrayContaining([...Object.keys(flow.connections), ...targets]));
		const connected = new Set([...Object.keys(flow.connections), ...targets]);
		expect(flow.nodes.filter(({ name }) => !connected.has(name)).map(({ type }) => type)).toEqual(['n8n-nodes-base.stickyNote']);
	});

	it('uses node types, versions and parameters that there are', () => {
		const [loaded] = bench.engine.packages;
		for (const node of flow.nodes) {
			const [owner, shortName] = [node.type.slice(0, node.type.lastIndexOf('.')), node.type.slice(node.type.lastIndexOf('.') + 1)];
			if (owner !== loaded.name) {
				expect(Object.keys(PARAMETERS_OF_N8N)).toContain(node.type);
				expect(PARAMETERS_OF_N8N[node.type]).toEqual(expect.arrayContaining(Object.keys(node.parameters)));
				if (node.type !== EMAIL) expect([basicNodes[node.type].description.version].flat()).toContain(node.typeVersion);
				continue;
			}
			const description = loaded.description(shortName);
			const known = description.properties.map(({ name }) => name);
			expect([...known, ...(description.polling ? ['pollTimes'] : [])]).toEqual(expect.arrayContaining(Object.keys(node.parameters)));
			expect([description.version].flat()).toContain(node.typeVersion);
			expect(NodeHelpers.getNodeParametersIssues(description.properties, node, description)).toBeNull();
		}
	});

	it('explains itself in a note: every node by its name', () => {
		const note = flow.nodes.find(({ type }) => type === 'n8n-nodes-base.stickyNote').parameters.content;

		for (const { name, type } of flow.nodes) if (type !== 'n8n-nodes-base.stickyNote') expect(note).toContain(`**${name}**`);
		expect(note).toContain('Try it');
	});

	it('runs by Execute workflow in the editor, with the sample', async () => {
		const { mails, furtherTypes } = mailbox();
		const run = await bench.engine.run(withCredential(flow), { mode: 'manual', startNode: triggersOf(flow)[0].name, furtherTypes });

		expect([run.status, run.error?.message]).toEqual(['success', undefined]);
		expect(mails).toHaveLength(1);
		expect(bench.sim.count('getAll') + bench.sim.count('getBalance')).toBe(0);
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

		expect([run.status, run.error?.message]).toEqual(['success', undefined]);
		expect(bench.sim.messages.map(({ to, text }) => [to, text])).toEqual([[owner, '2 SMS not delivered, first to 8801800000013: Barred subscriber']]);
		expect(mails).toEqual([
			{ fromEmail: 'shop@example.com', toEmail: 'karim@example.com', subject: 'A message we could not send to your phone', text: 'We could not reach your phone 8801800000013. This is what we wrote:\n\nYour order is ready' },
		]);
	});

	it('of the alert itself raises no other alert', async () => {
		const { mails, furtherTypes } = mailbox();
		bench.sim.addReports([{ to: owner, text: 'Alert', code: '13' }]);
		const run = await pollAndRun(failureAlert, pollerOf(failureAlert), furtherTypes);

		expect(run.status).toBe('success');
		expect([bench.sim.messages, mails]).toEqual([[], []]);
	});

	it('writes to the customer although the SMS to the owner is refused', async () => {
		const { mails, furtherTypes } = mailbox();
		bench.sim.settings.balance = 0;
		bench.sim.addReports([{ to: '8801800000013', text: 'Your order is ready', code: '13' }]);
		const run = await pollAndRun(failureAlert, pollerOf(failureAlert), furtherTypes);

		expect(run.status).toBe('success');
		expect(bench.sim.messages).toEqual([]);
		expect(mails.map(({ toEmail }) => toEmail)).toEqual(['karim@example.com']);
	});

	it('that can\'t be read raises an alert too', async () => {
		const { mails, furtherTypes } = mailbox();
		bench.sim.addReports([{ raw: '<message><MSISDN>8801800000013</MSISDN><SMS>"half</message>' }]);
		const run = await pollAndRun(failureAlert, pollerOf(failureAlert), furtherTypes);

		expect(run.status).toBe('success');
		expect(bench.sim.messages.map(({ text }) => text)).toEqual(['1 SMS not delivered, first to unknown: the report can not be read']);
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
