import { ERROR_CODES, rejected } from '../../nodes/MimSms/gateway/classic/errorCodes';
import { faultText, oneLine, publicLine, unkeptLine } from '../../nodes/MimSms/gateway/faultText';
import { invalidInput, type Fault } from '../../nodes/MimSms/gateway/fault';

const CHECK =
	"The gateway may have accepted the message, so this execution does not send it again. A new execution would send it again. Check the gateway's panel before you send it again.";
const FORWARDS =
	'The address redirects to another one. The node does not follow redirects, because the other address would receive the key. Enter the final address as Base URL in the credential.';
const BUSY = 'The gateway receives too many requests: lower Max Requests at Once under Options, or wait.';
const BUSY_FOR_READERS = 'The gateway receives too many requests: wait, and ask less often.';
const BROKEN =
	"The gateway, or a server in front of it, has a fault. It usually passes. If it does not, ask the gateway's support.";
const NOT_ACCEPTED =
	"The server does not accept this request. It may answer only listed addresses: add the public IP address of your n8n server to the whitelist, in the gateway's panel or through its support. If this answer does not come from the gateway, correct Base URL in the credential.";
const UNKNOWN_WORDS =
	"Ask the gateway's support what this answer means. If it does not come from the gateway, correct Base URL in the credential.";
const WRONG_PLACE = "Check Base URL in the credential: it may be the address of a web page, not of the gateway's API.";
const REACH = 'Check Base URL in the credential and the network of your n8n server.';
const GONE =
	'Up to 100 reports may be lost: the gateway returns each report only once, and the answer did not arrive. Another request returns only the other reports.';
const KEY_SHAPES =
	'A key of 15 capital letters and digits belongs to the JSON API (V2). A key that begins with C2 and has a dot belongs to the classic API.';
const OTHER_API = `Or the wrong API is chosen in the credential. ${KEY_SHAPES}`;
const PROXY = 'Check Proxy under Request Options, and whether the proxy runs.';
const neither = (answer: string) => `The gateway's answer is neither success nor a known error (${answer})`;

/** What to do about an answer with this HTTP status, for those that send and for those that read. */
const BY_STATUS: Array<[status: number, advice: string, forReaders?: string]> = [
	[299, UNKNOWN_WORDS],
	[300, FORWARDS],
	[399, FORWARDS],
	[
		407,
		'A proxy between n8n and the gateway asks for a user name and a password. Enter them in Proxy under Request Options, as in http://user:password@host:port. If that field is empty or not there, ask whoever runs your n8n server.',
	],
	[400, UNKNOWN_WORDS],
	[428, UNKNOWN_WORDS],
	[429, BUSY, BUSY_FOR_READERS],
	[430, UNKNOWN_WORDS],
	[499, UNKNOWN_WORDS],
	[500, BROKEN],
	[599, BROKEN],
];

type Words = [message: string, advice: string];

