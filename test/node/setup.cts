/** The built package on n8n's engine against the simulator: one of each per test file, put back to the start before each test. */
import { inspect } from 'node:util';
import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	INode,
	INodeProperties,
	IWorkflowSettings,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { Engine, loadPackage, workflow } from '../engine/index.cts';
import type { LoadedPackage, NamedNode, NodeSpec, Run, WorkflowBuilder } from '../engine/index.cts';
import { formsOf } from '../secretForms.cts';
import { startSimulator } from '../simulator/index.cts';
import type { Fault, Settings, Simulator } from '../simulator/index.cts';

export { formsOf, workflow };

export type { Fault, Run, Settings, Simulator };
export type SimulatorOptions = Partial<Settings>;

export const NODE = 'MiM';
export const BY_KEY = 'by-key';
export const BY_LOGIN = 'by-login';

/** Signs that a path or a query can't carry as they are. */
export const USERNAME = 'de mo/ü?';
export const PASSWORD = 'p@ss#w%rd';

export const SEND = {
	resource: 'sms',
	operation: 'send',
	to: '01712345678',
	message: 'Hello',
	senderId: '',
	options: {},
};

export type OperationName = 'send' | 'getBalance' | 'getApiKey' | 'get' | 'getOnce' | 'getAll';

/** Those that a key is enough for. */
export const READS = ['getBalance', 'get', 'getOnce', 'getAll'] as const satisfies OperationName[];

/** The forms in which a gateway says no. */
export const REPLY_STYLES = ['manual', 'error', 'errorTight', 'json', 'jsonStatus'] as const satisfies Array<
	Settings['replyStyle']
>;

/** The parameters of each operation, as a test that is about something else takes them. */
export const OPERATIONS = {
	send: SEND,
	getBalance: { resource: 'account', operation: 'getBalance' },
	getApiKey: { resource: 'account', operation: 'getApiKey' },
	get: { resource: 'deliveryReport', operation: 'get', shootId: 'C2001' },
	getOnce: { resource: 'deliveryReport', operation: 'getOnce', shootId: 'C2001' },
	getAll: { resource: 'deliveryReport', operation: 'getAll', returnAll: false, limit: 50 },
} satisfies Record<OperationName, IDataObject>;

/** The gateway's call behind an operation. */
export const CALL = {
	send: 'smsapi',
	getBalance: 'getBalance',
	getApiKey: 'getkey',
	get: 'getDLRRep',
	getOnce: 'getDLR',
	getAll: 'getAll',
} as const satisfies Record<OperationName, string>;

export const RETRYING = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 } satisfies Partial<INode>;
export const GOING_ON = { onError: 'continueRegularOutput' } as const satisfies Partial<INode>;

/** An account of V2 at the simulator, as n8n decrypts it: the fields that are not shown are absent. */
export const v2Account = ({ baseUrl, settings }: Simulator): ICredentialDataDecryptedObject => ({
	api: 'v2',
	v2BaseUrl: baseUrl,
	username: settings.v2UserName,
	apiKey: settings.v2ApiKey,
	senderId: 'MiMSMS',
});

/** How the node runs, and what stands beside its parameters. */
export interface RunExtras extends Omit<Partial<NodeSpec>, 'parameters'> {
	input?: IDataObject[];
	settings?: IWorkflowSettings;
	mode?: WorkflowExecuteMode;
}

/** n8n's engine with the built package, and a gateway that it can ask. */
export abstract class Bench {
	sim!: Simulator;
	package!: LoadedPackage;
	engine!: Engine;

	/** What each test finds, beside a simulator that is as it was at its start. */
	abstract begin(): void;

	protected saveAccount(id: string, name: string, data: ICredentialDataDecryptedObject): void {
		this.engine.saveCredential(id, {
			type: 'mimSmsApi',
			name,
			data: { baseUrl: this.sim.baseUrl, senderId: 'MiMSMS', ...data },
		});
	}
}

/** Opens the bench for the tests of a file, and puts it back to the start before each. */
export function openForTests<B extends Bench>(bench: B, simulatorOptions: SimulatorOptions = {}): B {
	let settings: object;

	beforeAll(async () => {
		bench.sim = await startSimulator(simulatorOptions);
		bench.package = await loadPackage();
		bench.engine = new Engine({ packages: [bench.package] });
		const { port, basePath, ...changeable } = bench.sim.settings;
		settings = changeable;
	});
	afterAll(async () => await bench.sim.close());
	beforeEach(async () => {
		bench.sim.reset();
		Object.assign(bench.sim.settings, settings);
		await bench.sim.accept();
		bench.begin();
	});
	return bench;
}

