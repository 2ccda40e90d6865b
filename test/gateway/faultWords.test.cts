import { ERROR_CODES, rejected } from '../../nodes/MimSms/gateway/classic/errorCodes';
import { faultText, oneLine } from '../../nodes/MimSms/gateway/faultText';
import type { Fault } from '../../nodes/MimSms/gateway/fault';

const CHECK =
	"The gateway may have accepted the message, so this execution does not send it again. A new execution would send it again. Check the gateway's panel before you send it again.";
const FORWARDS =
	'The address redirects to another one. The node does not follow redirects, because the other address would receive the key. Enter the final address as Base URL in the credential.';
const BUSY = 'The gateway receives too many requests: lower Max Requests at Once under Options, or wait.';
const BUSY_FOR_READERS = 'The gateway receives too many requests: wait, and ask less often.';
const BROKEN =
	"The gateway, or a server in front of it, has a fault. It usually passes. If it does not, ask the gateway's support.";
const BROKEN_FOR_READERS = 'The gateway, or a server in front of it, has a fault: try again later.';
const WRONG_PLACE = "Check Base URL in the credential: it may be the address of a web page, not of the gateway's API.";
const REACH = 'Check Base URL in the credential and the network of your n8n server.';
const neither = (answer: string) => `The gateway's answer is neither success nor a known error (${answer})`;

/** What to do about an answer with this HTTP status, for those that send and for those that read. */
const BY_STATUS: Array<[status: number, advice: string, forReaders?: string]> = [
	[299, WRONG_PLACE],
	[300, FORWARDS],
	[399, FORWARDS],
	[400, WRONG_PLACE],
	[428, WRONG_PLACE],
	[429, BUSY, BUSY_FOR_READERS],
	[430, WRONG_PLACE],
	[499, WRONG_PLACE],
	[500, BROKEN, BROKEN_FOR_READERS],
	[599, BROKEN, BROKEN_FOR_READERS],
];

type Words = [message: string, advice: string];

/** What a send says of a fault, and what a reading says where that is something else. */
const WORDS: Array<[fault: Fault, sending: Words, reading?: Words]> = [
	[
		{ kind: 'unreachable', why: 'it refused the connection' },
		['[notSent] The gateway could not be reached: it refused the connection', `Nothing was sent. ${REACH}`],
		['The gateway could not be reached: it refused the connection', REACH],
	],
	[
		{ kind: 'stopped', why: 'w' },
		['[notSent] Not sent to the gateway: w', 'Nothing was sent.'],
		['The gateway was not asked: w', ''],
	],
	[
		{ kind: 'lost', why: 'w' },
		['[unknown] The gateway gave no answer: w', CHECK],
		[
			'The gateway gave no answer: w',
			"Try again in a few minutes. If the error stays, the gateway is slow or the connection to it is bad: ask the gateway's support.",
		],
	],
	[
		{ kind: 'invalidInput', field: 'To', problem: 'is empty' },
		['To: is empty', 'This try sent nothing.'],
		['To: is empty', 'Correct this, then try again.'],
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
];

describe('the words for a fault', () => {
	it.each(WORDS)('%j', (fault, sending, reading = sending) => {
		expect(faultText(fault, { sending: true })).toMatchObject({ message: sending[0], advice: sending[1] });
		expect(faultText(fault, { sending: false })).toMatchObject({ message: reading[0], advice: reading[1] });
	});

	it('name no field for a reader that the trigger or an operation that reads has not', () => {
		const readers = WORDS.map(([fault]) => faultText(fault, { sending: false }));
		for (const code of Object.keys(ERROR_CODES)) readers.push(faultText(rejected(code, ''), { sending: false }));
		for (const { advice } of readers)
			expect(advice).not.toMatch(/Max Requests at Once|Request Options|Nothing was asked/);
	});

	it('stand in one line, with a full stop between them where there is advice', () => {
		expect(oneLine({ message: 'a', advice: 'b' })).toBe('a. b');
		expect(oneLine({ message: 'a', advice: '' })).toBe('a');
	});
});
