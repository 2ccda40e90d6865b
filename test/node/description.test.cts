import { NodeHelpers } from 'n8n-workflow';
import type {
	ICredentialType,
	INodeParameters,
	INodeProperties,
	INodePropertyOptions,
	INodeType,
	INodeTypeDescription,
	NodeParameterValueType,
} from 'n8n-workflow';
import { loadPackage } from '../engine/index.cts';
import { allProperties, fieldsIn } from './setup.cts';

// As it was built, without the fields that n8n adds when it loads a package.
const { MimSmsApi } = require('../../dist/credentials/MimSmsApi.credentials.js') as {
	MimSmsApi: new () => ICredentialType;
};

/** The names of contract.md: they stand in saved workflows, so what is here must never go. */
const CONTRACT: Record<string, Record<string, string[]>> = {
	sms: {
		send: ['to', 'message', 'senderId', 'options'],
		sendMany: ['to', 'message', 'senderId', 'options'],
		sendAndTrack: ['to', 'message', 'senderId', 'timeout', 'interval', 'options'],
		preview: ['to', 'message', 'options'],
	},
	deliveryReport: { get: ['shootId'], getAll: ['returnAll', 'limit'], getOnce: ['shootId'] },
	account: { getApiKey: [], getBalance: [] },
};
const LABELS: Record<string, string> = {
	'account.getApiKey': 'Get API Key',
	'account.getBalance': 'Get Balance',
	'deliveryReport.get': 'Get',
	'deliveryReport.getAll': 'Get Many',
	'deliveryReport.getOnce': 'Get Once',
	'sms.preview': 'Preview',
	'sms.send': 'Send',
	'sms.sendAndTrack': 'Send and Track',
	'sms.sendMany': 'Send Personalised',
};
/** The call of the manual behind each operation, as the description names it. */
const ROUTES: Record<string, [method: string, url: string]> = {
	'account.getApiKey': ['GET', '/getkey/{username}/{password}'],
	'account.getBalance': ['GET', '/miscapi/{apiKey}/getBalance'],
	'deliveryReport.get': ['GET', '/miscapi/{apiKey}/getDLRRep/'],
	'deliveryReport.getAll': ['GET', '/miscapi/{apiKey}/getDLR/getAll'],
	'deliveryReport.getOnce': ['GET', '/miscapi/{apiKey}/getDLR/'],
	'sms.preview': ['POST', '/smsapi'],
	'sms.send': ['POST', '/smsapi'],
	'sms.sendAndTrack': ['POST', '/smsapi'],
	'sms.sendMany': ['POST', '/smsapimany'],
};
/** Type, default, and the values that may be chosen. */
type Field = [INodeProperties['type'], NodeParameterValueType, string[]?];

const FIELDS: Record<string, Field> = {
	to: ['string', ''],
	message: ['string', ''],
	senderId: ['string', ''],
	options: ['collection', {}],
	shootId: ['string', '={{ $json.shootId }}'],
	returnAll: ['boolean', false],
	limit: ['number', 50],
	timeout: ['number', 240],
	interval: ['number', 15],
};
const OPTIONS: Record<string, Field> = {
	batchSize: ['number', 100],
	includeInputFields: ['boolean', false],
	invalidNumbers: ['options', 'fail', ['fail', 'skip']],
	label: ['options', 'none', ['none', 'promotional', 'transactional']],
	campaign: ['string', ''],
	parallelCalls: ['number', 20],
	reply: ['boolean', false],
	scheduledDateTime: ['dateTime', ''],
	type: ['options', 'auto', ['auto', 'text', 'unicode']],
};
const OPTIONS_OF: Record<string, string[]> = {
	'sms.preview': ['includeInputFields', 'invalidNumbers', 'type'],
	'sms.send': [
		'campaign',
		'includeInputFields',
		'invalidNumbers',
		'label',
		'parallelCalls',
		'reply',
		'scheduledDateTime',
		'type',
	],
	'sms.sendAndTrack': ['campaign', 'includeInputFields', 'invalidNumbers', 'label', 'parallelCalls', 'reply', 'type'],
	'sms.sendMany': [
		'batchSize',
		'campaign',
		'includeInputFields',
		'invalidNumbers',
		'label',
		'parallelCalls',
		'scheduledDateTime',
	],
};
const DEFAULTS_OF: Record<string, Record<string, NodeParameterValueType>> = { 'sms.sendMany': { parallelCalls: 4 } };
const READS = ['account.getApiKey', 'account.getBalance'];
const PAIRS = Object.entries(CONTRACT).flatMap(([resource, operations]) =>
	Object.keys(operations).map((operation): [string, string] => [resource, operation]),
);