/** What a send says of a fault, and what a reading says where that is something else. */
const WORDS: Array<[fault: Fault, sending: Words, reading?: Words]> = [
	[
		{ kind: 'unreachable', why: 'it refused the connection' },
		['[notSent] The gateway could not be reached: it refused the connection', `This message was not sent. ${REACH}`],
		['The gateway could not be reached: it refused the connection', REACH],
	],
	[
		{ kind: 'stopped', why: 'w' },
		['[notSent] Not sent to the gateway: w', 'This message was not sent.'],
		['The gateway was not asked: w', ''],
	],
	[
		{ kind: 'lost', why: 'w' },
		['[unknown] The gateway gave no answer: w', CHECK],
		[
			'The gateway gave no answer: w',
			"It usually passes. If it does not, the gateway is slow or the connection to it is bad: ask the gateway's support.",
		],
	],
	[
		{ kind: 'invalidInput', field: 'To', problem: 'is empty' },
		['To: is empty', 'This try sent nothing.'],
		['To: is empty', 'Correct this.'],
	],
	[
		rejected(null, 'NO'),
		[
			'[refused] The gateway refused: NO',
			"Check the fields of the credential, or ask the gateway's support what this means.",
		],
		['The gateway refused: NO', "Check the fields of the credential, or ask the gateway's support what this means."],
	],
	[
		rejected('2001', 'NO'),
		[
			'[2001] The gateway refused with a code that its manual does not explain: NO',
			"Ask the gateway's support what 2001 means for this account.",
		],
	],
	[
		rejected('2001', ''),
		[
			'[2001] The gateway refused with a code that its manual does not explain',
			"Ask the gateway's support what 2001 means for this account.",
		],
	],
	...BY_STATUS.map(([status, advice, forReaders = advice]): (typeof WORDS)[number] => [
		{ kind: 'unreadable', status, text: 'x' },
		[`[unknown] ${neither(`HTTP ${status}: “x”`)}`, `${CHECK} ${advice}`],
		[neither(`HTTP ${status}: “x”`), forReaders],
	]),
	[
		{ kind: 'unreadable', status: 200, text: ' \n' },
		[`[unknown] ${neither('HTTP 200: an empty page')}`, `${CHECK} ${WRONG_PLACE}`],
		[neither('HTTP 200: an empty page'), WRONG_PLACE],
	],
	[
		{ kind: 'unreadable', status: 404, text: ' ', maybeOtherApi: true },
		[`[unknown] ${neither('HTTP 404: an empty page')}`, `${CHECK} ${WRONG_PLACE} ${OTHER_API}`],
		[neither('HTTP 404: an empty page'), `${WRONG_PLACE} ${OTHER_API}`],
	],
	[
		{ kind: 'unreadable', status: 200, text: 'x', maybeOtherApi: true },
		[`[unknown] ${neither('HTTP 200: “x”')}`, `${CHECK} ${WRONG_PLACE} ${OTHER_API}`],
		[neither('HTTP 200: “x”'), `${WRONG_PLACE} ${OTHER_API}`],
	],
	[
		{ kind: 'unreadable', status: 405, text: 'x', isRefused: true },
		[`[refused] ${neither('HTTP 405: “x”')}`, `This message was not sent. ${UNKNOWN_WORDS}`],
		[neither('HTTP 405: “x”'), UNKNOWN_WORDS],
	],
	[
		{ kind: 'unreadable', status: 403, text: 'x', isRefused: true },
		[`[refused] ${neither('HTTP 403: “x”')}`, `This message was not sent. ${NOT_ACCEPTED}`],
		[neither('HTTP 403: “x”'), NOT_ACCEPTED],
	],
	[
		{ kind: 'unreadable', status: 401, text: '<html>', isRefused: true, maybeOtherApi: true },
		[`[refused] ${neither('HTTP 401: “<html>”')}`, `This message was not sent. ${NOT_ACCEPTED} ${OTHER_API}`],
		[neither('HTTP 401: “<html>”'), `${NOT_ACCEPTED} ${OTHER_API}`],
	],
	[
		{ kind: 'unreadable', status: 502, text: 'x', mayHaveTaken: 100 },
		[`[unknown] ${neither('HTTP 502: “x”')}`, `${CHECK} ${BROKEN}`],
		[neither('HTTP 502: “x”'), `${GONE.replace('did not arrive', 'could not be read')} ${BROKEN}`],
	],
	[
		{ kind: 'unclear', why: 'w' },
		['[unknown] The gateway did not say whether it accepted the message: w', CHECK],
		['The gateway did not say whether it accepted the message: w', CHECK],
	],
	[
		{ kind: 'forgotten', why: 'w' },
		['[unknown] It is not known whether this message went out: w', CHECK],
		['It is not known whether this message went out: w', CHECK],
	],
	[
		{ kind: 'unreachable', why: 'w', proxy: true },
		['[notSent] The proxy could not be reached: w', `This message was not sent. ${PROXY}`],
		['The proxy could not be reached: w', PROXY],
	],
	[
		{ kind: 'lost', why: 'w', mayHaveTaken: 100 },
		['[unknown] The gateway gave no answer: w', CHECK],
		[
			'The gateway gave no answer: w',
			`${GONE} If it happens often, the gateway is slow or the connection to it is bad: ask the gateway's support.`,
		],
	],
	[
		invalidInput('Message', 'has {name}', 'Fill it in.').fault,
		['Message: has {name}', 'Fill it in. This try sent nothing.'],
		['Message: has {name}', 'Fill it in.'],
	],
	[
		{ kind: 'rejected', code: '7', said: 's', meaning: 'm', advice: 'A.', scope: 'account', saysMore: true },
		['[7] m: s', 'A.'],
	],
	[
		{ kind: 'rejected', code: '7', said: 's', meaning: 'm', advice: 'A.', scope: 'account', maybeOtherApi: true },
		['[7] m', `The wrong API seems to be chosen in the credential. ${KEY_SHAPES} If the API is right: A.`],
	],
];

