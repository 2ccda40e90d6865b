import type { Dialect, GatewayRequest, Question, Signable, SigningSecrets, Submission } from '../dialect';
import { andThen, success } from '../fault';
import { encodeLoosely } from '../redact';
import type { ReportPage } from '../report';
import { KEY_PLACEHOLDER, LOGIN_PLACEHOLDER, ROUTES } from '../routes';
import type { Batch, Row, Sms } from '../sms';
import { ACCEPTED_CODE } from './errorCodes';
import { readShootId } from './references';
import { readApiKey, readBalance, readSubmission } from './replies';
import { PAGE_SIZE, readReports, readTakenReports } from './reports';

/** The API of the manual: esms.mimsms.com and its sister gateways. */
export const classic: Dialect = {
	name: 'the classic API',
	mayBeKey: (key) => key.includes('.'),
	can: {
		takeAll: true,
		schedule: true,
		fetchKey: true,
		chooseEncoding: true,
		reply: true,
		campaign: false,
		sendAbroad: true,
		reportCodes: true,
		shareReference: true,
	},
	most: {
		recipients: Infinity,
		rows: 1_000,
		reports: PAGE_SIZE,
		tracked: Infinity,
		questions: Infinity,
		questionsAtOnce: Infinity,
	},
	send: (sms) => ({ request: sendRequest(sms), read: readAccepted }),
	sendMany: (batch) => ({ request: sendManyRequest(batch), read: readAccepted }),
	balance: () => ({
		request: ROUTES.balance,
		read: (reply) =>
			andThen(readBalance(reply), (amount) => success({ amount, response: reply.text.trim(), expiresOn: null })),
	}),
	reportsOf: (shootId) => ({ request: reportsRequest(shootId, { once: false }), read: readReports }),
	takeReportsOf: (shootId) => taking({ request: reportsRequest(shootId, { once: true }) }),
	takeReports: () => taking({ request: ROUTES.takeReports }),
	apiKey: () => ({ request: ROUTES.apiKey, read: readApiKey, isSecret: true }),
	readReference: readShootId,
	sign,
};

/** The reports of one shoot ID: `once` takes them out of the gateway, otherwise they can be asked for again (getDLRRep). */
function reportsRequest(shootId: string, { once }: { once: boolean }): GatewayRequest {
	const { method, path } = once ? ROUTES.takeReportsOf : ROUTES.reportsOf;
	return { method, path: `${path}${encodeURIComponent(shootId)}` };
}

/** One text to many numbers. Optional fields are left out when empty: some installations refuse them otherwise. */
const sendRequest = (sms: Sms): GatewayRequest => ({
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
const sendManyRequest = (batch: Batch<Row>): GatewayRequest => ({
	...ROUTES.sendMany,
	form: {
		senderid: batch.senderId,
		messages: JSON.stringify(batch.rows.map(({ to, message }) => ({ to, message }))),
		...(batch.schedule && { scheduledDateTime: batch.schedule.wire }),
		...(batch.label !== 'none' && { label: batch.label }),
	},
});

/** One shoot ID for all that a request held. */
const readAccepted: Question<Submission>['read'] = (reply) =>
	andThen(readSubmission(reply), ({ shootId, response }) =>
		success({ code: ACCEPTED_CODE, response, of: () => ({ reference: shootId }) }),
	);

const taking = ({ request }: Pick<Question<ReportPage>, 'request'>): Question<ReportPage> => ({
	request,
	read: readTakenReports,
	keepsPart: true,
});

/** Secrets stand in the path; of what is posted the key is one more field. */
function sign({ target, body }: Signable, { key, username, password }: SigningSecrets): Signable {
	const signed = target
		.replace(LOGIN_PLACEHOLDER, () => `${encodeSegment(username)}/${encodeSegment(password)}`)
		.replace(KEY_PLACEHOLDER, () => encodeSegment(key()));
	return { target: signed, ...(body && { body: { ...body, api_key: key() } }) };
}

/** One path segment: dots alone would climb. */
const encodeSegment = (secret: string): string =>
	encodeLoosely(secret).replace(/^\.{1,2}$/, (dots) => dots.replaceAll('.', '%252E'));
