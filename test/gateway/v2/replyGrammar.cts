/**
 * A grammar of the replies of the JSON API V2: each is made together with its meaning, in every variant of gateway-v2.md §9, and
 * an oracle says what becomes of each recipient. The oracle is written from contract.md ("Outcome") alone, and sees the meaning, never the text.
 */
import * as fc from '../../properties.cts';

/** Those whom a request may be for; the last three digits tell them apart. */
export const NUMBERS = ['8801700000001', '8801700000002', '8801812345678', '8801999999999'] as const;
const OTHERS = ['8801511111111', '8801600000001'] as const;

export type Outcome = 'submitted' | 'refused' | 'unknown';

/** What the gateway says of recipients in `success_Data`. */
interface Success {
	names: readonly string[];
	id: string | null;
}

/** What it says in `error_Data`; a code of null where the row has none. */
interface ErrorRow {
	names: readonly string[];
	code: string | null;
	said: string;
}

/** What a reply means, whatever it looks like. */
export interface Meaning {
	code: string;
	word: string;
	said: string;
	trxnId: string;
	successes: readonly Success[];
	errors: readonly ErrorRow[];
}

/** A reply and what it means; null where it is in no shape of the API. */
export interface Written {
	status: number;
	text: string;
	meaning: Meaning | null;
}

const REFUSALS = ['401', '205', '206', '207', '208', '209', '210', '213', '216'];
const UNCLEAR = ['221', '500', '299', '0', '404', '429'];

/** What becomes of each place of a request, line by line as the contract has it. */
export function outcomesBy({ status, meaning }: Written, msisdns: readonly string[]): Outcome[] {
	const isRefusedByServer = status >= 400 && status < 500 && ![408, 425, 429].includes(status);
	if (meaning === null) return msisdns.map(() => (isRefusedByServer ? 'refused' : 'unknown')); // (f), (g)
	const accepted = status >= 200 && status < 300 && meaning.code === '200';
	const real = meaning.errors.filter(({ code, names, said }) => code !== '200' && !isBlank({ code, names, said }));
	return msisdns.map((msisdn) => {
		const rows = msisdns.filter((other) => other === msisdn).length;
		const inSuccess = meaning.successes.flatMap(({ names }) => names).filter((name) => name === msisdn).length;
		const own = real.filter(({ names }) => names.includes(msisdn));
		if (inSuccess > 0 && !accepted) return 'unknown'; // (b)
		if (inSuccess >= rows) return 'submitted'; // (a)
		if (inSuccess > 0) return 'unknown'; // some of its rows, but not all
		if (own.length > 0) return own.every(({ code }) => REFUSALS.includes(String(code))) ? 'refused' : 'unknown'; // (c)
		if (accepted) return real.length === 0 ? 'submitted' : 'unknown'; // (d)
		return REFUSALS.includes(meaning.code) ? 'refused' : 'unknown'; // (e), (g)
	});
}

const isBlank = ({ code, names, said }: ErrorRow): boolean => code === null && names.length === 0 && said === '';

/** The references of a number's rows, in their order; null where the gateway gave no ID. */
export function referencesBy({ successes, trxnId }: Meaning, msisdn: string): Array<string | null> {
	const ids = successes.flatMap(({ names, id }) => names.filter((name) => name === msisdn).map(() => id));
	return (ids.length > 0 ? ids : [null]).map((id) => (id || trxnId ? `${id || trxnId}@${msisdn}` : null));
}

export const anyStatus = fc.constantFrom(
	...[200, 200, 200, 200, 201, 202, 204],
	...[301, 302, 400, 401, 402, 403, 404, 405, 408, 413, 425, 429, 500, 502, 503, 504],
);

/** A number as a marked text, which `toText` writes without quotes. */
const bare = (digits: string): string => `@bare:${digits}`;

/** JSON in which marked texts are numbers: one of 18 digits could not be one of JavaScript. */
const toText = (value: unknown): string => JSON.stringify(value).replace(/"@bare:(-?[\d.]+)"/g, '$1');

/** A text of digits as a text or as a number. */
const written = (digits: string): fc.Arbitrary<string> =>
	/^(?:0|[1-9]\d*)(?:\.\d+)?$/.test(digits) ? fc.constantFrom(digits, digits, bare(digits)) : fc.constant(digits);

