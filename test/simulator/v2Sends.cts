import type { Account, OrderRow } from './account.cts';
import type { Answer } from './calls.cts';
import type { Settings } from './settings.cts';
import { checkRows, refuseV2Caller, type CheckedRow } from './v2Admission.cts';
import type { V2Caller } from './v2Calls.cts';
import { lackingField, smsDataOf, text } from './v2Fields.cts';
import { newTrackingId, newTrxnId } from './v2Ids.cts';
import { missingFieldReply, refusalReply, submittedReply, type Refusal } from './v2Replies.cts';

/** What each of the three sends has of its own. */
interface Send {
	/** texts that it needs, besides those of every send */
	needs: readonly string[];
	/** null when `smsData` can't be read */
	rows: readonly OrderRow[] | null;
	types: readonly string[];
	/** what it calls a number */
	numberField: string;
	/** Refuses what no other send refuses. */
	refuse(count: number): Refusal | null;
}

/** `SMS`: one text, to one number (transactionType T) or to many (P). */
export function sendSms(settings: Settings, account: Account, caller: V2Caller): Answer {
	const { fields } = caller;
	const [numbers, message, campaign] = ['mobileNumber', 'message', 'campaignName'].map(
		(name) => text(fields, name) ?? '',
	);
	const isPromotional = fields.transactionType === 'P';
	if (settings.v2Campaign === 'required' && campaign === '') {
		return { reply: missingFieldReply('campaignName'), accepted: false };
	}
	return send(settings, account, caller, {
		needs: ['senderName', 'transactionType', 'mobileNumber', 'message'],
		rows: numbers.split(',').map((to) => ({ to: to.trim(), text: message })),
		types: ['T', 'P'],
		numberField: 'mobileNumber',
		refuse(count) {
			if (!isPromotional) return count > 1 ? { code: '206', words: 'Multiple recipients not allowed' } : null;
			if (settings.v2Campaigns && !settings.v2Campaigns.includes(campaign)) return { code: '210' };
			return refuseMoreThan(settings.v2MaxNumbers, count);
		},
	});
}

/** `OneToMany`: one text to many numbers. */
export function sendOneToMany(settings: Settings, account: Account, caller: V2Caller): Answer {
	return send(settings, account, caller, {
		needs: ['senderName', 'message'],
		rows: smsDataOf(caller.fields, text(caller.fields, 'message') ?? ''),
		types: ['T', 'P'],
		numberField: 'mobNumber',
		refuse: (count) => refuseMoreThan(settings.v2MaxNumbers, count),
	});
}

/** `DSMS`: a text of its own to each number. */
export function sendDsms(settings: Settings, account: Account, caller: V2Caller): Answer {
	return send(settings, account, caller, {
		needs: ['senderName'],
		rows: smsDataOf(caller.fields),
		types: ['T', 'P', 'D'],
		numberField: 'mobNumber',
		refuse: (count) => refuseMoreThan(settings.v2MaxRows, count),
	});
}

function refuseMoreThan(most: number, count: number): Refusal | null {
	return count > most ? { code: '213' } : null;
}

// The order of the checks is a guess: from what concerns the account to what concerns the message.
function send(settings: Settings, account: Account, caller: V2Caller, wanted: Send): Answer {
	const { ip, fields } = caller;
	const { needs, rows, types, refuse } = wanted;
	const lacking = lackingField(fields, needs) ?? (rows ? undefined : 'smsData');
	if (lacking && settings.v2MissingField === 'problem') {
		return { reply: missingFieldReply(lacking), accepted: false };
	}
	const stranger = refuseV2Caller(settings, ip, fields);
	if (stranger) return refused(settings, stranger);
	if (lacking || !rows) return refused(settings, { code: '213' });

	const type = text(fields, 'transactionType');
	if (type !== null && !types.includes(type)) return refused(settings, { code: '207' });
	const { senderIds } = settings;
	if (senderIds && !senderIds.includes(text(fields, 'senderName') ?? '')) return refused(settings, { code: '208' });
	const refusal = refuse(rows.length);
	if (refusal) return refused(settings, refusal);
	return take(settings, account, caller, checkRows(settings, rows, wanted.numberField));
}

function take(settings: Settings, account: Account, { fields }: V2Caller, rows: readonly CheckedRow[]): Answer {
	const bad = rows.flatMap(({ refused }) => refused ?? []);
	const good = rows.filter(({ refused, isLost }) => !refused && !isLost);
	const failsAsAWhole = settings.v2BadRows === 'whole' || (settings.v2BadRows === 'each' && good.length === 0);
	if (bad.length > 0 && failsAsAWhole) return refused(settings, { code: bad[0].code, rows: bad });

	const trxnId = newTrxnId(settings, rows.length);
	const messages = account.accept({
		api: 'v2',
		rows: good.map((row) => ({ ...row, trackingId: rows.length === 1 ? trxnId : newTrackingId() })),
		senderId: text(fields, 'senderName') ?? '',
		type: null,
		label: fields.transactionType === 'P' ? 'promotional' : 'transactional',
		schedule: null,
		trxnId,
	});
	if (!messages) return refused(settings, { code: '216' });
	const accepted = messages.filter((_message, index) => !good[index].isUnnamed);
	return {
		reply: submittedReply(settings, trxnId, { accepted, refused: bad, count: rows.length }),
		accepted: true,
	};
}

function refused(settings: Settings, refusal: Refusal): Answer {
	return { reply: refusalReply(settings, { ...refusal, isSend: true }), accepted: false };
}