/** The action node, with an account that signs in by its key and one that signs in by its login. */
export class NodeBench extends Bench {
	begin(): void {
		this.saveCredential(BY_KEY, { signInWith: 'apiKey', apiKey: this.sim.settings.apiKey });
		this.saveCredential(BY_LOGIN, { signInWith: 'login', username: USERNAME, password: PASSWORD });
	}

	saveCredential(id: string, data: ICredentialDataDecryptedObject): void {
		this.saveAccount(id, `Account ${id}`, data);
	}

	/** The node as tests write it; `extra` is what stands beside its parameters. */
	node(parameters: IDataObject, extra: Omit<Partial<NodeSpec>, 'parameters'> = {}): NamedNode {
		return { type: 'mimSms', name: NODE, credentials: BY_KEY, parameters, ...extra };
	}

	/** The node after a start, with two more nodes behind its two branches. */
	workflow(
		parameters: IDataObject,
		{ settings: ofWorkflow = {}, ...extra }: Omit<RunExtras, 'input' | 'mode'> = {},
	): WorkflowBuilder {
		return workflow()
			.settings(ofWorkflow)
			.add({ name: 'Start', type: 'n8n-nodes-base.manualTrigger' })
			.add(this.node(parameters, extra))
			.add({ name: 'Next', type: 'n8n-nodes-base.noOp' })
			.add({ name: 'Failed', type: 'n8n-nodes-base.noOp' }, { after: NODE, output: 1 });
	}

	/** Runs it; the start gives `input`. */
	async run(parameters: IDataObject, { input, mode, ...extra }: RunExtras = {}): Promise<Run> {
		return await this.engine.run(this.workflow(parameters, extra), { input, mode });
	}

	async send(parameters: IDataObject = {}, extras?: RunExtras): Promise<Run> {
		return await this.run({ ...SEND, ...parameters }, extras);
	}

	/** Sends once for each of these texts, one request after the other. */
	async sendTexts(texts: string[], extras?: RunExtras): Promise<Run> {
		return await this.send(
			{ message: '={{ $json.text }}', options: { parallelCalls: 1 } },
			{ input: texts.map((text) => ({ text })), ...extras },
		);
	}

	/** The texts in the gateway's ledger, as often as they stand in it. */
	accepted(): string[] {
		return this.sim.messages.map(({ text }) => text);
	}
}

export const useBench = (simulatorOptions: SimulatorOptions = {}): NodeBench =>
	openForTests(new NodeBench(), { username: USERNAME, password: PASSWORD, ...simulatorOptions });

/** The error of a run, or of a poll, as one text: what happened and what to do. */
export const told = ({ error }: { error?: { message: string; description?: string | null } }): string =>
	`${error?.message} | ${error?.description}`;

/** All that n8n keeps of a run or shows of it. */
export const everythingOf = (run: Run): string =>
	[
		run.stored,
		...run.log,
		inspect(run.error, { depth: 10, showHidden: true }),
		run.error?.stack,
		JSON.stringify(run.runs(NODE)),
		JSON.stringify(run.executionData),
	].join('\n');

/** A list of properties with those that stand in their collections. */
export const allProperties = (list: INodeProperties[]): INodeProperties[] =>
	list.flatMap((one) => [one, ...(one.type === 'collection' ? allProperties(fieldsIn(one)) : [])]);

/** The fields of a collection; n8n keeps them in one place with the choices of a menu. */
export const fieldsIn = ({ options = [] }: INodeProperties): INodeProperties[] => options as INodeProperties[];

/** With signs that an address can't carry as they are: they stand encoded wherever a URL is shown. */
export const KEY = 'C200843+163d&2f4%a1?#.12345678';
export const SECRETS = [...new Set([KEY, USERNAME, PASSWORD].flatMap(formsOf))];

/** Which of the secrets stand in what n8n keeps or shows of a run: error, stack, items, log at debug level, stored execution. */
export function secretsIn(run: Run): string[] {
	const everything = everythingOf(run);
	return SECRETS.filter((secret) => everything.includes(secret));
}
