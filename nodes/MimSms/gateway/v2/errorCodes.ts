import type { Rejected, Rejection } from '../fault';

interface StatusCode extends Pick<Rejection, 'advice' | 'scope' | 'aboutSettings'> {
	/** The gateway's words. */
	meaning: string;
	/** Whether the gateway may have taken the message all the same: then it never goes out again. Each code has to say. */
	unclear: boolean;
}

const WHITELIST =
	"In the panel (sms.mimsms.com → Utility → Developer), add the public IP address of your n8n server (n8n's HTTP Request node with the URL https://api.ipify.org shows it) and its domain (what you type in the browser to open n8n; if that is only numbers or localhost, ask MiM SMS what to enter), and check that the API key is activated there.";

/** The status codes of the JSON API V2 (vendor's documents, "Error Code"). */
export const STATUS_CODES: Readonly<Record<string, StatusCode>> = {
	'205': {
		meaning: 'Invalid Message Content',
		advice:
			"The gateway does not allow the text in Message. Texts must be in Bangla (codes, links and numbers may be English), and a one-time password should name your brand. Change the text, or ask the gateway's support.",
		scope: 'row',
		unclear: false,
	},
	'206': {
		meaning: 'Invalid Mobile Number',
		advice: 'The gateway does not accept this number. Check To: only Bangladeshi mobile numbers work (01XXXXXXXXX).',
		scope: 'row',
		unclear: false,
	},
	'207': {
		meaning: 'Invalid Transaction Type',
		advice:
			"Set Message Purpose under Options to Transactional or Promotional. If the error stays, ask the gateway's support.",
		scope: 'request',
		unclear: false,
		aboutSettings: true,
	},
	'208': {
		meaning: 'Invalid Sender ID',
		advice:
			'Check Sender ID here and in the credential. The gateway must have approved it for this account, in exactly the same spelling.',
		scope: 'sender',
		unclear: false,
	},
	'209': {
		meaning: 'SMS Length cross the Max level',
		advice: 'Shorten Message. SMS → Preview counts its parts.',
		scope: 'row',
		unclear: false,
	},
	'210': {
		meaning: 'Invalid CampaignId',
		advice: 'Set Campaign under Options to a campaign that the gateway approved for this account.',
		scope: 'request',
		unclear: false,
		aboutSettings: true,
	},
	'213': {
		meaning: 'Parameter Mismatch',
		advice: "A field is missing, or the gateway does not know it. Ask the gateway's support what this account needs.",
		scope: 'request',
		unclear: false,
	},
	'216': {
		meaning: 'Insufficient Balance',
		advice: 'Top up the account at the gateway. Account → Get Balance shows what is left.',
		scope: 'account',
		unclear: false,
	},
	'221': {
		meaning: 'SMS Sending Failed',
		advice: 'Check the panel before you send the message again: the gateway may have accepted it.',
		scope: 'request',
		unclear: true,
	},
	'401': {
		meaning: 'Unauthorized',
		advice: `Check User Name and API Key in the credential: the e-mail address and the key of the gateway's panel. ${WHITELIST}`,
		scope: 'account',
		unclear: false,
	},
	'500': {
		meaning: 'Internal Server Error',
		advice: 'Check the panel before you send the message again: the gateway may have accepted it.',
		scope: 'request',
		unclear: true,
	},
};

/** The status code of an accepted request. */
export const ACCEPTED_CODE = '200';

const isListed = (code: string): boolean => Object.hasOwn(STATUS_CODES, code);

/** Whether a code of the table says that the gateway took nothing. */
export const isRefusal = (code: string): boolean => isListed(code) && !STATUS_CODES[code].unclear;

/** Whether the code stands in the vendor's table. */
export const isFailure = isListed;

/** What a code means; nothing for one that is not in the table. */
export const meaningOf = (code: string): string => (isListed(code) ? STATUS_CODES[code].meaning : '');

/** "IP Black List" is one of two refusals with 401. As a whole word: "recipient" has it too. */
const SPEAKS_OF_ADDRESS = /\bIP\b|white\s?list|black\s?list/i;

/** The rejection by this status code of the table; `said`: the gateway's own words. */
export function rejectionOf(code: string, said: string): Rejection {
	const { meaning, advice, scope, aboutSettings } = STATUS_CODES[code];
	const isAddress = code === '401' && SPEAKS_OF_ADDRESS.test(said);
	const known = isAddress ? 'IP Black List' : meaning;
	return {
		code,
		said,
		meaning: known,
		advice: isAddress ? WHITELIST : advice,
		scope,
		...(saysMoreThan(known, said) && { saysMore: true }),
		...(code === '401' && !isAddress && { unknownKey: true }),
		...(aboutSettings && { aboutSettings }),
	};
}

/** Whether the gateway's words say more than what the code means, and that it failed. */
export const saysMoreThan = (meaning: string, said: string): boolean =>
	!['', 'failed', plainly(meaning)].includes(plainly(said));

const plainly = (words: string): string => words.toLowerCase().replace(/[\s.]+$/, '');

/** The same as a fault. */
export const rejected = (code: string, said: string): Rejected => ({ kind: 'rejected', ...rejectionOf(code, said) });