/** One number as replies write it. */
const numberAs = (msisdn: string): fc.Arbitrary<string> =>
	fc.constantFrom(
		...[msisdn, msisdn, msisdn, `+${msisdn}`, msisdn.slice(2), msisdn.slice(3), `00${msisdn}`],
		...[bare(msisdn), bare(msisdn.slice(3)), `+880 ${msisdn.slice(3, 7)}-${msisdn.slice(7)}`, ` ${msisdn} `],
	);

/** Several numbers as a field of a row holds them. */
const numbersAs = (names: readonly string[]): fc.Arbitrary<unknown> => {
	if (names.length === 0) return fc.constantFrom('', null, undefined, [], '88017', ' ', 'none', {});
	const one = names.length === 1 ? [numberAs(names[0])] : [];
	const joined = fc
		.tuple(
			fc.tuple(...names.map((name) => fc.constantFrom(name, `+${name}`, name.slice(2)))),
			fc.constantFrom(',', ', ', ';', ' ', '\n', '|', ' / '),
		)
		.map(([list, between]) => list.join(between));
	return fc.oneof(...one, ...one, joined, fc.tuple(...names.map(numberAs)));
};

const SPELLINGS: Array<(name: string) => string> = [
	(name) => name,
	(name) => name,
	(name) => name[0].toUpperCase() + name.slice(1),
	(name) => name.toLowerCase(),
	(name) => name.toUpperCase(),
];
const spelling = fc.constantFrom(...SPELLINGS);

/** Fields in any spelling and order, some unknown ones among them; one that is undefined is left out. */
const fieldsIn = (fields: Record<string, unknown>): fc.Arbitrary<Record<string, unknown>> =>
	fc
		.tuple(spelling, fc.shuffledSubarray(Object.entries(fields), { minLength: Object.keys(fields).length }), further)
		.map(([spell, entries, more]) => ({
			...Object.fromEntries(entries.map(([name, value]) => [spell(name), value])),
			...more,
		}));

const deep = (depth: number): unknown =>
	depth === 0 ? '200' : depth % 2 ? [deep(depth - 1)] : { statusCode: deep(depth - 1) };

const further = fc.constantFrom<Array<Record<string, unknown>>>(
	...[{}, {}, {}, {}],
	...[{ extra: null }, { message: 'Insufficient Balance 216' }, { code: '206' }, { Note: deep(30) }],
	...[{ success: [NUMBERS[0]] }, { failed: [NUMBERS[1]] }, { numberQty: '9' }, { '': '' }],
	JSON.parse('{"__proto__":{"statusCode":"206"}}') as Record<string, unknown>,
);

const listAs = (rows: readonly unknown[]): fc.Arbitrary<unknown> =>
	rows.length === 0
		? fc.constantFrom<unknown[]>([], null, undefined, '')
		: rows.length === 1
			? fc.constantFrom<unknown[]>(rows, rows, rows[0])
			: fc.constant(rows);

const trackingId = fc.oneof(
	fc.stringMatching(/^[A-Z][A-Z0-9]{14}$/),
	fc.stringMatching(/^[A-Z0-9]{15}_C\d{1,2}$/),
	fc.stringMatching(/^1336\d{14}$/),
);

const names = fc.uniqueArray(fc.constantFrom(...NUMBERS, ...OTHERS), { maxLength: 3 });
const success: fc.Arbitrary<Success> = fc.record({
	names: fc.oneof(
		{ weight: 4, arbitrary: fc.constantFrom(...NUMBERS).map((name) => [name]) },
		{ weight: 1, arbitrary: names },
	),
	id: fc.option(trackingId, { freq: 6 }),
});
const successAs = ({ names: named, id }: Success): fc.Arbitrary<unknown> =>
	fc
		.tuple(
			numbersAs(named),
			id === null ? fc.constantFrom(null, '', undefined) : written(id),
			fc.constantFrom('mobNumber', 'mobileNumber'),
		)
		.chain(([numbers, tracking, name]) =>
			fieldsIn({ [name]: numbers, trackingId: tracking, sms_Count: 1, lang_Type: 'Unicode' }),
		);

