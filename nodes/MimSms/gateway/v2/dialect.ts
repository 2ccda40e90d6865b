import type { Dialect, Signable, SigningSecrets } from '../dialect';
import { andThen, success } from '../fault';
import { readReference, referenceIn } from './references';
import { readBalance, readSubmission } from './replies';
import { readReports } from './reports';
import { balanceRequest, reportRequest, sendManyRequest, sendRequest } from './requests';

/** The JSON API V2, which MiM SMS documents today (api.mimsms.com/api/V2). */
export const v2: Dialect = {
	name: 'the JSON API (V2)',
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
	balance: () => ({ request: balanceRequest(), read: readBalance }),
	reportsOf(word) {
		const reference = referenceIn(word);
		return { request: reportRequest(reference), read: (reply) => readReports(reply, reference) };
	},
	readReference: (value) => andThen(readReference(value), ({ id, msisdn }) => success(`${id}@${msisdn}`)),
	sign,
};

/** User name and key are fields of the JSON. A request without a body gets none: they would have to stand in the address. */
function sign({ target, body }: Signable, { key, username }: SigningSecrets): Signable {
	return { target, ...(body && { body: { ...body, userName: username.trim(), apiKey: key() } }) };
}
