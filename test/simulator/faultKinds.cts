import { STATUS_CODES, type OutgoingHttpHeaders, type ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { CallName } from './callTable.cts';
import {
	bytesOf,
	closeSocket,
	hang,
	resetSocket,
	writePart,
	writeSlowly,
	writeWhole,
	type RawReply,
} from './rawReplies.cts';
import { failureReply, htmlReply, type Reply } from './replies.cts';
import type { Settings } from './settings.cts';
import { refusalReply, withRefusal } from './v2Replies.cts';

const V2_SENDS: readonly CallName[] = ['v2/SMS', 'v2/OneToMany', 'v2/DSMS'];

// Whether the gateway carries the call out all the same: takes the message, hands the rows out.
type NeverAccepts = { accept?: false };
type AlwaysAccepts = { accept?: true };
type MayAccept = { accept?: boolean };

/** How much of a reply: so many bytes, or a share from 0 to 1. */
type Part = { bytes?: number; share?: number };

/** What each kind of fault takes besides what all of them take; the README has the defaults. */
interface KindOptions {
	resetBefore: NeverAccepts;
	resetAfter: AlwaysAccepts;
	stall: MayAccept & Part;
	/** `interval` in ms */
	slow: AlwaysAccepts & { bytes?: number; interval?: number };
	status: MayAccept & { status?: number; headers?: OutgoingHttpHeaders; body?: string | Buffer };
	redirect: MayAccept & { status?: number; location?: string; body?: string | Buffer };
	empty: MayAccept;
	text: MayAccept & {
		body?: string | Buffer;
		contentType?: string;
		status?: number;
		headers?: OutgoingHttpHeaders;
	};
	/** `words` and `rows` are V2's: the reason, and whether the rows of the real reply stay */
	code: MayAccept & { code?: string; status?: number; words?: string; rows?: boolean };
	cutOff: AlwaysAccepts & Part & { chunked?: boolean };
	cutClean: AlwaysAccepts & Part;
	gzip: AlwaysAccepts;
	wrongType: AlwaysAccepts & { contentType?: string };
	charset: AlwaysAccepts & { charset?: BufferEncoding };
}

export type FaultKind = keyof KindOptions;

/** When a fault strikes: it lets `skip` (0) requests of its call (`*`: any) pass, and spoils the next `times` (1). */
type FaultTiming = { call?: CallName | '*'; times?: number; skip?: number };

/** A fault of one kind, or of one of several. */
export type FaultOf<Kind extends FaultKind> = { [K in Kind]: { kind: K } & FaultTiming & KindOptions[K] }[Kind];

export type Fault = FaultOf<FaultKind>;

/** A request that a fault strikes. */
interface Strike<Kind extends FaultKind> {
	fault: FaultOf<Kind>;
	call: CallName;
	/** what the gateway would have answered; null when it didn't carry the call out */
	reply: Reply | null;
	response: ServerResponse;
	settings: Settings;
	/** aborted when the simulator ends */
	signal: AbortSignal;
	baseUrl: string;
}

/** Whether the gateway carries the call out all the same, unless the fault says otherwise; `acceptFixed`: it may not. */
type AcceptRule<Options> = Options extends AlwaysAccepts
	? { accept: true; acceptFixed: true }
	: Options extends NeverAccepts
		? { accept: false; acceptFixed: true }
		: { accept: boolean; acceptFixed?: undefined };

type FaultRule<Kind extends FaultKind> = AcceptRule<KindOptions[Kind]> & {
	/** what it takes besides the options of all faults */
	options?: ReadonlyArray<Exclude<keyof KindOptions[Kind], 'accept'>>;
	answer(strike: Strike<Kind>): void | Promise<void>;
};

/** What can go wrong. */
export const FAULT_KINDS: { readonly [Kind in FaultKind]: FaultRule<Kind> } = {
	resetBefore: {
		accept: false,
		acceptFixed: true,
		answer: ({ response }) => resetSocket(response),
	},
	resetAfter: {
		accept: true,
		acceptFixed: true,
		answer: ({ response }) => closeSocket(response),
	},
	stall: {
		accept: true,
		options: ['bytes', 'share'],
		answer({ fault, reply, response }) {
			if (reply && askedForPart(fault)) writePart(response, reply, partOf(reply, fault), { andThen: hang });
			else hang();
		},
	},
	slow: {
		accept: true,
		acceptFixed: true,
		options: ['interval', 'bytes'],
		answer: ({ fault, reply, response, signal }) =>
			writeSlowly(response, given(reply), { interval: fault.interval ?? 10, bytes: fault.bytes ?? 1, signal }),
	},
	status: {
		accept: false,
		options: ['status', 'headers', 'body'],
		answer({ fault, response }) {
			const { status = 502, headers } = fault;
			writeWhole(response, { ...statusPage(status, fault.body), headers });
		},
	},
	redirect: {
		accept: false,
		options: ['status', 'location', 'body'],
		answer({ fault, response, baseUrl }) {
			const { status = 302, location = `${baseUrl}/elsewhere` } = fault;
			writeWhole(response, { ...statusPage(status, fault.body), headers: { location } });
		},
	},
	empty: {
		accept: false,
		answer: ({ response }) => writeWhole(response, { status: 200, type: 'text/html', body: '' }),
	},
	text: {
		accept: false,
		options: ['body', 'contentType', 'status', 'headers'],
		answer({ fault, response }) {
			const { body = '', contentType = 'text/html; charset=UTF-8', status = 200, headers } = fault;
			writeWhole(response, { status, type: contentType, body, headers });
		},
	},
	code: {
		accept: false,
		options: ['code', 'status', 'words', 'rows'],
		answer: (strike) => writeWhole(strike.response, codeReply(strike)),
	},
	cutOff: {
		accept: true,
		acceptFixed: true,
		options: ['bytes', 'share', 'chunked'],
		answer: ({ fault, reply, response }) =>
			writePart(response, given(reply), partOf(given(reply), fault), { andThen: closeSocket, chunked: fault.chunked }),
	},
	cutClean: {
		accept: true,
		acceptFixed: true,
		options: ['bytes', 'share'],
		answer: ({ fault, reply, response }) =>
			writeWhole(response, { ...given(reply), body: partOf(given(reply), fault) }),
	},
	gzip: {
		accept: true,
		acceptFixed: true,
		answer: ({ reply, response }) =>
			writeWhole(response, {
				...given(reply),
				body: gzipSync(given(reply).body),
				headers: { 'content-encoding': 'gzip' },
			}),
	},
	wrongType: {
		accept: true,
		acceptFixed: true,
		options: ['contentType'],
		answer: ({ fault, call, reply, response }) =>
			writeWhole(response, {
				...given(reply),
				type: fault.contentType ?? (isV2(call) ? 'text/html; charset=UTF-8' : 'application/json'),
			}),
	},
	charset: {
		accept: true,
		acceptFixed: true,
		options: ['charset'],
		answer({ fault, call, reply, response }) {
			const { charset = 'utf-16le' } = fault;
			writeWhole(response, {
				...given(reply),
				type: `${isV2(call) ? 'application/json' : 'text/html'}; charset=${charset}`,
				body: Buffer.from(given(reply).body, charset),
			});
		},
	},
};

function codeReply({ fault, call, reply, settings }: Strike<'code'>): Reply {
	const { code = isV2(call) ? '500' : '1005', status, words, rows } = fault;
	if (!isV2(call)) {
		const failure = failureReply(settings, code);
		return { ...failure, status: status ?? failure.status };
	}
	const refusal = { code, words, status, isSend: V2_SENDS.includes(call) };
	return rows && reply ? withRefusal(settings, reply, refusal) : refusalReply(settings, refusal);
}

function isV2(call: CallName) {
	return call.startsWith('v2/');
}

/** Answers a request with the fault that struck it. */
export async function answerWithFault<Kind extends FaultKind>(strike: Strike<Kind>): Promise<void> {
	await FAULT_KINDS[strike.fault.kind].answer(strike);
}

/** Whether the gateway carries out a call that this fault strikes. */
export function accepts({ kind, accept }: Fault): boolean {
	return accept ?? FAULT_KINDS[kind].accept;
}

/** A page as a server in front gives it, with another body where one is given. */
function statusPage(status: number, body?: string | Buffer): RawReply {
	const page = htmlReply(status, STATUS_CODES[status] ?? 'Unknown');
	return { ...page, body: body ?? page.body };
}

/** The reply of a call that the kind of its fault says is carried out. */
function given(reply: Reply | null): Reply {
	if (!reply) throw new Error('The gateway did not carry this call out');
	return reply;
}

function askedForPart({ bytes, share }: Part) {
	return bytes !== undefined || share !== undefined;
}

function partOf(reply: Reply, { bytes, share = 0.5 }: Part) {
	const whole = bytesOf(reply);
	return whole.subarray(0, bytes ?? Math.floor(whole.length * share));
}
