'use strict';

/**
 * Every setting of the simulator: its default, the values it may take, and what it does.
 * The program's options and the README are checked against this table.
 */
const SETTINGS = {
	port: { value: 0, about: 'port on 127.0.0.1; 0 takes a free one', startOnly: true },
	basePath: { value: '', about: "path the API lives under, such as '/sms'", startOnly: true },
	apiKey: { value: 'C200843163d2f4a1b2c3d4.12345678', about: 'the only valid API key' },
	username: { value: 'demo', about: 'user name that getkey accepts' },
	password: { value: 'demo-password', about: 'password that getkey accepts' },
	senderIds: {
		value: ['MiMSMS', 'DEMO SHOP', '8809601000123'],
		about: 'sender IDs (masking) of the account; null accepts every one',
		list: true,
	},
	balance: { value: 1000, about: 'BDT in the account; falls with every part sent' },
	pricePerPart: { value: 0.25, about: 'BDT for one part to one recipient' },
	ipWhitelist: {
		value: null,
		about: 'IP addresses that may call; null lets everyone in, an empty list nobody (1016)',
		list: true,
	},
	labelRequired: { value: false, about: 'a send without label is refused with 1019' },
	outcomes: {
		value: 'byNumber',
		oneOf: ['byNumber', 'byHand'],
		about: 'what decides about a new message: the end of its number | a person, in the inbox or by the control path',
	},
	reportDelay: { value: 0, about: 'ms from acceptance (or the scheduled moment) to the delivery report' },
	pendingDelay: { value: 1000, about: 'ms from the Pending row of a …98 number to its Delivered row' },
	replyStyle: {
		value: 'manual',
		oneOf: ['manual', 'error', 'errorTight', 'json', 'jsonStatus'],
		about: 'failures: 1003 | Error: 1003 | Error:1003 | JSON with 200 | JSON with a 4xx or 5xx status',
	},
	idStyle: { value: 'old', oneOf: ['old', 'new'], about: 'shoot IDs: C2… | bw-rdC3…' },
	successStyle: {
		value: 'manual',
		oneOf: ['manual', 'noDash', 'thousand', 'bare'],
		about: 'SMS SUBMITTED: ID - x | SMS SUBMITTED: ID x | 1000, x | 1000',
	},
	balanceStyle: { value: 'plain', oneOf: ['plain', 'thousands'], about: '1234.56 | 1,234.56' },
	keyStyle: {
		value: 'bare',
		oneOf: ['bare', 'prefixed', 'related'],
		about: 'getkey: the key | API-KEY/<key> | the same, and ERR: INVALID CREDENTIALS for a wrong login',
	},
	reportStyle: {
		value: 'xml',
		oneOf: ['xml', 'json', 'jsonRep'],
		about: 'delivery reports: XML | a JSON array | a JSON array from getDLRRep alone',
	},
	quoteSpace: { value: false, about: 'a space inside the quotes around the text of a report' },
	extraFields: { value: true, about: 'reports hold ID and Parts too' },
	noReportStyle: {
		value: 'emptyDlr',
		oneOf: ['emptyDlr', 'emptyBody', 'code'],
		about: 'no report yet: <dlr></dlr> (or []) | an empty body | the bare noReportCode',
	},
	noReportCode: { value: '1012', about: "the bare code of noReportStyle 'code'" },
	getAllStyle: {
		value: 'once',
		oneOf: ['once', 'newest100'],
		about: 'getDLR/getAll hands each row out once | repeats its newest rows for ever',
	},
	pageSize: { value: 100, about: 'rows a call of getDLR, both with getAll and with a shoot ID' },
	repPageSize: { value: 100, about: 'rows a call of getDLRRep (always the first ones); Infinity for all' },
	latency: { value: 0, about: 'ms before each reply' },
	now: { value: () => new Date(), about: 'the clock: a function that returns a Date' },
};

/**
 * The settings as an object that can be changed at any time; an unknown name or value throws a TypeError.
 *
 * @param {Record<string, unknown>} options what differs from the defaults
 * @param {() => void} [changed] called after every change
 */
function liveSettings(options, changed = () => {}) {
	const values = {};
	for (const [name, { value }] of Object.entries(SETTINGS)) {
		values[name] = Array.isArray(value) ? [...value] : value;
	}
	for (const [name, value] of Object.entries(options)) {
		if (value === undefined) continue;
		checkSetting(name, value);
		values[name] = value;
	}
	values.basePath = tidyBasePath(values.basePath);

	return new Proxy(values, {
		set(target, name, value) {
			checkSetting(name, value);
			if (SETTINGS[name].startOnly) throw new TypeError(`${String(name)} is fixed once the simulator runs`);
			target[name] = value;
			changed();
			return true;
		},
	});
}

/**
 * Throws a TypeError when there is no such setting or it can't take this value.
 *
 * @param {string} name
 * @param {unknown} value
 */
function checkSetting(name, value) {
	const setting = Object.hasOwn(SETTINGS, name) ? SETTINGS[name] : undefined;
	if (!setting) throw new TypeError(`No setting is called "${String(name)}"`);

	if (setting.oneOf) {
		if (setting.oneOf.includes(value)) return;
		throw new TypeError(`${name} is one of ${setting.oneOf.join(', ')}, not ${String(value)}`);
	}
	if (setting.list) {
		if (value === null || Array.isArray(value)) return;
		throw new TypeError(`${name} is a list or null`);
	}
	if (typeof value !== typeof setting.value || Number.isNaN(value)) {
		throw new TypeError(`${name} is a ${typeof setting.value}, not ${String(value)}`);
	}
}

function tidyBasePath(basePath) {
	const inner = basePath.replace(/^\/+|\/+$/g, '');
	return inner === '' ? '' : `/${inner}`;
}

module.exports = { SETTINGS, liveSettings, checkSetting };
