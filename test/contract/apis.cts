/** The two APIs behind the node, as a test that holds for both sees them: the account, the calls, the codes, the words. */
import type { FaultCase } from '../faults.cts';
import { FAULTS, isDecreedRefused } from '../faults.cts';
import { BY_KEY, BY_LOGIN, formsOf, REPLY_STYLES } from '../node/setup.cts';
import type { CALL, SendingBench } from '../sending/setup.cts';
import type { CallName, Fault, Settings, Simulator } from '../simulator/index.cts';

export type ApiName = 'classic' | 'v2';
export type Sending = keyof typeof CALL;

type Message = Simulator['messages'][number];
type Request = Simulator['requests'][number];

/** What a test must know of an API. */
export interface Api {
	/** From now on in this test the account speaks it. */
	speak(bench: SendingBench): void;
	/** The accounts that `speak` saves. */
	credentials: string[];
	/** The call of an operation for one recipient an item. */
	calls: Record<Sending | 'reports' | 'balance', CallName>;
	/** The call of Send for several recipients in an item. */
	callToSeveral: CallName;
	/** Whether a message can be sent later. */
	schedules: boolean;
	/** The code of what was accepted. */
	accepted: string;
	/** Refusals by what they end: the run, the rows of a sender, their own request. Some name what to do in their advice. */
	refusals: { account: string[]; sender: string; request: string[]; noBalance: string };
	/** What an empty account is told. */
	noBalanceWords: string;
	/** The ways in which it writes a refusal, as settings of the simulator. */
	styles: Array<Partial<Settings>>;
	/** Refusals that a next try may not meet. */
	passing: string[];
	/** Codes with which nobody knows whether the message was taken. */
	unclear: string[];
	/** What may happen to a call, the gateway's own answers among it. */
	faults: readonly FaultCase[];
	/** Settings of the simulator with which Send and Track has as little to wait for as the API allows, and the status that it gives then. */
	tracking: { settings: Partial<Settings>; status: 'pending' | 'delivered' };
	/** The word that an output has for a message of the ledger. */
	referenceOf(message: Message): string;
	/** What the gateway says of it when it takes it. */
	wordsOf(message: Message): string;
	/** The texts that a request of a send held. */
	textsIn(request: Request): string[];
	/** The secrets that every account of it knows, as a gateway would echo them. */
	knownOf(sim: Simulator): string;
	/** How the secrets of the account could be shown. */
	secretsOf(sim: Simulator): string[];
}

const inBulk = FAULTS.filter((one) => one.inBulk);

const ownFault = (code: string, status: number, rest: Partial<Fault> = {}): FaultCase => ({
	name: `code ${code} under HTTP ${status}${'accept' in rest ? ', though it accepted' : ''}`,
	fault: { kind: 'code', code, status, ...rest } as Fault,
});

const UNCLEAR = ['221', '500', '299'];

/** What V2 itself may answer: its codes under any HTTP status, with its rows or without, taken or not. */
const OWN_OF_V2: FaultCase[] = ['205', '206', '208', '213', '216', '401', ...UNCLEAR].flatMap((code) =>
	[200, 400, 500].flatMap((status) => [
		ownFault(code, status),
		...(UNCLEAR.includes(code) ? [ownFault(code, status, { accept: true, rows: true })] : []),
	]),
);

/** A server in front of the gateway that knows no such page: nothing reached it. */
const IN_FRONT: FaultCase = { name: '404, not accepted', fault: { kind: 'status', status: 404 } };

const ofMessages = (json: unknown): string[] =>
	(JSON.parse(String(json)) as Array<{ message: string }>).map(({ message }) => message);

export const API: Record<ApiName, Api> = {
	classic: {
		speak: (bench) => bench.begin(),
		credentials: [BY_KEY, BY_LOGIN],
		calls: {
			send: 'smsapi',
			sendMany: 'smsapimany',
			sendAndTrack: 'smsapi',
			reports: 'getDLRRep',
			balance: 'getBalance',
		},
		callToSeveral: 'smsapi',
		schedules: true,
		accepted: '1000',
		refusals: {
			account: ['1003', '1007', '1010', '1011', '1016'],
			sender: '1002',
			request: ['1004', '1005', '1006', '1008', '1009', '1012', '1013', '1014', '1015', '1019', '1017', '2001'],
			noBalance: '1007',
		},
		noBalanceWords: '[1007] Balance Insufficient',
		styles: REPLY_STYLES.map((replyStyle) => ({ replyStyle })),
		passing: ['1004', '1005', '1007', '1013', '1016'],
		unclear: [],
		faults: inBulk,
		tracking: { settings: { successStyle: 'bare' }, status: 'pending' },
		referenceOf: ({ shootId }) => shootId,
		wordsOf: ({ shootId }) => `SMS SUBMITTED: ID - ${shootId}`,
		textsIn: ({ fields }) => (fields.messages ? ofMessages(fields.messages) : [String(fields.msg)]),
		knownOf: ({ settings }) => settings.apiKey,
		secretsOf: ({ settings: { apiKey, username, password } }) => [apiKey, username, password].flatMap(formsOf),
	},
	v2: {
		speak: (bench) => bench.speakV2(),
		credentials: [BY_KEY],
		calls: {
			send: 'v2/SMS',
			sendMany: 'v2/DSMS',
			sendAndTrack: 'v2/SMS',
			reports: 'v2/DlrApi',
			balance: 'v2/BalanceCheck',
		},
		callToSeveral: 'v2/OneToMany',
		schedules: false,
		accepted: '200',
		refusals: {
			account: ['401', '216'],
			sender: '208',
			request: ['205', '206', '207', '209', '210', '213'],
			noBalance: '216',
		},
		noBalanceWords: '[216] Insufficient Balance',
		styles: [
			{ v2StatusCode: 'number' },
			{ v2StatusCode: 'swapped' },
			{ v2KeyCase: 'pascal' },
			{ v2KeyCase: 'lower' },
			{ v2StatusCase: 'upper' },
			{ v2FailureLists: 'null' },
			{ v2FailureLists: 'empty' },
			{ v2RefusalStatus: 0 },
			{ v2RefusalStatus: 429 },
			{ v2RefusalStatus: 500 },
			{ v2Bom: true },
		],
		passing: ['205', '213', '216', '401'],
		unclear: UNCLEAR,
		faults: [...inBulk.filter((one) => !isDecreedRefused(one)), ...OWN_OF_V2, IN_FRONT],
		tracking: { settings: {}, status: 'delivered' },
		referenceOf: ({ trackingId, to }) => `${trackingId}@${to}`,
		wordsOf: () => 'SMS Send Successfully',
		textsIn: ({ fields }) => (fields.smsData ? ofMessages(JSON.stringify(fields.smsData)) : [String(fields.message)]),
		knownOf: ({ settings }) => `${settings.v2UserName} ${settings.v2ApiKey}`,
		secretsOf: ({ settings: { v2UserName, v2ApiKey } }) => [v2UserName, v2ApiKey].flatMap(formsOf),
	},
};

/** Each API with its name, for `describe.each`. */
export const APIS = Object.entries(API) as Array<[ApiName, Api]>;
