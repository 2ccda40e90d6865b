import type { Batch, Row } from '../batches';
import type { GatewayRequest } from '../dialect';
import { ROUTES } from '../routes';
import type { Sms } from '../sms';

/** The reports of one shoot ID: `once` takes them out of the gateway, otherwise they can be asked for again (getDLRRep). */
export function reportsRequest(shootId: string, { once }: { once: boolean }): GatewayRequest {
	const { method, path } = once ? ROUTES.takeReportsOf : ROUTES.reportsOf;
	return { method, path: `${path}${encodeURIComponent(shootId)}` };
}

/** One text to many numbers. Optional fields are left out when empty: some installations refuse them otherwise. */
export const sendRequest = (sms: Sms): GatewayRequest => ({
	...ROUTES.send,
	form: {
		type: sms.type,
		contacts: sms.msisdns.join(','),
		senderid: sms.senderId,
		msg: sms.message,
		...(sms.schedule && { scheduledDateTime: sms.schedule.wire }),
		...(sms.reply && { reply: 'Y' }),
		...(sms.label !== 'none' && { label: sms.label }),
	},
});

/** A different text for each row: the list goes as a JSON string in the form, which every installation takes. */
export const sendManyRequest = (batch: Batch<Row>): GatewayRequest => ({
	...ROUTES.sendMany,
	form: {
		senderid: batch.senderId,
		messages: JSON.stringify(batch.rows.map(({ to, message }) => ({ to, message }))),
		...(batch.schedule && { scheduledDateTime: batch.schedule.wire }),
		...(batch.label !== 'none' && { label: batch.label }),
	},
});