const SAID = [
	'',
	'Invalid Mobile Number',
	'SMS Send Successfully',
	'Insufficient Balance',
	'IP Black List.',
	'recipient',
];
const error: fc.Arbitrary<ErrorRow> = fc.record({
	names,
	code: fc.constantFrom(null, '200', '200', '206', '206', '208', '216', '401', '221', '500', '299', 'x'),
	said: fc.constantFrom(...SAID),
});

/** As a row of fields; one without a code as a text too. */
function errorAs({ names: named, code, said }: ErrorRow): fc.Arbitrary<unknown> {
	const asFields = fc
		.tuple(numbersAs(named), code === null ? fc.constantFrom('', null, undefined) : written(code))
		.chain(([failedNumbers, res_Code]) => fieldsIn({ res_Code, error: said, failedNumbers, errorParm: 'mobNumber' }));
	if (code !== null) return asFields;
	return fc.oneof(
		asFields,
		fc.constantFrom(': ', ' ').map((between) => [said, named.join(', ')].filter(Boolean).join(between)),
	);
}

const meaning: fc.Arbitrary<Meaning> = fc.record({
	code: fc.oneof(
		{ weight: 4, arbitrary: fc.constant('200') },
		{ weight: 3, arbitrary: fc.constantFrom(...REFUSALS) },
		{ weight: 2, arbitrary: fc.constantFrom(...UNCLEAR) },
	),
	word: fc.constantFrom(
		'Success',
		'Ok',
		'Scheduled',
		'SUCCESS',
		'Failed',
		'failed',
		'Unauthorized',
		'Not found',
		'Data Not Found',
	),
	said: fc.constantFrom(...SAID),
	trxnId: fc.oneof(fc.constant(''), trackingId),
	successes: fc.array(success, { maxLength: 4 }),
	errors: fc.array(error, { maxLength: 3 }),
});

const around = fc.constantFrom<Array<(text: string) => string>>(
	...[(text: string) => text, (text: string) => text],
	...[(text: string) => `\uFEFF${text}`, (text: string) => `\r\n ${text}\n`, (text: string) => `\uFEFF \t${text}`],
);

/** The status code and the status: as documented, or the one in the place of the other. */
const headAs = ({ code, word }: Meaning): fc.Arbitrary<Record<string, unknown>> =>
	fc.oneof(
		{
			weight: 4,
			arbitrary: fc
				.tuple(written(code), fc.constantFrom(word, null, undefined, ''))
				.map(([statusCode, status]) => ({ statusCode, status })),
		},
		{ weight: 1, arbitrary: written(code).map((status) => ({ statusCode: word, status })) },
	);

/** The text of a reply that means this. */
const textOf = (meant: Meaning): fc.Arbitrary<string> =>
	fc
		.tuple(
			headAs(meant),
			fc.tuple(...meant.successes.map(successAs)).chain(listAs),
			fc.tuple(...meant.errors.map(errorAs)).chain(listAs),
			meant.trxnId === '' ? fc.constantFrom('', null, undefined) : written(meant.trxnId),
			fc.constantFrom(meant.said, meant.said || null),
		)
		.chain(([head, success_Data, error_Data, trxnId, responseResult]) =>
			fieldsIn({ ...head, trxnId, responseResult, numberQty: '1', success_Data, error_Data }),
		)
		.chain((fields) => around.map((put) => put(toText(fields))));

/** A reply in a shape of the API. */
export const readable: fc.Arbitrary<Written & { meaning: Meaning }> = fc
	.tuple(meaning, anyStatus)
	.chain(([meant, status]) => textOf(meant).map((text) => ({ status, text, meaning: meant })));

const PROBLEM = { title: 'One or more validation errors occurred.', status: 400, errors: { CampaignName: ['206'] } };

