/** What a failure concerns: it decides how much of a run a failed call ends. */
export type FailureScope = 'account' | 'senderId' | 'service' | 'message';

interface ErrorCode {
	/** The gateway's words. */
	meaning: string;
	/** What the user can do, naming the field. */
	advice: string;
	scope: FailureScope;
}

const INTERNAL: ErrorCode = {
	meaning: 'Internal Error',
	advice:
		"The gateway had a fault of its own and did not take the request. Try again in a few minutes; if it stays so, ask the gateway's support.",
	scope: 'service',
};

/** The gateway's error codes: manual, "Error Codes", and programs that use the live service (1013 to 1019). */
export const ERROR_CODES: Readonly<Record<string, ErrorCode>> = {
	'1002': {
		meaning: 'Sender Id/Masking Not Found',
		advice:
			'Check Sender ID here and in the credential: it must be one that the gateway has approved for this account, spelled exactly so.',
		scope: 'senderId',
	},
	'1003': {
		meaning: 'API Not Found',
		advice:
			'Check API Key and Base URL in the credential. The gateway also says this when the balance of the account has expired.',
		scope: 'account',
	},
	'1004': {
		meaning: 'SPAM Detected',
		advice:
			"The gateway takes the text in Message for spam. Change the wording, or ask the gateway's support to allow it.",
		scope: 'message',
	},
	'1005': INTERNAL,
	'1006': INTERNAL,
	'1007': {
		meaning: 'Balance Insufficient',
		advice: 'Top up the account at the gateway, then run this again. Account → Get Balance shows what is left.',
		scope: 'account',
	},
	'1008': {
		meaning: 'Message is empty',
		advice: 'Fill in Message; if it comes from an expression, check that the expression gives a text for this item.',
		scope: 'message',
	},
	'1009': {
		meaning: 'Message Type Not Set (text/unicode)',
		advice:
			"With Send, set Type under Options to Text or Unicode; Send Many has no such field, so ask the gateway's support.",
		scope: 'message',
	},
	'1010': {
		meaning: 'Invalid User & Password',
		advice: "Check User Name and Password in the credential: they are those of the gateway's web panel.",
		scope: 'account',
	},
	'1011': {
		meaning: 'Invalid User Id',
		advice: "Check User Name in the credential, and with the gateway's support that the account is active.",
		scope: 'account',
	},
	'1012': {
		meaning: 'No Valid Number Found',
		advice:
			'The gateway takes none of the numbers in To. Check them; for numbers outside Bangladesh ask the gateway whether the account may send there.',
		scope: 'message',
	},
	'1013': {
		meaning: 'API limit error',
		advice:
			"Too many requests, or more than the account may send: wait, send or ask for less at a time, and ask the gateway's support for the account's limit.",
		scope: 'service',
	},
	'1014': {
		meaning: 'No matching template',
		advice:
			'This account may send only approved texts. Make Message match one of its templates word by word, or have the text approved.',
		scope: 'message',
	},
	'1015': {
		meaning: 'SMS content validation fails',
		advice:
			"The gateway does not allow something in Message (often a link, a number or a word). Change the text, or ask the gateway's support which part it is.",
		scope: 'message',
	},
	'1016': {
		meaning: 'IP address not allowed',
		advice:
			"The account accepts requests from listed addresses only. Have the public IP address of your n8n server added to the account's IP whitelist, in the gateway's panel or by its support.",
		scope: 'account',
	},
	'1019': {
		meaning: 'SMS purpose missing',
		advice: 'This gateway wants to know the purpose: set Label under Options to Transactional or Promotional.',
		scope: 'message',
	},
};

/** The code of an accepted request (manual, "Error Codes"). */
export const ACCEPTED_CODE = '1000';

/** What a rejection concerns; a code that is not in the table concerns the one message, words without a code the sign-in. */
export function scopeOfCode(code: string | null): FailureScope {
	if (code === null) return 'account';
	return Object.hasOwn(ERROR_CODES, code) ? ERROR_CODES[code].scope : 'message';
}
