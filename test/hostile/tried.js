'use strict';
const { gzipSync } = require('node:zlib');
const { BAD_CERTIFICATES } = require('../node/badCertificates');

const GAVE_NO_ANSWER = /gave no answer: the connection ended before/;
const TOOK_TOO_LONG = /gave no answer: it took longer than the time-out/;
const NEITHER = /neither success nor a known error/;
const COULD_NOT_BE_REACHED =
	/could not be reached: (?:it refused the connection|its name was not found|its name could not be looked up)/;

const PAGE =
	'<html><head><title>Welcome</title></head><body><h1>It works!</h1>1002 visitors, SMS SUBMITTED: ID - C2ff</body></html>';
const MUCH = 100_000_000;
const STATUSES = [401, 403, 404, 429, 500, 502, 503];
const PATIENCE = 400;

const fault = (given, words, more) => ({ fault: given, words, ...more });

/** What is tried, row by row of the README's table: faults of the simulator, where it lies, and the words that must be told. */
const ROWS = [
	[
		'Connection refused; name not found',
		[
			{ place: 'refusing', words: COULD_NOT_BE_REACHED },
			{ place: 'nowhere', words: COULD_NOT_BE_REACHED },
		],
	],
	[
		`Certificate ${Object.keys(BAD_CERTIFICATES).join(', ')}`,
		Object.entries(BAD_CERTIFICATES).map(([place, { words }]) => ({
			place,
			words: new RegExp(`could not be reached: ${words}`),
		})),
	],
	[
		'Connection reset before, or after, the gateway acts',
		[fault({ kind: 'resetBefore' }, GAVE_NO_ANSWER), fault({ kind: 'resetAfter' }, GAVE_NO_ANSWER)],
	],
	[
		'No answer within the time-out; one that comes byte by byte and outlasts it',
		[
			fault({ kind: 'stall' }, TOOK_TOO_LONG, { timeout: PATIENCE }),
			fault({ kind: 'stall', accept: false }, TOOK_TOO_LONG, { timeout: PATIENCE }),
			fault({ kind: 'slow', interval: 40 }, TOOK_TOO_LONG, { timeout: PATIENCE }),
			fault({ kind: 'slow', interval: 1000 }, TOOK_TOO_LONG, { timeout: 1200, once: true }),
		],
	],
	[
		'Answer broken off, at every byte',
		[
			fault({ kind: 'cutOff' }, GAVE_NO_ANSWER, { everyByte: true }),
			fault({ kind: 'cutOff', chunked: true }, GAVE_NO_ANSWER, { everyByte: true }),
		],
	],
	['Answer cut short without a sign, at every byte', [fault({ kind: 'cutClean' }, NEITHER, { everyByte: true })]],
	[
		'301, 302, 303, 307, 308 to another host, with a web page, or with nothing',
		[301, 302, 303, 307, 308].flatMap((status) =>
			[{}, { body: '' }].map((more) =>
				fault({ kind: 'redirect', status, accept: true, ...more }, new RegExp(`HTTP ${status}.*forward`, 's')),
			),
		),
	],
	[
		`${STATUSES.join(', ')} with a web page, or with nothing`,
		STATUSES.flatMap((status) =>
			[{ accept: true }, { accept: false }, { accept: true, body: '' }].map((more) =>
				fault({ kind: 'status', status, ...more }, new RegExp(`HTTP ${status}`)),
			),
		),
	],
	[
		'A web page with status 200; nothing at all',
		[
			fault({ kind: 'text', body: PAGE, accept: true }, NEITHER),
			fault({ kind: 'empty', accept: true }, /HTTP 200: an empty page/),
		],
	],
	[
		'100 MB; 100 MB packed into 0.1',
		[
			fault({ kind: 'text', body: () => Buffer.alloc(MUCH, 'x'), accept: true }, NEITHER, { once: true }),
			fault(
				{
					kind: 'text',
					body: () => gzipSync(Buffer.alloc(MUCH, 'x')),
					headers: { 'content-encoding': 'gzip' },
					accept: true,
				},
				NEITHER,
				{ once: true },
			),
		],
	],
	['UTF-16 or Latin-1 in place of UTF-8', [fault({ kind: 'charset' }), fault({ kind: 'charset', charset: 'latin1' })]],
	[
		'A wrong content type; gzip',
		[
			fault({ kind: 'wrongType' }),
			fault({ kind: 'wrongType', contentType: 'application/xml; charset=utf-16' }),
			fault({ kind: 'wrongType', contentType: 'application/octet-stream' }),
			fault({ kind: 'gzip' }),
		],
	],
];

module.exports = { ROWS };