/** Texts in no shape of the API; some of them speak of codes and successes. */
const oddText = fc.oneof(
	fc.constantFrom(
		...[
			'',
			' ',
			'\uFEFF',
			'OK',
			'200',
			'"200"',
			'null',
			'true',
			'[]',
			'{}',
			'[[]]',
			'{"status":"200"}',
			'{"success_Data":[]}',
		],
		...[
			'<html><body>200 Success</body></html>',
			'<!DOCTYPE html><h1>206 Invalid Mobile Number</h1>',
			'SMS SUBMITTED: ID - C2ff',
			'1000, C2ff',
		],
		...['{"statusCode":"206"', "{'statusCode':'206'}", 'statusCode=206', '{"statusCode":"200"}{"statusCode":"206"}'],
		...['['.repeat(50_000), `${'{"statusCode":'.repeat(20_000)}"206"${'}'.repeat(20_000)}`, '{"a":'.repeat(9_000)],
	),
	fc
		.constantFrom(
			...[PROBLEM, { ...PROBLEM, status: '400' }, [PROBLEM], [{ statusCode: '206' }], { Status: 206, code: '206' }],
		)
		.map((json) => JSON.stringify(json)),
	fc.string().filter((text) => !text.trim().startsWith('{')),
	fc.tuple(readable, fc.double({ min: 0, max: 0.999, noNaN: true })).map(([{ text }, share]) => {
		const trimmed = text.trimEnd();
		return trimmed.slice(0, Math.floor(share * trimmed.length));
	}),
);

/** A reply in no shape of the API: a page, problem+json, a cut one. */
export const unreadable: fc.Arbitrary<Written> = fc.record({
	status: anyStatus,
	text: oddText,
	meaning: fc.constant(null),
});

/** Rows of a request, in which a number may stand several times. */
export const request = fc.array(fc.constantFrom(...NUMBERS), { minLength: 1, maxLength: 5 });

/** An answer to DlrApi with what it says: a report with the operator's words, none yet, or an error. */
export interface WrittenReport {
	status: number;
	text: string;
	means: { words: string; dlrCode: string | null } | 'not ready' | 'error';
}

const OPERATOR_WORDS = [
	...[
		'Delivered',
		'DELIVERED',
		'delivered',
		'Absent subscriber for SM',
		'Undelivered',
		'Subscriber Busy',
		'Unidentified subscriber',
	],
	...[
		'Barred subscriber',
		'Illegal subscriber',
		'SMS Failed',
		'System failure',
		'SMSC Timeout-abort',
		'PENDING',
		'SENT',
		'Something new',
	],
];

export const ASKED = { id: 'BRN0T2ZCWRCEL1D', msisdn: NUMBERS[0] };

/** The keys of V2, or those of V1. */
const reportAs = (words: unknown, dlrCode: unknown, number: unknown, code: unknown) =>
	fc.boolean().chain((old) =>
		fieldsIn({
			statusCode: code,
			status: 'Ok',
			[old ? 'trxnId' : 'trackingId']: ASKED.id,
			dlrCode,
			operatorStatus: words,
			[old ? 'receiverMobile' : 'mobileNumber']: number,
		}),
	);

const ownNumber = fc.oneof(numberAs(ASKED.msisdn), fc.constantFrom(undefined, null, ''));
const success2xx = fc.constantFrom(200, 201, 202);

const report: fc.Arbitrary<WrittenReport> = fc
	.record({
		words: fc.constantFrom(...OPERATOR_WORDS),
		dlrCode: fc.constantFrom('0', '0', '6', '27', null),
		status: success2xx,
	})
	.chain(({ words, dlrCode, status }) =>
		fc
			.tuple(dlrCode === null ? fc.constantFrom(null, undefined, '') : written(dlrCode), ownNumber, written('200'))
			.chain(([code, number, statusCode]) => reportAs(words, code, number, statusCode))
			.chain((fields) =>
				fc.constantFrom<unknown[]>(
					fields,
					fields,
					[fields],
					[{ mobileNumber: OTHERS[0], operatorStatus: 'Undelivered' }, fields],
				),
			)
			.chain((json) => around.map((put) => ({ status, text: put(toText(json)), means: { words, dlrCode } }))),
	);

const notReady: fc.Arbitrary<WrittenReport> = fc
	.oneof(
		fc.tuple(
			success2xx,
			fc.constantFrom<unknown[]>(
				[],
				[{}],
				{ statusCode: '200', status: 'Data Not Found' },
				{ StatusCode: 404, Status: 'Not found' },
			),
		),
		fc.tuple(
			success2xx,
			fc.constantFrom<unknown[]>(
				{ statusCode: '200', status: 'Failed' },
				{ statusCode: '404', operatorStatus: 'Delivered' },
			),
		),
		fc.tuple(
			fc.constant(404),
			fc.constantFrom<unknown[]>(
				{ statusCode: '404', status: 'Not found' },
				{ statusCode: '200' },
				{ title: 'Not Found', status: 404 },
			),
		),
		fc.tuple(
			success2xx,
			fc.constantFrom('', ' ', null, undefined).chain((words) => reportAs(words, '', ASKED.msisdn, '200')),
		),
		fc.tuple(success2xx, reportAs('Delivered', '0', OTHERS[1], '200')),
	)
	.chain(([status, json]) => around.map((put) => ({ status, text: put(toText(json)), means: 'not ready' as const })));