/** What strangers may read: nothing of the node's own settings. */
const PUBLIC: Array<[fault: Fault, sending: string, reading: string]> = [
	[
		{ kind: 'rejected', code: '7', said: 's', meaning: 'm', advice: 'A.', scope: 'account', aboutSettings: true },
		'[7] m. This message was not sent.',
		'[7] m. A.',
	],
	[
		{ kind: 'rejected', code: '7', said: 's', meaning: 'm', advice: 'Check To.', scope: 'request' },
		'[7] m. Check To.',
		"[7] m. If this error comes back, ask the gateway's support what it means.",
	],
	[
		{ kind: 'rejected', code: '7', said: 's', meaning: 'm', advice: 'Wait.', scope: 'request', ofService: true },
		'[7] m. Wait.',
		'[7] m. Wait.',
	],
	[{ kind: 'rejected', code: '7', said: 's', meaning: 'm', advice: 'A.', scope: 'account' }, '[7] m. A.', '[7] m. A.'],
	[
		{ kind: 'unreachable', why: 'w', proxy: true },
		'[notSent] The proxy could not be reached: w. This message was not sent.',
		`The proxy could not be reached: w. ${PROXY}`,
	],
	[
		{ kind: 'unreachable', why: 'w' },
		`[notSent] The gateway could not be reached: w. This message was not sent. ${REACH}`,
		`The gateway could not be reached: w. ${REACH}`,
	],
	[
		{ kind: 'unreadable', status: 429, text: 'x', isRefused: true, maybeOtherApi: true },
		`[refused] ${neither('HTTP 429: “x”')}. This message was not sent. ${OTHER_API}`,
		`${neither('HTTP 429: “x”')}. ${BUSY_FOR_READERS} ${OTHER_API}`,
	],
	[
		{ kind: 'unreadable', status: 500, text: 'x' },
		`[unknown] ${neither('HTTP 500: “x”')}. ${CHECK} ${BROKEN}`,
		`${neither('HTTP 500: “x”')}. ${BROKEN}`,
	],
	[
		invalidInput('Message', 'has {name}', 'Fill it in.').fault,
		'Message: has {name}. This message was not sent.',
		'Message: has {name}',
	],
	[invalidInput('To', 'is empty').fault, 'To: is empty. This message was not sent.', 'To: is empty. Correct this.'],
];

describe('the words for a fault', () => {
	it.each(WORDS)('%j', (fault, sending, reading = sending) => {
		expect(faultText(fault, { sending: true })).toMatchObject({ message: sending[0], advice: sending[1] });
		expect(faultText(fault, { sending: false })).toMatchObject({ message: reading[0], advice: reading[1] });
	});

	it('of a message beside others says that this one was not sent', () => {
		const { fault } = invalidInput('Credential', 'none is chosen');
		expect(faultText(fault, { sending: true, besideOthers: true }).advice).toBe('This message was not sent.');
		expect(faultText(fault, { sending: true }).advice).toBe('This try sent nothing.');
	});

	it.each(PUBLIC)('in public, %j', (fault, sending, reading) => {
		expect(publicLine(faultText(fault, { sending: true }))).toBe(sending);
		expect(publicLine(faultText(fault, { sending: false }))).toBe(reading);
	});

	it('for an agent of whose calls n8n keeps nothing, never say that the message does not go out again', () => {
		for (const [fault] of WORDS) {
			const text = faultText(fault, { sending: true });
			const isUnknown = text.message.startsWith('[unknown]');
			expect(/Do not call this tool again/.test(unkeptLine(text))).toBe(isUnknown);
			expect(unkeptLine(text)).not.toMatch(/this execution/);
			if (!isUnknown) expect(unkeptLine(text)).toBe(oneLine(text));
		}
	});

	it('name no field for a reader that the trigger or an operation that reads has not', () => {
		// A proxy of its own has only an operation; of any other the words say that the field may not be there.
		const readers = WORDS.filter(([fault]) => !('proxy' in fault)).map(([fault]) =>
			faultText(fault, { sending: false }),
		);
		for (const code of Object.keys(ERROR_CODES)) readers.push(faultText(rejected(code, ''), { sending: false }));
		for (const { advice } of readers)
			expect(advice).not.toMatch(
				/Max Requests at Once|try again|again later|Request Options(?!.*not there)|Nothing was asked/,
			);
	});

	it('stand in one line, with a full stop between them where there is advice', () => {
		expect(oneLine({ message: 'a', advice: 'b' })).toBe('a. b');
		expect(oneLine({ message: 'a', advice: '' })).toBe('a');
	});
});
