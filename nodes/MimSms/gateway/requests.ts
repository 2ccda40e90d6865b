import type { Schedule } from './gatewayTime';
import type { Parts } from './parts';

/** Where the credential puts a secret in; it stands in no parameter, since what users type is encoded first. */
export const KEY_PLACEHOLDER = '{apiKey}';
export const LOGIN_PLACEHOLDER = '{username}/{password}';

/** Tells the credential, which takes the header out again, what to do before the request leaves. */
export const ERRAND_HEADER = 'x-mimsms-first';

/** `renew`: the gateway knows the fetched key no more, fetch another; `test`: ask for the balance and fail when that fails. */
export type Errand = 'renew' | 'test';

/** A call of the gateway (manual, "API Documents"), the key left out: `form` is sent urlencoded with the key added. */
export interface GatewayRequest {
	method: 'GET' | 'POST';
	path: string;
	form?: Record<string, string>;
}

const get = (path: string): GatewayRequest => ({ method: 'GET', path });

/** What is left on the account. */
export const balanceRequest = (): GatewayRequest => get(`/miscapi/${KEY_PLACEHOLDER}/getBalance`);

/** The API key of a user name and password. */
export const apiKeyRequest = (): GatewayRequest => get(`/getkey/${LOGIN_PLACEHOLDER}`);

/** Hands out up to 100 reports and takes them out of the gateway. */
export const allReportsRequest = (): GatewayRequest => get(`/miscapi/${KEY_PLACEHOLDER}/getDLR/getAll`);

/** The reports of one shoot ID: `once` takes them out of the gateway, otherwise they can be asked for again (getDLRRep). */
export const reportsRequest = (shootId: string, once: boolean): GatewayRequest =>
	get(`/miscapi/${KEY_PLACEHOLDER}/${once ? 'getDLR' : 'getDLRRep'}/${encodeURIComponent(shootId)}`);

/** The purposes that some installations want to be told; none is not sent. */
export const LABELS = ['none', 'promotional', 'transactional'] as const;

export type Label = (typeof LABELS)[number];

export interface TextToMany {
	msisdns: string[];
	message: string;
	senderId: string;
	type: Parts['type'];
	schedule: Schedule | null;
	reply: boolean;
	label: Label;
}

/** The calls that send, by what they can carry. */
export const TEXT_TO_MANY = { method: 'POST', path: '/smsapi' } as const;
export const OWN_TEXTS = { method: 'POST', path: '/smsapimany' } as const;

/** One text to many numbers. Optional fields are left out when empty: some installations refuse them otherwise. */
export function sendRequest(sms: TextToMany): GatewayRequest {
	return {
		...TEXT_TO_MANY,
		form: {
			type: sms.type,
			contacts: sms.msisdns.join(','),
			senderid: sms.senderId,
			msg: sms.message,
			...(sms.schedule && { scheduledDateTime: sms.schedule.wire }),
			...(sms.reply && { reply: 'Y' }),
			...(sms.label !== 'none' && { label: sms.label }),
		},
	};
}

export interface OwnTexts {
	rows: Array<{ to: string; message: string }>;
	senderId: string;
	schedule: Schedule | null;
	label: Label;
}

/** Own text for each: the list goes as a JSON string in the form, which every installation takes. */
export function sendManyRequest(batch: OwnTexts): GatewayRequest {
	return {
		...OWN_TEXTS,
		form: {
			senderid: batch.senderId,
			messages: JSON.stringify(batch.rows.map(({ to, message }) => ({ to, message }))),
			...(batch.schedule && { scheduledDateTime: batch.schedule.wire }),
			...(batch.label !== 'none' && { label: batch.label }),
		},
	};
}
