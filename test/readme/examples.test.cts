/** What docs/operations.md says that comes out, comes out; and what the README says that is seen when something goes wrong, is seen. */
import { isINodeProperties, isINodePropertyOptions } from 'n8n-workflow';
import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { NODE, BY_KEY, OPERATIONS, SEND, GOING_ON, useBench, told, v2Account } from '../node/setup.cts';
import type { Fault } from '../simulator/index.cts';
import { jsonOf, readDocument, section, table } from './documents.cts';

const readme = readDocument('README.md');
const operations = readDocument('docs/operations.md');
const exampleOf = (heading: string) => jsonOf(section(operations, heading))[0];
const SHOOT_ID = 'C20014655e6c0a9b3f1d2';

const bench = useBench();
const SENT = { shootId: expect.stringMatching(/^C2/), response: expect.stringMatching(/^SMS SUBMITTED: ID - C2/) };

/** The item that an operation gives, the fields in its order. */
async function itemOf(parameters: IDataObject, extra?: object) {
	const run = await bench.run({ senderId: '', options: {}, ...parameters }, extra);
	expect(run.error).toBeUndefined();
	return run.items(NODE)[0];
}

/** The example, where the gateway makes up an ID with any. */
function expectItem(item: object, example: IDataObject, madeUp: object = {}) {
	expect(item).toEqual({ ...example, ...madeUp });
	expect(Object.keys(item)).toEqual(Object.keys(example));
}

beforeEach(() => {
	bench.sim.settings.senderIds = ['MyShop'];
	bench.saveCredential(BY_KEY, { signInWith: 'apiKey', apiKey: bench.sim.settings.apiKey, senderId: 'MyShop' });
});

describe('the output that docs/operations.md shows', () => {
	it('of Send', async () => {
		expectItem(
			await itemOf({ ...SEND, to: '০১৭১২৩৪৫৬৭৮', message: 'আপনার অর্ডার প্রস্তুত।' }),
			exampleOf('SMS → Send'),
			SENT,
		);
	});

	it('of Send Personalised', async () => {
		expectItem(
			await itemOf({ ...SEND, operation: 'sendMany', to: '01712345678', message: 'Dear Rahima, 1250 taka are due.' }),
			exampleOf('SMS → Send Personalised'),
			SENT,
		);
	});

	it('of Send and Track, in front of that of Send', async () => {
		const item = await itemOf({ ...SEND, operation: 'sendAndTrack', timeout: 3, interval: 1 });
		const { reports, ...example } = exampleOf('SMS → Send and Track');

		expect(item).toMatchObject(example);
		expect(item.reports).toEqual([expect.objectContaining({ status: 'delivered' })]);
		expect(Object.keys(item)).toEqual([
			...new Set([...Object.keys(example), 'reports', ...Object.keys(exampleOf('SMS → Send'))]),
		]);
	});

	it('of Preview', async () => {
		expectItem(
			await itemOf(
				{ ...SEND, operation: 'preview', message: 'Your order has been shipped' },
				{ credentials: undefined },
			),
			exampleOf('SMS → Preview'),
		);
	});

	it('of a delivery report', async () => {
		bench.sim.settings.extraFields = false;
		const record =
			'<message><MSISDN>8801712345678</MSISDN><SMS>"Your order is on its way"</SMS><SMSSent>2026-11-22 10:15:00</SMSSent><DLRReceived>2026-11-22 10:15:04</DLRReceived><DLRStatus>1</DLRStatus><DLRStatusDetails>Delivered</DLRStatusDetails><Parts>1</Parts></message>';
		bench.sim.addReports([{ shootId: SHOOT_ID, raw: record }]);

		expectItem(
			await itemOf({ ...OPERATIONS.get, shootId: SHOOT_ID }),
			exampleOf('Delivery Report → Get, Get Many, Get Once'),
		);
	});

	it('of Get Balance', async () => {
		bench.sim.settings.balance = 470.44;
		expectItem(await itemOf(OPERATIONS.getBalance), exampleOf('Account → Get Balance, Get API Key'));
	});

	it('of the trigger at a low balance', async () => {
		bench.sim.settings.balance = 87.5;
		const node = {
			type: 'mimSmsTrigger',
			name: 'Trigger',
			credentials: BY_KEY,
			parameters: { events: ['balanceLow'], source: 'account', balanceThreshold: 100, options: {} },
		};
		const { items } = await bench.engine.poller(node, { activationMode: 'init' }).poll();

		expectItem(items?.[0] ?? {}, exampleOf('MiM SMS Trigger'));
	});
});

/** What a list lets the user choose. */
const choicesOf = (property: INodeProperties | undefined) => property?.options?.filter(isINodePropertyOptions) ?? [];

/** What an option, or a collection of them, adds to a node. */
const fieldsOf = ({ options = [] }: INodeProperties) => options.filter(isINodeProperties);

