import type { Batch, Row } from '../batches';
import type { GatewayRequest } from '../dialect';
import type { Label, Sms } from '../sms';
import type { Reference } from './references';

/** Everything is a POST of JSON (vendor's documents); user name and key are added by `sign`. */
const post = (call: string, json: Record<string, unknown>): GatewayRequest => ({
	method: 'POST',
	path: `/api/V2/${call}`,
	json,
});

/** Transactional messages ignore the do-not-disturb list; promotional ones need an approved campaign. */
const transactionType = (label: Label): 'P' | 'T' => (label === 'promotional' ? 'P' : 'T');

/** One text: `SMS` for one number, or for promotional ones with a comma between them; else `OneToMany`, since `SMS` with T takes one. */
export function sendRequest({ msisdns, message, senderId, label, campaign }: Sms): GatewayRequest {
	const common = { senderName: senderId, transactionType: transactionType(label), message };
	if (label !== 'promotional' && msisdns.length > 1) {
		return post('OneToMany', { ...common, smsData: msisdns.map((mobNumber) => ({ mobNumber })) });
	}
	// One account was seen to refuse a request without a campaign; the text "null" does no harm.
	const campaignName = label === 'promotional' ? campaign : 'null';
	return post('SMS', { ...common, mobileNumber: msisdns.join(','), campaignName });
}

/** A different text for each row. */
export const sendManyRequest = ({ senderId, label, rows }: Batch<Row>): GatewayRequest =>
	post('DSMS', {
		senderName: senderId,
		transactionType: transactionType(label),
		smsData: rows.map(({ to, message }) => ({ mobNumber: to, message })),
	});

export const balanceRequest = (): GatewayRequest => post('BalanceCheck', {});

/** The report of one recipient. */
export const reportRequest = ({ id, msisdn }: Reference): GatewayRequest =>
	post('DlrApi', { mobileNumber: msisdn, trackingId: id });
