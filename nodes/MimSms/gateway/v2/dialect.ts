import type { Dialect, GatewayRequest, Signable, SigningSecrets } from '../dialect';
import { andThen, success } from '../fault';
import type { Batch, Label, Row, Sms } from '../sms';
import { readReference, referenceIn, type Reference } from './references';
import { readBalance, readSubmission } from './replies';
import { readReports } from './reports';

/** The JSON API V2, which MiM SMS documents today (api.mimsms.com/api/V2). */
export const v2: Dialect = {
	name: 'the JSON API (V2)',
	mayBeKey: (key) => !key.includes('.'),
	can: {
		takeAll: false,
		schedule: false,
		fetchKey: false,
		chooseEncoding: false,
		reply: false,
		campaign: true,
		sendAbroad: false,
		reportCodes: false,
		shareReference: false,
	},
	most: { recipients: 1_000, rows: 500, reports: Infinity, tracked: 100, questions: 200, questionsAtOnce: 4 },
	send: (sms) => ({ request: sendRequest(sms), read: (reply) => readSubmission(reply, sms.msisdns) }),
	sendMany: (batch) => ({
		request: sendManyRequest(batch),
		read: (reply) =>
			readSubmission(
				reply,
				batch.rows.map(({ to }) => to),
			),
	}),
	balance: () => ({ request: post('BalanceCheck', {}), read: readBalance }),
	reportsOf(word) {
		const reference = referenceIn(word);
		return { request: reportRequest(reference), read: (reply) => readReports(reply, reference) };
	},
	readReference: (value) => andThen(readReference(value), ({ id, msisdn }) => success(`${id}@${msisdn}`)),
	sign,
};

/** Everything is a POST of JSON (vendor's documents); user name and key are added by `sign`. */
const post = (call: string, json: Record<string, unknown>): GatewayRequest => ({
	method: 'POST',
	path: `/api/V2/${call}`,
	json,
});

/** Transactional messages ignore the do-not-disturb list; promotional ones need an approved campaign. */
const transactionType = (label: Label): 'P' | 'T' => (label === 'promotional' ? 'P' : 'T');

/** One text: `SMS` for one number, or for promotional ones with a comma between them; else `OneToMany`, since `SMS` with T takes one. */
function sendRequest({ msisdns, message, senderId, label, campaign }: Sms): GatewayRequest {
	const common = { senderName: senderId, transactionType: transactionType(label), message };
	if (label !== 'promotional' && msisdns.length > 1) {
		return post('OneToMany', { ...common, smsData: msisdns.map((mobNumber) => ({ mobNumber })) });
	}
	// One account was seen to refuse a request without a campaign; the text "null" does no harm.
	const campaignName = label === 'promotional' ? campaign : 'null';
	return post('SMS', { ...common, mobileNumber: msisdns.join(','), campaignName });
}

/** A different text for each row. */
const sendManyRequest = ({ senderId, label, rows }: Batch<Row>): GatewayRequest =>
	post('DSMS', {
		senderName: senderId,
		transactionType: transactionType(label),
		smsData: rows.map(({ to, message }) => ({ mobNumber: to, message })),
	});

/** The report of one recipient. */
const reportRequest = ({ id, msisdn }: Reference): GatewayRequest =>
	post('DlrApi', { mobileNumber: msisdn, trackingId: id });

/** User name and key are fields of the JSON. A request without a body gets none: they would have to stand in the address. */
function sign({ target, body }: Signable, { key, username }: SigningSecrets): Signable {
	return { target, ...(body && { body: { ...body, userName: username.trim(), apiKey: key() } }) };
}
