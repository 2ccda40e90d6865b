import type { Rejected, Rejection } from '../fault';

interface ErrorCode extends Pick<Rejection, 'advice' | 'scope' | 'aboutSettings' | 'ofService' | 'unknownKey'> {
	/** The gateway's words. */
	meaning: string;
}

const INTERNAL: ErrorCode = {
	meaning: 'Internal Error',
	advice:
		"The gateway had an internal error and did not accept the request. This usually passes in a few minutes. If it does not, ask the gateway's support.",
	scope: 'request',
	ofService: true,
};

/** The gateway's error codes: manual, "Error Codes", and programs that use the live service (1013 to 1019). */
export const ERROR_CODES: Readonly<Record<string, ErrorCode>> = {
	'1002': {
		meaning: 'Sender Id/Masking Not Found',
		advice:
			'Check Sender ID here and in the credential. The gateway must have approved it for this account, in exactly the same spelling.',
		scope: 'sender',
	},
	'1003': {
		meaning: 'API Not Found',
		advice:
			'Check API Key (or User Name and Password) and Base URL in the credential. The gateway also says this when the balance of the account has expired.',
		scope: 'account',
		unknownKey: true,
	},
	'1004': {
		meaning: 'SPAM Detected',
		advice:
			"The gateway treats the text in Message as spam. Change the wording, or ask the gateway's support to allow it.",
		scope: 'request',
	},
	'1005': INTERNAL,
	'1006': INTERNAL,
	'1007': {
		meaning: 'Balance Insufficient',
		advice: 'Top up the account at the gateway. Account → Get Balance shows what is left.',
		scope: 'account',
	},
	'1008': {
		meaning: 'Message is empty',
		advice: 'Fill in Message. If it comes from an expression, check that the expression gives a text for this item.',
		scope: 'request',
	},
	'1009': {
		meaning: 'Message Type Not Set (text/unicode)',
		advice:
			"With Send, set Encoding under Options to Text or Unicode. Send Personalised has no such option: ask the gateway's support.",
		scope: 'request',
		aboutSettings: true,
	},
	'1010': {
		meaning: 'Invalid User & Password',
		advice: "Check User Name and Password in the credential. They are the same as for the gateway's web panel.",
		scope: 'account',
	},
	'1011': {
		meaning: 'Invalid User Id',
		advice: "Check User Name in the credential. Ask the gateway's support whether the account is active.",
		scope: 'account',
	},
	'1012': {
		meaning: 'No Valid Number Found',
		advice:
			'The gateway accepts none of the numbers in To. Check them. For numbers outside Bangladesh, ask the gateway whether the account may send there.',
		scope: 'request',
	},
	'1013': {
		meaning: 'API limit error',
		advice:
			"Too many requests, or more than the account may send: wait, send or ask for less at a time. Ask the gateway's support for the account's limit.",
		scope: 'request',
		ofService: true,
	},
	'1014': {
		meaning: 'No matching template',
		advice:
			'This account may send only approved texts. Make Message match one of its templates word by word, or have the text approved.',
		scope: 'request',
	},
	'1015': {
		meaning: 'SMS content validation fails',
		advice:
			"The gateway does not allow something in Message (often a link, a number or a word). Change the text, or ask the gateway's support which part it is.",
		scope: 'request',
	},
	'1016': {
		meaning: 'IP address not allowed',
		advice:
			"The account accepts requests only from listed addresses. Add the public IP address of your n8n server to the IP whitelist, in the gateway's panel or through its support. To find the address, run n8n's HTTP Request node with the URL https://api.ipify.org.",
		scope: 'account',
	},
	'1019': {
		meaning: 'SMS purpose missing',
		advice:
			'This gateway needs to know the purpose. Set Message Purpose under Options to Transactional or Promotional.',
		scope: 'request',
		aboutSettings: true,
	},
};

/** The code of an accepted request (manual, "Error Codes"). */
export const ACCEPTED_CODE = '1000';

/** The rejection by this code, or by words alone (`code` null), which only a sign-in answers with. */
export function rejectionOf(code: string | null, said: string): Rejection {
	if (code === null)
		return {
			code,
			said,
			meaning: null,
			advice: "Check the fields of the credential, or ask the gateway's support what this means.",
			scope: 'account',
		};
	if (!Object.hasOwn(ERROR_CODES, code))
		return {
			code,
			said,
			meaning: null,
			advice: `Ask the gateway's support what ${code} means for this account.`,
			scope: 'request',
		};
	return { code, said, ...ERROR_CODES[code] };
}

/** The same as a fault. */
export const rejected = (code: string | null, said: string): Rejected => ({
	kind: 'rejected',
	...rejectionOf(code, said),
});