describe('the operations', () => {
	/** As the editor names them, in its order. */
	function named(): string[] {
		const { properties } = bench.package.nodes.mimSms.description;
		const resources = choicesOf(properties.find(({ name }) => name === 'resource'));
		return resources.flatMap(({ name: resource, value }) =>
			choicesOf(
				properties.find(
					({ name, displayOptions }) => name === 'operation' && displayOptions?.show?.resource?.includes(value),
				),
			).map(({ name }) => `${resource} → ${name}`),
		);
	}

	it("stand in the README's table as the editor lists them", () => {
		expect(table(readme, 'operations').map(([name]) => name)).toEqual(named());
	});

	it('that docs/operations.md explains are all that there are', () => {
		const headings = [...operations.matchAll(/^### (.+) → (.+)$/gm)].flatMap(([, resource, operations]) =>
			operations.split(', ').map((operation) => `${resource} → ${operation}`),
		);

		expect(headings.sort()).toEqual(named().sort());
	});
});

describe('the parameters that docs/operations.md names', () => {
	const LABELS = {
		'sms.send': 'SMS → Send',
		'sms.sendMany': 'SMS → Send Personalised',
		'sms.sendAndTrack': 'SMS → Send and Track',
		'sms.preview': 'SMS → Preview',
		'deliveryReport.get': 'Delivery Report → Get, Get Many, Get Once',
		'deliveryReport.getOnce': 'Delivery Report → Get, Get Many, Get Once',
		'deliveryReport.getAll': 'Delivery Report → Get, Get Many, Get Once',
	};
	const namesOf = (properties: INodeProperties[]) =>
		properties.flatMap((property) => [
			property.displayName,
			...(property.type === 'collection' ? fieldsOf(property).map(({ displayName }) => displayName) : []),
		]);

	it.each(Object.entries(LABELS))('%s: all that it shows', (pair, heading) => {
		const [resource, operation] = pair.split('.');
		const { properties } = bench.package.nodes.mimSms.description;
		const ofOperation = properties.filter(
			({ displayOptions: { show } = {} }) => show?.resource?.includes(resource) && show.operation?.includes(operation),
		);
		const shown = ofOperation.filter(({ name, type }) => !['operation', 'options'].includes(name) && type !== 'notice');
		const offered = ofOperation.filter(({ name }) => name === 'options').flatMap(fieldsOf);

		for (const name of namesOf([...shown, ...offered])) expect(section(operations, heading)).toContain(name);
	});

	it('of the trigger: all that it shows, in the README too', () => {
		const text = section(operations, 'MiM SMS Trigger');
		const short = section(readme, 'MiM SMS Trigger');
		const shown = bench.package.nodes.mimSmsTrigger.description.properties.filter(({ type }) => type !== 'notice');

		const events = choicesOf(shown.find((one) => one.name === 'events')).map(({ name }) => name);
		for (const name of [...namesOf(shown), ...events]) for (const place of [text, short]) expect(place).toContain(name);
	});
});

describe('what the README says that a user sees', () => {
	const code = (number: string) => async () => {
		bench.sim.fault({ call: 'smsapi', kind: 'code', code: number });
		return told(await bench.run(SEND));
	};
	const codeOfV2 = (number: string) => async () => {
		bench.sim.fault({ call: 'v2/SMS', kind: 'code', code: number });
		bench.saveCredential(BY_KEY, v2Account(bench.sim));
		return told(await bench.run(SEND));
	};
	const fault = (what: Fault) => async () => {
		bench.sim.fault({ call: 'smsapi', ...what });
		return told(await bench.run(SEND));
	};
	const hintOf = (parameters: IDataObject) => async () => (await bench.run(parameters)).hints(NODE).join(' ');
	const unreachable = async () => {
		await bench.sim.refuse();
		return told(await bench.run(SEND));
	};

	/** How each text of the table is brought about. */
	const CAUSES: Record<string, () => Promise<unknown>> = {
		'[1016] IP address not allowed': async () => {
			bench.sim.settings.ipWhitelist = [];
			return told(await bench.run(SEND));
		},
		'[401]': async () => {
			bench.sim.settings.ipWhitelist = [];
			bench.saveCredential(BY_KEY, v2Account(bench.sim));
			return told(await bench.run(SEND));
		},
		...Object.fromEntries(
			[
				'1002',
				'1003',
				'1004',
				'1005',
				'1006',
				'1007',
				'1008',
				'1009',
				'1010',
				'1011',
				'1012',
				'1013',
				'1014',
				'1015',
				'1019',
			].map((number) => [`[${number}]`, code(number)]),
		),
		...Object.fromEntries(
			['205', '206', '207', '208', '209', '210', '213', '216'].map((number) => [`[${number}]`, codeOfV2(number)]),
		),
		'[unknown]': fault({ kind: 'resetAfter' }),
		'[notSent]': unreachable,
		'Not all messages were submitted': async () => {
			bench.sim.fault({ call: 'smsapi', kind: 'code', code: '1004' });
			const run = await bench.sendTexts(['one', 'two']);
			expect(run.error?.description).toMatch(/Executions → Retry on this execution/);
			return told(run);
		},
		'neither success nor a known error': fault({ kind: 'text', body: '<html><body>Welcome</body></html>' }),
		'The gateway could not be reached': unreachable,
		'Credential: none is chosen': async () => told(await bench.run(SEND, { credentials: undefined })),
		'The gateway has no report for this shoot ID yet': hintOf(OPERATIONS.get),
		'The gateway has no new delivery report': hintOf(OPERATIONS.getAll),
		submitted: async () => (await itemOf(SEND)).status,
	};
	const quoted = table(readme, 'troubleshooting').flatMap(([cell]) =>
		[...cell.matchAll(/`([^`]+)`/g)].map(([, text]) => text),
	);

	it('is all tried here', () => {
		expect(quoted.sort()).toEqual(Object.keys(CAUSES).sort());
	});

	it.each(Object.entries(CAUSES))('%s', async (text, cause) => {
		expect(await cause()).toContain(text);
	});

	it('of a failed row under On Error: Continue, with the reason', async () => {
		bench.sim.settings.balance = 0;
		const run = await bench.run({ ...SEND, operation: 'sendMany' }, GOING_ON);

		expect(run.items(NODE)[0].error).toMatch(/^\[1007\] Balance Insufficient\. /);
	});
});