let node: INodeType;
let description: INodeTypeDescription;

beforeAll(async () => {
	const loaded = await loadPackage();
	node = loaded.nodes.mimSms;
	description = node.description;
});

/** What a menu offers. */
const choicesOf = (menu?: INodeProperties) => menu?.options as INodePropertyOptions[] | undefined;

const property = (name: string) => description.properties.find((one) => one.name === name);
const operationMenu = (resource: string) =>
	description.properties.find(
		({ name, displayOptions }) => name === 'operation' && displayOptions?.show?.resource?.includes(resource),
	);
const optionOf = (resource: string, operation: string) =>
	choicesOf(operationMenu(resource))?.find(({ value }) => value === operation);
const fieldsOf = (resource: string, operation: string) =>
	description.properties.filter(
		({ name, type, displayOptions: { show } = {} }) =>
			name !== 'operation' &&
			type !== 'notice' &&
			show?.resource?.includes(resource) &&
			show.operation?.includes(operation),
	);
/** Ours: n8n adds Request Options by itself. */
const ours = () => allProperties(description.properties.filter(({ name }) => name !== 'requestOptions'));
const sorted = (names: string[]) => [...names].sort((a, b) => a.toLowerCase().localeCompare(b.toLowerCase(), 'en'));

describe('the description of the node', () => {
	it('has the public name, is usable as a tool, and takes the credential without demanding it', () => {
		expect(description).toMatchObject({ displayName: 'MiM SMS', name: 'mimSms', usableAsTool: true });
		expect(description.credentials).toEqual([expect.objectContaining({ name: 'mimSmsApi' })]);
		expect(description.credentials?.[0].required ?? false).toBe(false);
		expect(description.subtitle).toBeTruthy();
	});

	it('has the resources of the contract and no others', () => {
		expect(choicesOf(property('resource'))?.map(({ value }) => value)).toEqual(Object.keys(CONTRACT));
	});

	it.each(Object.keys(CONTRACT))('has the operations of the contract for %s and no others', (resource) => {
		expect(choicesOf(operationMenu(resource))?.map(({ value }) => value)).toEqual(Object.keys(CONTRACT[resource]));
	});

	it.each(PAIRS)(
		'%s.%s has name, description, action and a routing with its own method and URL',
		(resource, operation) => {
			const option = optionOf(resource, operation);

			expect(option?.name).toBe(LABELS[`${resource}.${operation}`]);
			expect(option?.description?.length).toBeGreaterThan(20);
			expect(option?.action).toMatch(/^[A-Z][^A-Z]/);
			const { method, url } = option?.routing?.request ?? {};
			expect([method, url]).toEqual(ROUTES[`${resource}.${operation}`]);
			expect(option?.routing?.operations?.pagination).toBeInstanceOf(Function);
			expect(option?.routing?.send?.paginate).toBe(true);
		},
	);

	it('runs sending over all items at once, beside its routing', () => {
		expect(node.customOperations?.sms).toMatchObject({
			send: expect.any(Function),
			sendAndTrack: expect.any(Function),
			sendMany: expect.any(Function),
		});
	});

	it('has no custom operation without a routing, which a direct tool call would turn into GET {baseUrl}/', () => {
		for (const [resource, operations] of Object.entries(node.customOperations!)) {
			for (const operation of Object.keys(operations)) expect(optionOf(resource, operation)?.routing).toBeDefined();
		}
	});

	it.each(PAIRS)('%s.%s shows the parameters of the contract and no others', (resource, operation) => {
		const fields = fieldsOf(resource, operation);

		expect(sorted(fields.map(({ name }) => name))).toEqual(sorted(CONTRACT[resource][operation]));
		for (const { name, type, default: initial } of fields) expect([type, initial]).toEqual(FIELDS[name]);
	});

	it.each(Object.entries(OPTIONS_OF))(
		'%s offers the options of the contract, with their defaults and values',
		(pair, names) => {
			const [resource, operation] = pair.split('.');
			const offered = fieldsIn(fieldsOf(resource, operation).find(({ name }) => name === 'options')!);

			expect(sorted(offered.map(({ name }) => name))).toEqual(sorted(names));
			for (const option of offered) {
				const [type, initial, values] = OPTIONS[option.name];
				expect([option.name, option.type, option.default]).toEqual([
					option.name,
					type,
					DEFAULTS_OF[pair]?.[option.name] ?? initial,
				]);
				expect(choicesOf(option)?.map(({ value }) => value)).toEqual(values);
			}
		},
	);

	it('opens the list of actions with Send an SMS', () => {
		const [resource] = choicesOf(property('resource')) ?? [];
		const [operation] = choicesOf(operationMenu(String(resource.value))) ?? [];

		expect(operation.action).toBe('Send an SMS');
	});

	// The linter sorts lists of five and more. Two are shorter and begin with what most people want.
	it('sorts every list of options and every collection by its label', () => {
		const lists = ours().filter(
			(one) =>
				['options', 'multiOptions', 'collection'].includes(one.type) &&
				one !== property('resource') &&
				one !== operationMenu('sms'),
		);

		expect(lists.length).toBeGreaterThan(8);
		for (const { options = [] } of lists) {
			const labels = options.map((one) => ('displayName' in one ? one.displayName : one.name));
			expect(labels).toEqual(sorted(labels));
		}
	});

	it('describes every parameter and every choice', () => {
		const menus = ['resource', 'operation', 'options'];
		for (const one of ours().filter(({ name, type }) => type !== 'notice' && !menus.includes(name))) {
			expect([one.name, one.description]).toEqual([one.name, expect.stringMatching(/\w{3}/)]);
			if (one.type === 'boolean') expect(one.description).toMatch(/^Whether /);
			for (const choice of one.type === 'options' ? (choicesOf(one) ?? []) : [])
				expect([choice.value, choice.description]).toEqual([choice.value, expect.stringMatching(/\w{3}/)]);
		}
	});

	it('says that Batching has no effect on sending, and what Limit really does', () => {
		const texts = allProperties(fieldsOf('sms', 'send'))
			.map((one) => `${one.description} ${one.hint}`)
			.join(' ');

		expect(texts).toMatch(/Batching[^.]*no effect/i);
		expect(property('limit')?.hint).toMatch(/100/);
	});

	it('sends no parameter by itself: what is shown is read by the operation', () => {
		expect(
			ours()
				.filter(({ routing }) => routing !== undefined)
				.map(({ name }) => name),
		).toEqual([]);
	});

	it.each(READS)('%s is declarative', (pair) => {
		const [resource, operation] = pair.split('.');
		expect(node.customOperations?.[resource]?.[operation]).toBeUndefined();
	});
});

