/** A failing expression keeps what n8n says of it, and names the field. */
import type { INodeProperties, INodePropertyCollection, INodeType } from 'n8n-workflow';
import { fieldLabel } from '../../nodes/MimSms/bridge/input/parameters';
import { GOING_ON, NODE, OPERATIONS, useBench, workflow } from './setup.cts';

const { MimSms } = require('../../dist/nodes/MimSms/MimSms.node.js') as { MimSms: new () => INodeType };

const bench = useBench();
const NOWHERE = "={{ $('Nowhere').first().json.x }}";

/** A node that is there, but not connected to this one. */
const unconnected = (parameters: object) =>
	workflow()
		.add({ name: 'Start', type: 'n8n-nodes-base.manualTrigger' })
		.add(bench.node({ ...OPERATIONS.send, ...parameters }))
		.add({ name: 'Aside', type: 'n8n-nodes-base.noOp' }, { after: null });

describe('a failing expression', () => {
	it.each([
		['To', { to: NOWHERE }],
		['Message', { message: NOWHERE }],
		['Sender ID', { senderId: NOWHERE }],
		['Scheduled Date and Time', { options: { label: 'none', scheduledDateTime: NOWHERE } }],
		['Max Requests at Once', { options: { parallelCalls: NOWHERE } }],
		['Proxy', { requestOptions: { proxy: NOWHERE } }],
	])('names %s', async (field, parameters) => {
		const run = await bench.send(parameters);

		expect(run.error?.message).toBe(`${field}: Referenced node doesn't exist`);
		expect(bench.sim.count()).toBe(0);
	});

	it.each([
		['Shoot ID', { ...OPERATIONS.get, shootId: NOWHERE }],
		['Limit', { ...OPERATIONS.getAll, limit: NOWHERE }],
	])('names %s of an operation that reads', async (field, parameters) => {
		expect((await bench.run(parameters)).error?.message).toBe(`${field}: Referenced node doesn't exist`);
		const going = await bench.run(parameters, GOING_ON);
		expect(going.items(NODE)[0].error).toMatch(new RegExp(`^${field}: Referenced node doesn't exist`));
	});

	it("keeps n8n's description and context, with the node that is to blame", async () => {
		const own = (await bench.engine.run(unconnected({ message: "={{ $('Aside').first().json.x }}" }))).error;

		expect(own?.message).toMatch(/^Message: /);
		expect(own?.context).toMatchObject({ itemIndex: 0, runIndex: 0, nodeCause: 'Aside', parameter: 'message' });
		expect(own?.description).toMatch(/This try sent nothing/);
	});
});

describe('the name of a field in an error', () => {
	const properties = new MimSms().description.properties.flatMap((property) => [
		property,
		...((property.options ?? []) as Array<INodeProperties | INodePropertyCollection>).filter(
			(option): option is INodeProperties => 'type' in option && property.type === 'collection',
		),
	]);
	const labels = properties
		.filter(({ type }) => type !== 'notice')
		.map(({ name, displayName }) => [name, displayName.replace(' (Seconds)', '')] as const);

	it.each(labels)('%s is what the editor calls it', (name, displayName) => {
		expect(fieldLabel(name)).toBe(displayName);
	});
});
