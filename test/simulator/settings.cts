import { atStart, list, oneOf, setting, type Setting, type StartSetting } from './settingKinds.cts';
import { V2_SETTINGS } from './v2Settings.cts';

/**
 * Every setting of the simulator: its default, the values it may take, and what it does.
 * The types, the program's options and the README are made from this table or checked against it.
 */
export const SETTINGS = {
	port: atStart(0, 'port on 127.0.0.1; 0 takes a free one'),
	basePath: atStart('', "path the API lives under, such as '/sms'"),
	apiKey: setting('C200843163d2f4a1b2c3d4.12345678', 'the only valid API key'),
	username: setting('demo', 'user name that getkey accepts'),
	password: setting('demo-password', 'password that getkey accepts'),
	senderIds: list(
		['MiMSMS', 'DEMO SHOP', '8809601000123'],
		'sender IDs (masking) of the account; null accepts every one',
	),
	balance: setting(1000, 'BDT in the account; falls with every part sent'),
	pricePerPart: setting(0.25, 'BDT for one part to one recipient'),
	ipWhitelist: list(null, 'IP addresses that may call; null lets everyone in, an empty list nobody (1016)'),
	labelRequired: setting(false, 'a send without label is refused with 1019'),
	outcomes: oneOf(
		['byNumber', 'byHand'],
		'what decides about a new message: the end of its number | a person, in the inbox or by the control path',
	),
	reportDelay: setting(0, 'ms from acceptance (or the scheduled moment) to the delivery report'),
	pendingDelay: setting(1000, 'ms from the Pending row of a …98 number to its Delivered row'),
	replyStyle: oneOf(
		['manual', 'error', 'errorTight', 'json', 'jsonStatus'],
		'failures: 1003 | Error: 1003 | Error:1003 | JSON with 200 | JSON with a 4xx or 5xx status',
	),
	idStyle: oneOf(['old', 'new'], 'shoot IDs: C2… | bw-rdC3…'),
	successStyle: oneOf(
		['manual', 'noDash', 'thousand', 'bare'],
		'SMS SUBMITTED: ID - x | SMS SUBMITTED: ID x | 1000, x | 1000',
	),
	balanceStyle: oneOf(['plain', 'thousands'], '1234.56 | 1,234.56'),
	keyStyle: oneOf(
		['bare', 'prefixed', 'related'],
		'getkey: the key | API-KEY/<key> | the same, and ERR: INVALID CREDENTIALS for a wrong login',
	),
	reportStyle: oneOf(
		['xml', 'json', 'jsonRep'],
		'delivery reports: XML | a JSON array | a JSON array from getDLRRep alone',
	),
	quoteSpace: setting(false, 'a space inside the quotes around the text of a report'),
	extraFields: setting(true, 'reports hold ID and Parts too'),
	noReportStyle: oneOf(
		['emptyDlr', 'emptyBody', 'code'],
		'no report yet: <dlr></dlr> (or []) | an empty body | the bare noReportCode',
	),
	noReportCode: setting('1012', "the bare code of noReportStyle 'code'"),
	getAllStyle: oneOf(['once', 'newest100'], 'getDLR/getAll hands each row out once | repeats its newest rows for ever'),
	pageSize: setting(100, 'rows a call of getDLR, both with getAll and with a shoot ID'),
	repPageSize: setting(100, 'rows a call of getDLRRep (always the first ones); Infinity for all'),
	latency: setting(0, 'ms before each reply'),
	now: setting(() => new Date(), 'the clock: a function that returns a Date'),
	...V2_SETTINGS,
};

type Table = typeof SETTINGS;
type StartOnly = { [Name in keyof Table]: Table[Name] extends StartSetting<unknown> ? Name : never }[keyof Table];
type Values = { [Name in keyof Table]: Table[Name] extends Setting<infer Value> ? Value : never };

export type SettingName = keyof Table;

/** The settings of a simulator that runs: change them at any time. A wrong name or value throws a TypeError. */
export type Settings = Omit<Values, StartOnly> & Readonly<Pick<Values, StartOnly>>;

/**
 * The settings as an object that can be changed at any time; an unknown name or value throws a TypeError.
 * `options` is what differs from the defaults, `changed` is called after every change.
 */
export function liveSettings(options: object, changed: () => void = () => {}): Settings {
	const values = defaults();
	for (const [name, value] of Object.entries(options)) {
		if (value === undefined) continue;
		checkSetting(name, value);
		Reflect.set(values, name, value);
	}
	values.basePath = tidyBasePath(values.basePath);

	return new Proxy(values, {
		set(target, name, value) {
			checkChange(String(name), value);
			Reflect.set(target, name, value);
			changed();
			return true;
		},
	});
}

function defaults(): Values {
	const values: Partial<Values> = {};
	for (const [name, { value }] of Object.entries(SETTINGS)) Reflect.set(values, name, value);
	return values as Values;
}

/** Throws a TypeError when there is no such setting, when it can't take this value, or when it is fixed by now. */
export function checkChange(name: string, value: unknown): void {
	checkSetting(name, value);
	if (SETTINGS[name].startOnly) throw new TypeError(`${name} is fixed once the simulator runs`);
}

function checkSetting(name: string, value: unknown): asserts name is SettingName {
	if (!isSettingName(name)) throw new TypeError(`No setting is called "${name}"`);

	const wanted: Setting<unknown> = SETTINGS[name];
	if (wanted.oneOf) {
		if (wanted.oneOf.includes(value)) return;
		throw new TypeError(`${name} is one of ${wanted.oneOf.join(', ')}, not ${String(value)}`);
	}
	if (wanted.list) {
		if (value === null || Array.isArray(value)) return;
		throw new TypeError(`${name} is a list or null`);
	}
	if (typeof value !== typeof wanted.value || Number.isNaN(value)) {
		throw new TypeError(`${name} is a ${typeof wanted.value}, not ${String(value)}`);
	}
}

function isSettingName(name: string): name is SettingName {
	return Object.hasOwn(SETTINGS, name);
}

function tidyBasePath(basePath: string) {
	const inner = basePath.replace(/^\/+|\/+$/g, '');
	return inner === '' ? '' : `/${inner}`;
}
