import type { Account } from './account.cts';
import type { Answer, AnswerCall, GatewayCall } from './calls.cts';
import { PENDING } from './deliveryOutcomes.cts';
import type { Fields } from './requestFields.cts';
import type { Settings } from './settings.cts';
import { MSISDN, refuseV2Caller } from './v2Admission.cts';
import { bodyFields, lackingField, text } from './v2Fields.cts';
import {
	missingFieldReply,
	notReadyReply,
	pendingReply,
	refusalReply,
	unreadableBodyReply,
	v2BalanceReply,
	v2NotFoundReply,
	v2ReportReply,
} from './v2Replies.cts';
import { sendDsms, sendOneToMany, sendSms } from './v2Sends.cts';

/** A call whose body was read. */
export interface V2Caller {
	ip: string;
	fields: Fields;
}

export type AnswerV2Call = (settings: Settings, account: Account, caller: V2Caller) => Answer;

const PATH = '/api/V2';

/** The calls of the JSON API V2. All of them are POST: GET would put the key into the URL, and is not offered. */
export const V2_CALLS = [
	{ call: 'v2/SMS', methods: ['POST'], path: `${PATH}/SMS`, answer: withFields(sendSms) },
	{ call: 'v2/OneToMany', methods: ['POST'], path: `${PATH}/OneToMany`, answer: withFields(sendOneToMany) },
	{ call: 'v2/DSMS', methods: ['POST'], path: `${PATH}/DSMS`, answer: withFields(sendDsms) },
	{ call: 'v2/BalanceCheck', methods: ['POST'], path: `${PATH}/BalanceCheck`, answer: withFields(checkBalance) },
	{ call: 'v2/DlrApi', methods: ['POST'], path: `${PATH}/DlrApi`, answer: withFields(askForReport) },
] as const satisfies readonly GatewayCall[];

/** Whether a path is below that of V2. */
export function isV2Path({ basePath }: Pick<Settings, 'basePath'>, path: string): boolean {
	return path.startsWith(`${basePath}${PATH}/`);
}

/** The answer to a path below that of V2 which is none, or to one of its paths with another method. */
export function unknownV2Call(settings: Settings, path: string): Answer {
	const isKnown = V2_CALLS.some((known) => settings.basePath + known.path === path);
	return { reply: v2NotFoundReply(settings, isKnown ? 405 : 404), accepted: false };
}

// What ASP.NET finds wrong with a body is said before anybody looks at who asks.
function withFields(answer: AnswerV2Call): AnswerCall {
	return (settings, account, { ip, body, isJson }) => {
		if (!isJson) return { reply: refusalReply(settings, { code: '500' }), accepted: false };
		const fields = bodyFields(body);
		return fields ? answer(settings, account, { ip, fields }) : { reply: unreadableBodyReply(), accepted: false };
	};
}

function checkBalance(settings: Settings, _account: Account, caller: V2Caller) {
	return refuseCall(settings, caller, []) ?? { reply: v2BalanceReply(settings), accepted: true };
}

function askForReport(settings: Settings, account: Account, caller: V2Caller): Answer {
	const refused = refuseCall(settings, caller, ['mobileNumber', 'trackingId']);
	if (refused) return refused;
	const [to = '', shootId = ''] = ['mobileNumber', 'trackingId'].map((name) => text(caller.fields, name) ?? '');
	if (!MSISDN.test(to)) return { reply: refusalReply(settings, { code: '206' }), accepted: false };

	const row = account.reportOf(shootId, to);
	const isPending = row?.code === PENDING.code;
	if (row && !isPending) return { reply: v2ReportReply(settings, row), accepted: true };
	const hasWord = isPending && settings.v2PendingWord !== '';
	return { reply: (hasWord ? pendingReply : notReadyReply)(settings, { shootId, to }), accepted: true };
}

function refuseCall(settings: Settings, { ip, fields }: V2Caller, names: readonly string[]): Answer | null {
	const lacking = lackingField(fields, names);
	if (lacking && settings.v2MissingField === 'problem') return { reply: missingFieldReply(lacking), accepted: false };
	const refusal = refuseV2Caller(settings, ip, fields) ?? (lacking ? { code: '213' } : null);
	return refusal && { reply: refusalReply(settings, refusal), accepted: false };
}
