import { NodeHelpers } from 'n8n-workflow';
import type { INode } from 'n8n-workflow';
import { loadPackage } from '../engine/index.cts';
import { basicNodes } from '../engine/basicNodes/index.cts';
import { oddWordsIn } from '../words/plainWords.cts';
import { exampleFiles, readExample, type LoadedPackage } from './setup.cts';

const NOTE = 'n8n-nodes-base.stickyNote';

/** Versions and parameters of n8n's own nodes (n8n-nodes-base and n8n-nodes-langchain 2.41), as far as they are used here. */
const NODES_OF_N8N: Record<string, [versions: number[], parameters: string[]]> = {
	[NOTE]: [[1], ['content', 'height', 'width', 'color']],
	'n8n-nodes-base.dataTable': [
		[1, 1.1],
		[
			...['resource', 'operation', 'dataTableId', 'tableName', 'columns', 'matchType', 'filters'],
			...['returnAll', 'limit', 'orderBy', 'orderByColumn', 'orderByDirection', 'options'],
		],
	],
	'n8n-nodes-base.emailSend': [
		[2, 2.1],
		['fromEmail', 'toEmail', 'subject', 'emailFormat', 'text', 'options'],
	],
	'n8n-nodes-base.filter': [
		[2, 2.1, 2.2, 2.3],
		['conditions', 'options'],
	],
	'n8n-nodes-base.form': [
		[1, 2.3, 2.4, 2.5],
		['operation', 'completionTitle', 'completionMessage', 'options'],
	],
	'n8n-nodes-base.formTrigger': [
		[2, 2.1, 2.2, 2.3],
		['formTitle', 'formDescription', 'formFields', 'options'],
	],
	'n8n-nodes-base.if': [
		[2, 2.1, 2.2, 2.3],
		['conditions', 'options'],
	],
	'n8n-nodes-base.manualTrigger': [[1], []],
	'n8n-nodes-base.scheduleTrigger': [[1, 1.1, 1.2, 1.3], ['rule']],
	'n8n-nodes-base.set': [
		[3, 3.1, 3.2, 3.3, 3.4],
		['mode', 'jsonOutput', 'assignments', 'options'],
	],
	'n8n-nodes-base.splitOut': [[1], ['fieldToSplitOut', 'options']],
	'n8n-nodes-base.stopAndError': [[1], ['errorMessage']],
	'n8n-nodes-base.wait': [
		[1, 1.1],
		['amount', 'unit'],
	],
	'@n8n/n8n-nodes-langchain.agent': [[3, 3.1], ['options']],
	'@n8n/n8n-nodes-langchain.chatTrigger': [[1, 1.1, 1.2, 1.3, 1.4, 1.5], ['options']],
	'@n8n/n8n-nodes-langchain.lmChatOpenAi': [
		[1, 1.1, 1.2, 1.3],
		['model', 'options'],
	],
};

/** What n8n adds to our nodes: to the trigger, and to the tool made of a node. */
const ADDED_BY_N8N: Record<string, string[]> = {
	mimSms: [],
	mimSmsTool: ['descriptionType', 'toolDescription'],
	mimSmsTrigger: ['pollTimes'],
};

let ours: LoadedPackage;
beforeAll(async () => (ours = await loadPackage()));

const shortName = ({ type }: INode) => type.slice(type.lastIndexOf('.') + 1);
const isOurs = ({ type }: INode) => type.startsWith('n8n-nodes-mimsms.');
const needsCredential = (node: INode) => isOurs(node) && node.parameters.operation !== 'preview';

describe.each(exampleFiles())('%s', (file) => {
	const flow = readExample(file);
	const { nodes, connections } = flow;
	const names = nodes.map(({ name }) => name);

	it('has notes in plain words', () => {
		const notes = nodes.filter(({ type }) => type === NOTE).map(({ parameters }) => String(parameters.content));

		expect(notes.length).toBeGreaterThan(0);
		for (const note of notes) expect(oddWordsIn(note)).toEqual([]);
	});

	it('holds nothing of one instance or account', () => {
		expect(Object.keys(flow).sort()).toEqual(['connections', 'name', 'nodes', 'settings']);
		expect(flow.name).toMatch(/^MiM SMS: /);
		for (const node of nodes) {
			expect(node).toEqual(
				expect.objectContaining({
					name: expect.any(String),
					type: expect.any(String),
					typeVersion: expect.any(Number),
					position: [expect.any(Number), expect.any(Number)],
					parameters: expect.any(Object),
				}),
			);
			expect(Object.keys(node).filter((key) => ['id', 'webhookId'].includes(key))).toEqual([]);
			expect(node.credentials).toEqual(
				needsCredential(node) ? { mimSmsApi: { id: 'mimsms-demo', name: 'MiM SMS account' } } : undefined,
			);
		}
	});

	it('connects every node, and by names that exist', () => {
		const targets = Object.values(connections).flatMap((outputs) =>
			Object.values(outputs)
				.flat(2)
				.flatMap((connection) => connection?.node ?? []),
		);
		const connected = new Set([...Object.keys(connections), ...targets]);

		expect(new Set(names).size).toBe(names.length);
		expect(names).toEqual(expect.arrayContaining([...connected]));
		expect(nodes.filter(({ name }) => !connected.has(name))).toEqual(nodes.filter(({ type }) => type === NOTE));
	});

	it("uses n8n's nodes in versions and with parameters that there are", () => {
		for (const { type, typeVersion, parameters } of nodes.filter((node) => !isOurs(node))) {
			const [versions, known] = NODES_OF_N8N[type] ?? [];
			expect([type, versions]).toEqual([type, expect.arrayContaining([typeVersion])]);
			expect(known).toEqual(expect.arrayContaining(Object.keys(parameters)));
			if (basicNodes[type]) expect([basicNodes[type].description.version].flat()).toContain(typeVersion);
		}
	});

	it('sets of our nodes only what they show, to values that they offer', () => {
		for (const node of nodes.filter(isOurs)) {
			const name = shortName(node);
			const description = ours.description(name.replace(/Tool$/, ''));
			const shown = description.properties.filter((one) =>
				NodeHelpers.displayParameter(node.parameters, one, node, description),
			);
			expect([...shown.map((one) => one.name), ...ADDED_BY_N8N[name]]).toEqual(
				expect.arrayContaining(Object.keys(node.parameters)),
			);
			expect([description.version].flat()).toContain(node.typeVersion);
			expect(NodeHelpers.getNodeParametersIssues(description.properties, node, description)).toBeNull();
			for (const { name: parameter, type, options = [] } of shown.filter((one) => one.name in node.parameters)) {
				const value = node.parameters[parameter];
				const values = options.map((one) => 'value' in one && one.value);
				if (type === 'options') expect(values).toContain(value);
				if (type === 'multiOptions') expect(values).toEqual(expect.arrayContaining([value].flat()));
				if (type === 'collection')
					expect(options.map((one) => one.name)).toEqual(expect.arrayContaining(Object.keys(Object(value))));
			}
		}
	});

	it('has notes that speak of every other node by its name, and say how to try it', () => {
		const content = nodes
			.filter(({ type }) => type === NOTE)
			.map(({ parameters }) => parameters.content)
			.join('\n\n');

		for (const { name, type } of nodes) if (type !== NOTE && name !== 'Start') expect(content).toContain(`**${name}**`);
		expect(content).toContain('\n\nTry it: ');
	});
});
