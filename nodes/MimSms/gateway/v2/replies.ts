import { readAmount } from '../amount';
import type { Balance, RowOutcome, Submission } from '../dialect';
import { failure, success, type Fault, type Result } from '../fault';
import type { Reply } from '../reply';
import { ACCEPTED_CODE, isFailure, isRefusal, meaningOf, rejected, rejectionOf, saysMoreThan } from './errorCodes';
import {
	fieldsOf,
	isAccepted,
	isSuccess,
	listOf,
	readEnvelope,
	textOf,
	unreadable,
	type Envelope,
	type Fields,
} from './envelope';
import { wordOf } from './references';

/**
 * Reads the reply to a send of these numbers, in the order of the request; a number may stand there several times. Each row's
 * outcome is decided for itself (contract.md, "Outcome"); what says the same of all rows is a fault of the whole request.
 */
export function readSubmission(reply: Reply, msisdns: readonly string[]): Result<Submission> {
	const envelope = readEnvelope(reply);
	if (envelope === null) return failure(notTaken(reply));
	const errors = listOf(envelope.fields.error_data).flatMap(readErrorRow);
	const rows = readRows(envelope, errors, msisdns);
	const accepted = isAccepted(reply, envelope);
	const ofNobody = errors.find(({ tails }) => tails.length === 0);
	const said = saysMoreThan(meaningOf(envelope.code), envelope.said) ? envelope.said : ofNobody?.said || envelope.said;
	const whole = accepted ? null : wholeFault({ ...envelope, said });
	if (whole !== null && rows.every(({ successes, errors }) => successes.length === 0 && errors.length === 0)) {
		return failure(whole);
	}
	const context = { accepted, whole, envelope, anyError: errors.length > 0, ofNobody };
	const outcomes = msisdns.map((msisdn, row) => outcomeOf(msisdn, rows[row], context));
	return success({
		code: envelope.code,
		response: envelope.said,
		...(whole?.kind === 'rejected' && { refused: whole }),
		of: (row) => outcomes[row],
	});
}

/** Of a request that was not accepted: refused by a code that says so, else nobody knows. */
function wholeFault(envelope: Envelope): Fault {
	const { code, said } = envelope;
	return isRefusal(code) ? rejected(code, said) : { kind: 'unclear', why: whollyInWords(envelope) };
}

/** With the HTTP status where that alone may be why the answer is not taken for a success. */
const whollyInWords = ({ code, said, httpStatus }: Envelope): string =>
	`${inWords(code, said)}${isSuccess(httpStatus) ? '' : ` (HTTP ${httpStatus})`}`;

const inWords = (code: string, said: string): string => {
	const words = saysMoreThan(meaningOf(code), said) ? said : meaningOf(code) || said;
	return `it answered ${[code, words].filter((word) => word !== '').join(' ')}`;
};

const wordsOfError = ({ code, said }: ErrorRow): string => [code, said].filter(Boolean).join(' ');

/** What the server in front of the API refused outright, with 4xx, did not reach it. */
function notTaken(reply: Reply): Fault {
	const isRefused = reply.status >= 400 && reply.status < 500 && ![408, 425, 429].includes(reply.status);
	return { ...unreadable(reply), ...(isRefused && { isRefused }) };
}

interface ErrorRow {
	/** Null where the row names no code. */
	code: string | null;
	said: string;
	/** The last ten digits of those that it names. */
	tails: string[];
}

interface SuccessRow {
	/** Its tracking ID; empty where it has none. */
	id: string;
	/** Its own words, where it has some. */
	said: string;
}

/** What the reply says of one row of the request. */
interface ReadRow {
	/** What it lists as accepted of its number, in the order of the reply; each belongs to one row. */
	successes: readonly SuccessRow[];
	errors: readonly ErrorRow[];
	/** Which of the rows with this number it is, and how many there are. */
	nth: number;
	count: number;
}

/** The last ten digits tell a number: replies write it with and without 880 and +. */
const tail = (number: string): string => number.replace(/\D/g, '').slice(-10);

/** What stands between two numbers; within one there may be spaces and dashes. */
const BETWEEN = /[^\d\s-]{1,1000}/;

/** The tails of the numbers in a text or a list of texts; of those with only spaces between them too. */
const tailsIn = (value: unknown): string[] =>
	typeof value === 'string' && ONE_NUMBER.test(value) ? [value.slice(-10)] : tailsInList(listOf(value));

const ONE_NUMBER = /^\d{10,19}$/;

const tailsInList = (parts: readonly unknown[]): string[] =>
	parts
		.map(textOf)
		.flatMap((part) => {
			const written = part.split(BETWEEN).filter((numbers) => digitsIn(numbers) >= 10);
			return written.length > 0 ? written : [part];
		})
		.flatMap((numbers) => (digitsIn(numbers) < 20 ? [numbers] : numbers.split(/\s+/)))
		.map(tail)
		.filter(({ length }) => length === 10);

const digitsIn = (text: string): number => text.replace(/\D/g, '').length;

const wordsOf = (fields: Fields): string => textOf(fields.responseresult) || textOf(fields.status);

function add<T>(lists: Map<string, T[]>, name: string, value: T): void {
	const list = lists.get(name);
	if (list) list.push(value);
	else lists.set(name, [value]);
}

