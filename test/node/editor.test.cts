/** What a person, or a model, who has never seen the manual finds and reads. */
import { NodeConnectionTypes } from 'n8n-workflow';
import type { IDataObject } from 'n8n-workflow';
import { sublimeSearch } from '@n8n/utils/search/sublime-search';
import mimSms from '../../nodes/MimSms/MimSms.node.json';
import mimSmsTrigger from '../../nodes/MimSms/MimSmsTrigger.node.json';
import { AGENT_TYPE, createAgentType, createAgentWorkflow } from '../engine/agentNode.cts';
import { allProperties, BY_KEY, useBench } from './setup.cts';

const CODEX = { mimSms, mimSmsTrigger };
type NodeName = keyof typeof CODEX;
const NAMES = ['mimSms', 'mimSmsTrigger'] as const satisfies NodeName[];

/** Those of n8n's node panel. */
const CATEGORIES = [
	'AI',
	'Analytics',
	'Communication',
	'Core Nodes',
	'Cybersecurity',
	'Data & Storage',
	'Development',
	'Finance & Accounting',
	'Marketing',
	'Miscellaneous',
	'Productivity',
	'Sales',
	'Utility',
];

const bench = useBench();

/** n8n's own search, by the keys of its node panel. */
function isFound(words: string, name: NodeName): boolean {
	const keys = [
		{ key: 'properties.displayName', weight: 1.3 },
		{ key: 'properties.codex.alias', weight: 1 },
	];
	const { displayName } = bench.package.nodes[name].description;
	return sublimeSearch(words, [{ properties: { displayName, codex: { alias: CODEX[name].alias } } }], keys).length > 0;
}

describe("n8n's node panel", () => {
	it.each([
		'mim',
		'mimsms',
		'sms',
		'bulk sms',
		'sms gateway',
		'send message',
		'campaign',
		'এসএমএস',
		'মেসেজ',
		'বাংলা',
		'text message',
		'bangladesh',
		'masking',
		'sender id',
		'otp',
		'one-time',
		'dlr',
		'delivery report',
		'balance',
		'reminder',
	])('finds the node by "%s"', (words) => {
		expect(isFound(words, 'mimSms')).toBe(true);
	});

	it.each(['mim', 'sms', 'dlr', 'delivery report', 'delivered', 'low balance', 'bangladesh'])(
		'finds the trigger by "%s"',
		(words) => {
			expect(isFound(words, 'mimSmsTrigger')).toBe(true);
		},
	);

	it('does not find them by everything', () => {
		for (const name of NAMES)
			for (const words of ['weather', 'invoice', 'whatsapp']) expect(isFound(words, name)).toBe(false);
	});

	it.each(NAMES)('knows %s by its type, and its categories', (name) => {
		expect(CODEX[name].node).toBe(`${bench.package.name}.${name}`);
		expect(CATEGORIES).toEqual(expect.arrayContaining(CODEX[name].categories));
	});

	it('shows for the pair the description of the trigger, which therefore speaks of sending too', () => {
		expect(bench.package.nodes.mimSmsTrigger.description.description).toMatch(
			/^Send SMS .* or start the workflow when/,
		);
	});
});

describe('a field in Fixed mode', () => {
	it.each(NAMES)('of %s shows as its example no expression, which would be sent as it stands', (name) => {
		const examples = allProperties(bench.package.nodes[name].description.properties).flatMap(
			({ placeholder }) => placeholder ?? [],
		);

		expect(examples.length).toBeGreaterThan(3);
		expect(examples.filter((example) => example.includes('{{'))).toEqual([]);
	});

	it('for a moment says in which time zone it is', () => {
		const moments = allProperties(bench.package.nodes.mimSms.description.properties).filter(
			({ type }) => type === 'dateTime',
		);

		expect(moments.length).toBeGreaterThan(0);
		for (const { hint } of moments) expect(hint).toMatch(/time zone of the workflow/);
	});
});

describe('a tool of an AI agent, described by n8n', () => {
	/** A tool as n8n gives it to an agent, as far as the model is told of it. */
	interface DescribedTool {
		name: string;
		description: string;
		schema: { shape: object };
	}

	/** What the model is told of the node with this operation. */
	async function toldToModel(resource: string, operation: string): Promise<IDataObject | undefined> {
		let told: IDataObject | undefined;
		const listening = createAgentType(async function readTools() {
			const tools = (await this.getInputConnectionData(NodeConnectionTypes.AiTool, 0)) as DescribedTool[];
			const [{ name, description, schema }] = tools;
			told = { name, description, fields: Object.keys(schema.shape) };
			return [[{ json: {} }]];
		});
		const fromModel = { to: "={{ $fromAI('To', ``, 'string') }}", message: "={{ $fromAI('Message', ``, 'string') }}" };
		const tool = bench.engine.reader.readTool({
			type: 'mimSms',
			name: 'MiM SMS',
			credentials: BY_KEY,
			parameters: { resource, operation, ...(resource === 'sms' ? fromModel : {}) },
		});
		await bench.engine.run(createAgentWorkflow(tool, 2), { furtherTypes: { [AGENT_TYPE]: listening } });
		return told;
	}

	it.each([
		['sms', 'send', 'Send an SMS in MiM SMS'],
		['sms', 'sendMany', 'Send a personalised SMS to each row in MiM SMS'],
		['sms', 'sendAndTrack', 'Send an SMS and track its delivery in MiM SMS'],
		['sms', 'preview', 'Preview an SMS without sending it in MiM SMS'],
		['deliveryReport', 'get', 'Get the delivery reports of an SMS in MiM SMS'],
		['deliveryReport', 'getAll', 'Take new delivery reports in MiM SMS'],
		['deliveryReport', 'getOnce', 'Take the new delivery reports of an SMS in MiM SMS'],
		['account', 'getBalance', 'Get the balance in MiM SMS'],
	])('%s.%s', async (resource, operation, description) => {
		expect(await toldToModel(resource, operation)).toEqual({
			name: 'MiM_SMS',
			description,
			fields: resource === 'sms' ? ['To', 'Message'] : [],
		});
	});
});