describe('the description of the trigger', () => {
	/** n8n stores no default: another one would change saved workflows. */
	const PUBLIC: Record<string, Field> = {
		events: ['multiOptions', ['delivered', 'failed'], ['balanceLow', 'delivered', 'failed', 'pending', 'unknown']],
		source: ['options', 'account', ['account', 'shootIds']],
		shootIds: ['string', ''],
		balanceThreshold: ['number', 100],
		options: ['collection', {}],
	};
	const PUBLIC_OPTIONS: Record<string, Field> = {
		exceptNumbers: ['string', ''],
		emitEarlier: ['boolean', false],
		numbers: ['string', ''],
		statusCodes: ['string', ''],
		testWith: ['options', 'sample', ['live', 'sample']],
	};
	const asFields = (list: INodeProperties[]) =>
		Object.fromEntries(
			list.map((one): [string, Field] => {
				const values = one.type === 'collection' ? undefined : choicesOf(one)?.map(({ value }) => String(value));
				return [one.name, values ? [one.type, one.default, values] : [one.type, one.default]];
			}),
		);
	let trigger: INodeTypeDescription;
	beforeAll(async () => {
		trigger = (await loadPackage()).nodes.mimSmsTrigger.description;
	});

	it('has the public name and takes the credential', () => {
		expect(trigger).toMatchObject({ displayName: 'MiM SMS Trigger', name: 'mimSmsTrigger' });
		expect(trigger.credentials).toEqual([expect.objectContaining({ name: 'mimSmsApi' })]);
	});

	it('has the parameters of the contract with their defaults and values, and no others', () => {
		const own = trigger.properties.filter(({ name, type }) => type !== 'notice' && name !== 'pollTimes');

		expect(asFields(own)).toEqual(PUBLIC);
	});

	it('offers the options of the contract with their defaults and values, and no others', () => {
		expect(asFields(fieldsIn(trigger.properties.find(({ name }) => name === 'options')!))).toEqual(PUBLIC_OPTIONS);
	});
});