const reportError: fc.Arbitrary<WrittenReport> = fc
	.oneof(
		fc.tuple(
			anyStatus,
			fc
				.constantFrom(...REFUSALS, '221', '500')
				.chain((code) => fc.tuple(written(code), fc.constantFrom(undefined, '', 'DELIVERED')))
				.chain(([code, words]) => reportAs(words, '0', ASKED.msisdn, code)),
		),
		fc.tuple(
			anyStatus,
			fc.constantFrom('<html>404</html>', '', ' ', 'not found', '200', '"Delivered"', '{"operatorStatus":"Delivered"'),
		),
		fc.tuple(
			fc.constantFrom(400, 401, 403, 429, 500, 503),
			fc.constantFrom<unknown[]>(PROBLEM, {}, { statusCode: '200', status: 'Failed' }),
		),
	)
	.map(([status, json]) => ({ status, text: typeof json === 'string' ? json : toText(json), means: 'error' as const }));

/** Any answer to DlrApi. */
export const anyReport = fc.oneof(report, notReady, reportError);

/** An answer to BalanceCheck with what it says; null for an error. */
export interface WrittenBalance {
	status: number;
	text: string;
	means: { amount: number; expiresOn: string | null } | null;
}

const amount = fc.oneof(
	fc
		.tuple(fc.nat(9_999_999), fc.integer({ min: 0, max: 99 }))
		.map(([taka, paisa]) => `${taka}.${String(paisa).padStart(2, '0')}`),
	fc.nat(999).map((taka) => `${taka}.5`),
	fc.nat(99_999_999).map(String),
);

const HEAD = { statusCode: '200', status: 'Success' };

const balance: fc.Arbitrary<WrittenBalance> = fc
	.record({
		digits: amount,
		expiry: fc.constantFrom(null, '03/06/2028'),
		status: success2xx,
		place: fc.constantFrom('list', 'object', 'flat', 'responseResult', 'bare'),
	})
	.chain(({ digits, expiry, status, place }) =>
		fc
			.tuple(written(digits), spelling)
			.chain(([value, spell]): fc.Arbitrary<unknown> => {
				const row = { [spell('balance')]: value, [spell('expair_Date')]: expiry };
				const json = {
					list: { ...HEAD, data: [row] },
					object: { ...HEAD, data: row },
					flat: { ...HEAD, ...row },
					responseResult: { ...HEAD, responseResult: value },
					bare: bare(digits),
				};
				return place === 'bare' ? fc.constant(json.bare) : fieldsIn(json[place as 'list']);
			})
			.map((json) => ({
				status,
				text: toText(json),
				means: { amount: Number(digits), expiresOn: ['bare', 'responseResult'].includes(place) ? null : expiry },
			})),
	);

const noBalance: fc.Arbitrary<WrittenBalance> = fc
	.tuple(
		anyStatus,
		fc.oneof(
			fc
				.constantFrom(...REFUSALS, ...UNCLEAR)
				.chain((code) => written(code))
				.chain((statusCode) => fieldsIn({ statusCode, status: 'Failed', data: [{ balance: '470.44' }] }))
				.map(toText),
			fc.constantFrom(
				'',
				'<html>470.44</html>',
				'{"statusCode":"200"}',
				'[]',
				'[470.44]',
				'{"balance":"470.44"}',
				'Your Balance is:BDT 470.44',
				'{"statusCode":"200","data":[{"balance":"1.234"}]}',
				'{"statusCode":"200","data":[]}',
			),
			fc.constant(JSON.stringify(PROBLEM)),
		),
	)
	.map(([status, text]) => ({ status, text, means: null }));

/** Any answer to BalanceCheck. */
export const anyBalance = fc.oneof(balance, noBalance);
