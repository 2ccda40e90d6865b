import type { Account, OrderRow } from './account.cts';
import { refuseCaller, refuseSend } from './admission.cts';
import { fromDhakaTime } from './dhakaTime.cts';
import {
	balanceReply,
	failureReply,
	htmlReply,
	keyReply,
	reportsReply,
	submittedReply,
	wrongLoginReply,
	type Reply,
} from './replies.cts';
import { contactsOf, messagesOf, textField, typeField, type Fields } from './requestFields.cts';
import type { Settings } from './settings.cts';

/** The parameters of a path by name, decoded. */
export type PathParams = Record<string, string>;

export interface Caller {
	ip: string;
	/** as it came */
	body: string;
	/** whether its content type says so */
	isJson: boolean;
	fields: Fields;
	params: PathParams;
}

export interface Answer {
	reply: Reply;
	/** whether the gateway carried the call out */
	accepted: boolean;
}

export type AnswerCall = (settings: Settings, account: Account, caller: Caller) => Answer;

/** A call of the gateway, of either API. */
export interface GatewayCall {
	call: string;
	methods: ReadonlyArray<'GET' | 'POST'>;
	/** below the base URL */
	path: string;
	answer: AnswerCall;
}

/** The calls of the classic API: path below the base URL, methods, and what answers. */
export const CALLS = [
	{ call: 'smsapi', methods: ['POST', 'GET'], path: '/smsapi', answer: sendOneText },
	{ call: 'smsapimany', methods: ['POST'], path: '/smsapimany', answer: sendManyTexts },
	{ call: 'getAll', methods: ['GET'], path: '/miscapi/:key/getDLR/getAll', answer: withKey(getAll) },
	{ call: 'getDLR', methods: ['GET'], path: '/miscapi/:key/getDLR/:shootId', answer: withKey(getDLR) },
	{ call: 'getDLRRep', methods: ['GET'], path: '/miscapi/:key/getDLRRep/:shootId', answer: withKey(getDLRRep) },
	{ call: 'getBalance', methods: ['GET'], path: '/miscapi/:key/getBalance', answer: withKey(getBalance) },
	{ call: 'getkey', methods: ['GET'], path: '/getkey/:username/:password', answer: getKey },
] as const satisfies readonly GatewayCall[];

/** The answer to a path or method that the gateway doesn't have. */
export function unknownCall(): Answer {
	return { reply: htmlReply(404, 'Not Found'), accepted: false };
}

function sendOneText(settings: Settings, account: Account, caller: Caller) {
	const text = textField(caller.fields, 'msg');
	const contacts = contactsOf(caller.fields);
	const rows = contacts.map((to) => ({ to, text }));
	// A request without contacts still has its text checked before its numbers.
	return send(settings, account, caller, { rows: rows.length > 0 ? rows : [{ to: '', text }], needsType: true });
}

// smsapimany has no type: what its texts need decides.
function sendManyTexts(settings: Settings, account: Account, caller: Caller) {
	return send(settings, account, caller, { rows: messagesOf(caller.fields), needsType: false });
}

function send(
	settings: Settings,
	account: Account,
	{ ip, fields }: Caller,
	{ rows, needsType }: { rows: OrderRow[]; needsType: boolean },
) {
	const code =
		refuseCaller(settings, ip, textField(fields, 'api_key')) ?? refuseSend(settings, fields, rows, { needsType });
	if (code) return refused(settings, code);
	const wallTime = textField(fields, 'scheduledDateTime');
	const at = fromDhakaTime(wallTime);
	const sent = account.accept({
		api: 'classic',
		rows,
		senderId: textField(fields, 'senderid'),
		type: needsType ? typeField(fields) : null,
		label: textField(fields, 'label') || null,
		schedule: at && { wallTime, at },
	});
	if (!sent) return refused(settings, '1007');
	return accepted(submittedReply(settings, sent[0].shootId, textField(fields, 'reply') === 'Y'));
}

function getAll(settings: Settings, account: Account) {
	const reports = account.reports();
	const rows = settings.getAllStyle === 'once' ? reports.takeAll(settings.pageSize) : reports.newest(settings.pageSize);
	return accepted(reportsReply(settings, rows, 'getAll'));
}

function getDLR(settings: Settings, account: Account, { params }: Caller) {
	const rows = account.reports().takeOf(params.shootId, settings.pageSize);
	return accepted(reportsReply(settings, rows, 'getDLR'));
}

function getDLRRep(settings: Settings, account: Account, { params }: Caller) {
	const rows = account.reports().repeat(params.shootId, settings.repPageSize);
	return accepted(reportsReply(settings, rows, 'getDLRRep'));
}

function getBalance(settings: Settings) {
	return accepted(balanceReply(settings));
}

function getKey(settings: Settings, _account: Account, { ip, params }: Caller) {
	const code = refuseCaller(settings, ip, settings.apiKey);
	if (code) return refused(settings, code);
	const known = params.username === settings.username && params.password === settings.password;
	return known ? accepted(keyReply(settings)) : { reply: wrongLoginReply(settings), accepted: false };
}

function withKey(answer: AnswerCall): AnswerCall {
	return (settings, account, caller) => {
		const code = refuseCaller(settings, caller.ip, caller.params.key);
		return code ? refused(settings, code) : answer(settings, account, caller);
	};
}

function accepted(reply: Reply): Answer {
	return { reply, accepted: true };
}

function refused(settings: Settings, code: string): Answer {
	return { reply: failureReply(settings, code), accepted: false };
}