describe('the credential', () => {
	const credential = new MimSmsApi();
	const fields = (name: string) => credential.properties.filter((one) => one.name === name);
	const field = (name: string) => fields(name)[0];
	/** Whether one of the fields of this name is shown; the two APIs have fields of one name. */
	const shown = (name: string, values: INodeParameters) =>
		fields(name).some((one) => NodeHelpers.displayParameter(values, one, null, null));

	it('has the properties of the contract and no others', () => {
		expect(credential.name).toBe('mimSmsApi');
		expect(
			credential.properties
				.filter(({ type }) => type !== 'notice')
				.map(({ name, type, default: initial }) => [name, type, initial]),
		).toEqual([
			['api', 'options', 'classic'],
			['signInWith', 'options', 'apiKey'],
			['baseUrl', 'string', 'https://esms.mimsms.com'],
			['v2BaseUrl', 'string', 'https://api.mimsms.com'],
			['apiKey', 'string', ''],
			['username', 'string', ''],
			['password', 'string', ''],
			['username', 'string', ''],
			['apiKey', 'string', ''],
			['senderId', 'string', ''],
			['fetchedApiKey', 'hidden', ''],
		]);
		expect(choicesOf(field('signInWith'))?.map(({ value }) => value)).toEqual(['apiKey', 'login']);
		expect(choicesOf(field('api'))?.map(({ value }) => value)).toEqual(['classic', 'v2']);
	});

	it('keeps the key and the password covered, and the fetched key from the browser', () => {
		expect(fields('apiKey').map(({ typeOptions }) => typeOptions?.password)).toEqual([true, true]);
		expect(field('password').typeOptions).toMatchObject({ password: true });
		expect(field('fetchedApiKey').typeOptions).toEqual({ expirable: true, password: true });
		expect(credential.restrictToSupportedNodes).toBe(true);
	});

	it("hides n8n's own list of domains: the credential allows no address but that of its gateway", () => {
		expect(credential.hideDomainRestrictionFields).toBe(true);
	});

	it.each([
		['classic', /Developers or API.*whitelist.*HTTP Request.*api\.ipify\.org/],
		['v2', /Utility → Developer.*domain.*whitelist.*HTTP Request.*api\.ipify\.org/],
	])('says for the API %s, without a click, where the key is and which address to allow', (api, words) => {
		const notices = credential.properties.filter(
			(one) =>
				one.type === 'notice' && NodeHelpers.displayParameter({ api, baseUrl: '', v2BaseUrl: '' }, one, null, null),
		);

		expect(notices.map(({ displayName }) => displayName)).toEqual([expect.stringMatching(words)]);
		expect(field('senderId').hint).toMatch(/Needed to send.*panel.*does not check it/);
	});

	const VISIBLE = ['signInWith', 'baseUrl', 'v2BaseUrl', 'apiKey', 'username', 'password', 'senderId'];

	it.each([
		['classic', 'apiKey', ['signInWith', 'baseUrl', 'apiKey', 'senderId']],
		['classic', 'login', ['signInWith', 'baseUrl', 'username', 'password', 'senderId']],
		['v2', 'apiKey', ['v2BaseUrl', 'apiKey', 'username', 'senderId']],
		['v2', 'login', ['v2BaseUrl', 'apiKey', 'username', 'senderId']],
	])('asks for what the API %s, signing in by %s, needs, and no more', (api, signInWith, names) => {
		const asked = VISIBLE.filter((name) => shown(name, { api, signInWith, baseUrl: 'https://esms.mimsms.com' }));

		expect(asked).toEqual(names);
	});

	it('names the API wherever it shows a field for certain accounts alone', () => {
		const conditional = credential.properties.filter(({ displayOptions }) => displayOptions !== undefined);

		expect(conditional.length).toBeGreaterThan(8);
		expect(conditional.filter(({ displayOptions }) => displayOptions?.show?.api === undefined)).toEqual([]);
	});

	// n8n evaluates them whenever a node reads the credential, gives each 250 ms, and fails the read after that (a busy server is enough).
	it('decides by no regular expression what is shown', () => {
		expect(
			credential.properties
				.filter((one) => /"regex"/.test(JSON.stringify(one.displayOptions ?? {})))
				.map(({ name }) => name),
		).toEqual([]);
	});

	it.each([
		['http://esms.mimsms.com', true],
		['HTTP://esms.mimsms.com/sms/', true],
		['http://localhost.example.com', true],
		['http://127.0.0.1.example.com', true],
		['http://10.0.0.1:8080', true],
		['https://esms.mimsms.com', false],
		['http://localhost', false],
		['http://localhost:8025', false],
		['http://127.0.0.1:8025/sms', false],
		['http://[::1]:8025', false],
	])('for %s it shows a notice about http: %s', (address, warned) => {
		expect(shown('httpNotice', { api: 'classic', signInWith: 'apiKey', baseUrl: address })).toBe(warned);
		expect(shown('v2HttpNotice', { api: 'v2', v2BaseUrl: address })).toBe(warned);
		expect(shown('v2HttpNotice', { api: 'classic', signInWith: 'apiKey', v2BaseUrl: address })).toBe(false);
	});
});