function readRows({ fields }: Envelope, errors: readonly ErrorRow[], msisdns: readonly string[]): ReadRow[] {
	const successes = new Map<string, SuccessRow[]>();
	for (const row of listOf(fields.success_data)) {
		const named = fieldsOf(row);
		const own = { id: textOf(named?.trackingid), said: named === null ? '' : wordsOf(named) };
		for (const number of tailsIn(named ? (named.mobnumber ?? named.mobilenumber) : row)) add(successes, number, own);
	}
	const errorsOf = new Map<string, ErrorRow[]>();
	for (const error of errors) for (const number of new Set(error.tails)) add(errorsOf, number, error);
	const counts = new Map<string, number>();
	const nths = msisdns.map((msisdn) => {
		const nth = counts.get(msisdn) ?? 0;
		counts.set(msisdn, nth + 1);
		return nth;
	});
	return msisdns.map((msisdn, row) => ({
		successes: successes.get(tail(msisdn)) ?? [],
		errors: errorsOf.get(tail(msisdn)) ?? [],
		nth: nths[row],
		count: counts.get(msisdn) as number,
	}));
}

/** An error, or nothing where the row is the vendor's placeholder: its success has one with code 200. */
function readErrorRow(row: unknown): ErrorRow[] {
	const fields = fieldsOf(row);
	const said = fields ? textOf(fields.error) : textOf(row);
	const code = fields ? textOf(fields.res_code) || null : null;
	const tails = tailsIn(fields ? fields.failednumbers : row);
	if (code === ACCEPTED_CODE || (code === null && said === '' && tails.length === 0)) return [];
	return [{ code, said, tails }];
}

interface Context {
	accepted: boolean;
	/** Of a request that was not accepted. */
	whole: Fault | null;
	envelope: Envelope;
	/** Whether the reply lists an error, of whomever. */
	anyError: boolean;
	/** An error that names no number. */
	ofNobody?: ErrorRow;
}

/** Contract.md, "Outcome", (a) to (g); of a number that stands in several rows the answer must fit all of them. */
function outcomeOf(msisdn: string, row: ReadRow, context: Context): RowOutcome {
	const { accepted, whole, envelope, anyError, ofNobody } = context;
	const { successes, errors, nth, count } = row;
	if (accepted && successes.length >= count) {
		const { id, said } = successes[nth];
		return { reference: referenceOf(id, msisdn, envelope), ...(said !== '' && { said }) };
	}
	// Without the number: the summary of a run puts rows together that have the same reason.
	if (successes.length > 0) {
		const why = accepted
			? `it accepted ${successes.length} of the ${count} messages to this number without saying which`
			: `it lists the number as accepted, but ${whollyInWords(envelope)}`;
		return { unknown: why };
	}
	if (errors.length > 0) return ofErrors(errors);
	if (accepted) {
		if (ofNobody)
			return {
				unknown: `it accepted the request, but reports an error without a number: ${wordsOfError(ofNobody)}`,
			};
		if (anyError) return { unknown: 'its answer does not mention the number, and reports errors for others' };
		return { reference: referenceOf('', msisdn, envelope) };
	}
	const fault = whole as Fault;
	return fault.kind === 'rejected' ? { refused: fault } : { unknown: whollyInWords(envelope) };
}

/** Refused only where every error row of the number says so. */
function ofErrors(errors: readonly ErrorRow[]): RowOutcome {
	const unclear = errors.find(({ code }) => code === null || !isRefusal(code));
	if (unclear) return { unknown: inWords(unclear.code ?? '', unclear.said) };
	const [{ code, said }] = errors;
	return { refused: rejectionOf(code as string, said) };
}

/** One recipient has the transaction's ID as its own; a list has an ID for each. One that could not stand in a list is none. */
const referenceOf = (trackingId: string, msisdn: string, { fields }: Envelope): string | null =>
	wordOf(trackingId, msisdn) ?? wordOf(textOf(fields.trxnid), msisdn);

/** Reads what is left, in each of the places where programs have seen it. */
export function readBalance(reply: Reply): Result<Balance> {
	const envelope = readEnvelope(reply);
	if (envelope === null) {
		const bare = isSuccess(reply.status) ? readAmount(reply.text) : null;
		return bare === null
			? failure(notTaken(reply))
			: success({ amount: bare, response: reply.text.trim(), expiresOn: null });
	}
	const { code, said, fields } = envelope;
	if (!isAccepted(reply, envelope)) return failure(isFailure(code) ? rejected(code, said) : notTaken(reply));
	const data = fieldsOf(listOf(fields.data)[0]) ?? {};
	for (const value of [data.balance, fields.balance, fields.data, fields.responseresult]) {
		const amount = readAmount(textOf(value));
		if (amount !== null) return success({ amount, response: said, expiresOn: expiryOf(data) ?? expiryOf(fields) });
	}
	return failure(notTaken(reply));
}

/** The gateway's own spelling first; the order of day and month is unknown, so the text stays as it is. */
const expiryOf = (fields: Readonly<Record<string, unknown>>): string | null =>
	textOf(fields.expair_date ?? fields.expire_date ?? fields.expiry_date ?? fields.expiredate) || null;
