import { list, oneOf, setting } from './settingKinds.cts';

/** The settings of the JSON API V2. Each default is what the vendor's own samples show, where there are any. */
export const V2_SETTINGS = {
	v2UserName: setting('demo@example.com', 'V2: the e-mail address that is the only valid userName'),
	v2ApiKey: setting('DEMO7K2Q9X4M1ZB', 'V2: the only valid apiKey'),

	v2Campaign: oneOf(['optional', 'required'], 'V2: SMS without campaignName is accepted | gets problem+json with 400'),
	v2Campaigns: list(null, 'V2: approved campaigns of promotional SMS; null accepts every one, others get 210'),
	v2MaxNumbers: setting(1000, 'V2: numbers a call of SMS (type P) and OneToMany; more get 213'),
	v2MaxRows: setting(500, 'V2: rows a call of DSMS; more get 213'),
	v2MaxCharacters: setting(1530, 'V2: characters of a GSM-7 text; more get 209'),
	v2MaxUnicode: setting(670, 'V2: characters of a Unicode text; more get 209'),
	v2RefuseRows: list(
		null,
		"V2: rows to refuse, as 'ending of the number:code' or '#row:code', such as 06:205 or #2:209; " +
			"in place of the code 'neither' accepts and 'lost' drops a row that the reply doesn't name",
	),
	v2BadRows: oneOf(
		['each', 'eachAccepted', 'whole'],
		'V2: bad rows are named beside the good ones, and without a good one the call fails | ' +
			'is accepted all the same | one bad row fails the call',
	),

	v2StatusCode: oneOf(['text', 'number', 'swapped'], 'V2: statusCode "200" | 200 | swapped with status'),
	v2StatusCase: oneOf(['asListed', 'upper', 'lower'], 'V2: status Success | SUCCESS | success'),
	v2SuccessWord: oneOf(['Success', 'Scheduled'], 'V2: status of an accepted send'),
	v2KeyCase: oneOf(['camel', 'pascal', 'lower'], 'V2: keys of a reply: statusCode | StatusCode | statuscode'),
	v2Numerals: oneOf(
		['asListed', 'numbers', 'texts'],
		"V2: IDs, numbers and amounts are JSON texts and counts numbers, as in the vendor's samples | all numbers | all texts",
	),
	v2TrxnIds: oneOf(
		['letters', 'suffix', 'fileTime'],
		'V2: trxnId of 15 letters and digits | the same + _C2 | 18 digits',
	),
	v2SuccessData: oneOf(
		['rows', 'object', 'empty', 'null', 'absent'],
		'V2: success_Data of an accepted send: a row for each | one row without its list | [] | null | none',
	),
	v2NoErrors: oneOf(
		['placeholder', 'object', 'empty', 'null', 'absent'],
		'V2: error_Data without an error: the row with res_Code 200 | that row without its list | [] | null | none',
	),
	v2ErrorRows: oneOf(
		['objects', 'object', 'texts', 'withPlaceholder'],
		'V2: error_Data: a list of objects | one object without its list | a list of texts | the placeholder row comes first',
	),
	v2FailedNumbers: oneOf(
		['text', 'joined', 'list'],
		'V2: failedNumbers: a row for each number | a row for each code, numbers joined by commas | the same as a list',
	),
	v2ReplyNumbers: oneOf(
		['msisdn', 'plus', 'local', 'bare'],
		'V2: numbers in a reply: 8801712345678 | +8801712345678 | 01712345678 | 1712345678',
	),
	v2LangTypes: oneOf(['asListed', 'other', 'absent'], 'V2: lang_Type: Text or Unicode | GSM7 or UCS2 | none'),
	v2FailureLists: oneOf(
		['absent', 'null', 'empty', 'rows'],
		'V2: success_Data and error_Data of a failure: none | null | [] | null and the bad rows',
	),
	v2RefusalStatus: setting(200, 'V2: HTTP status of refusals; 0 takes one that fits the code (400, 401, 402, 500)'),
	v2IpWords: setting('IP Black List', "V2: the words of an IP refusal; a live reply had 'IP Black List.'"),
	v2MissingField: oneOf(['code', 'problem'], 'V2: a missing field gets 213 | problem+json with 400'),
	v2NotFound: oneOf(['html', 'empty'], 'V2: the body of a 404 or 405: a web page | nothing'),
	v2Bom: setting(false, 'V2: a byte order mark before each reply'),

	v2NotReady: oneOf(
		['code404', 'dataNotFound', 'failed', 'emptyStatus', 'noStatus', 'emptyList', 'http404'],
		'V2: no report yet: statusCode 404 | 200 and Data Not Found | 200 and Failed | operatorStatus "" | ' +
			'no operatorStatus | [] | statusCode 404 under HTTP 404',
	),
	v2PendingWord: setting('', 'V2: operatorStatus of a pending message; empty: no report yet'),
	v2OperatorCase: oneOf(['upper', 'asListed', 'lower'], 'V2: operatorStatus DELIVERED | Delivered | delivered'),
	v2ReportShape: oneOf(
		['object', 'list', 'v1'],
		'V2: a report: an object | a list of one | with the keys of V1 (trxnId, receiverMobile)',
	),
	v2BalanceShape: oneOf(
		['list', 'object', 'flat', 'responseResult', 'bare'],
		'V2: balance in data[0].balance | data.balance | balance | responseResult | a bare number',
	),
	v2ExpiresOn: setting('03/06/2028', 'V2: expair_Date beside the balance'),
};
