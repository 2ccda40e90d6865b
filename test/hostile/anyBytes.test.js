'use strict';
/** Whatever bytes come down the wire, and whatever an expression gives: the core answers, it never throws. */
const fc = require('../properties');
const { readDelivery } = require('../../nodes/MimSms/gateway/classic/deliveryCodes');
const { faultText, oneLine } = require('../../nodes/MimSms/gateway/faultText');
const { readGatewayTime, readSchedule } = require('../../nodes/MimSms/gateway/gatewayTime');
const { countParts } = require('../../nodes/MimSms/gateway/parts');
const { readRecipients } = require('../../nodes/MimSms/gateway/phone');
const { cleaned, excerpt, redact } = require('../../nodes/MimSms/gateway/redact');
const { parseJson } = require('../../nodes/MimSms/gateway/json');
const { readApiKey, readBalance, readFailure, readSubmission } = require('../../nodes/MimSms/gateway/classic/replies');
const { readReports, readTakenReports } = require('../../nodes/MimSms/gateway/classic/reports');
const { readShootId } = require('../../nodes/MimSms/gateway/classic/references');
const { tally } = require('../../nodes/MimSms/gateway/tracking');
const { readXmlRecords } = require('../../nodes/MimSms/gateway/classic/xml');
const { isChosen } = require('../../nodes/MimSms/trigger/filter');
const { advance, decodeState, freshState } = require('../../nodes/MimSms/trigger/pollState');
const { fixture, fixturesOf } = require('../gateway/fixtures');
const { page, record } = require('../gateway/pages');

const READERS = { readSubmission, readBalance, readApiKey, readReports, readTakenReports };
const KINDS = ['apiKey', 'balance', 'failure', 'noReports', 'reports', 'submission'];
const REAL = [
	...KINDS.flatMap(fixturesOf).map((name) => fixture(name).text),
	page([record(), record({ to: '8801812345678', code: '16' })]),
].map((text) => Buffer.from(text));

/** As the node gets it: whatever is no UTF-8 becomes the sign for that. */
const decoded = (bytes) => new TextDecoder().decode(bytes);

/** A real reply with some of its bytes changed, taken out, doubled or put in. */
const edit = fc.record({
	at: fc.double({ min: 0, max: 1, noNaN: true }),
	take: fc.nat(12),
	put: fc.uint8Array({ maxLength: 6 }),
	again: fc.nat(40),
});
const spoilt = fc
	.tuple(fc.constantFrom(...REAL), fc.array(edit, { minLength: 1, maxLength: 4 }))
	.map(([bytes, edits]) =>
		edits.reduce((now, { at, take, put, again }) => {
			const from = Math.floor(at * now.length);
			return Buffer.concat([now.subarray(0, from), put, now.subarray(from, from + again), now.subarray(from + take)]);
		}, bytes),
	);

const bytes = fc.oneof(
	fc.uint8Array({ maxLength: 400 }),
	spoilt,
	spoilt.map((part) => Buffer.from(part.toString('latin1'), 'utf16le')),
);
const text = fc.oneof(bytes.map(decoded), fc.string({ unit: 'binary' }));
const status = fc.constantFrom(0, 200, 204, 302, 404, 500, 999);
const anything = fc.anything({
	withDate: true,
	withMap: true,
	withSet: true,
	withNullPrototype: true,
	withObjectString: true,
	withBigInt: true,
	withTypedArray: true,
	withSparseArray: true,
	key: fc.constantFrom(
		'to',
		'message',
		'__proto__',
		'constructor',
		'toString',
		'valueOf',
		'toMillis',
		'version',
		'seen',
	),
});

describe.each(Object.entries(READERS))('%s, on any bytes', (_, read) => {
	it('gives a value, or one of the two faults that a reply can mean', () => {
		fc.assert(
			fc.property(text, status, fc.boolean(), (reply, code, broken) => {
				const outcome = read({ status: code, text: reply, broken });
				if (!outcome.ok) expect(['rejected', 'unreadable']).toContain(outcome.fault.kind);
				if (!outcome.ok)
					expect(oneLine(faultText(cleaned(outcome.fault, ['secret']), true))).toEqual(expect.any(String));
			}),
		);
	});
});

describe('a page of reports, of any bytes', () => {
	it('goes through the whole trigger: read, filtered, remembered, counted', () => {
		fc.assert(
			fc.property(text, (reply) => {
				const outcome = readTakenReports({ status: 200, text: reply, broken: true });
				expect(outcome.ok).toBe(true);
				const { reports } = outcome.value;
				const { state, fresh } = advance(freshState([]), { account: true }, reports);
				expect(fresh).toEqual(reports);
				expect(decodeState(JSON.parse(JSON.stringify(state)))).toEqual(state);
				expect(advance(state, { account: true }, reports).fresh).toEqual([]);
				expect(tally(['8801712345678'], reports)).toEqual({
					delivered: expect.any(Number),
					failed: expect.any(Number),
					pending: expect.any(Number),
				});
				for (const report of reports)
					expect(isChosen({ events: [], statusCodes: [], numbers: [] }, report)).toBe(report.raw !== undefined);
			}),
		);
	});

	it('loses no byte of a broken page that holds any', () => {
		fc.assert(
			fc.property(
				text.filter((reply) => reply.trim() !== ''),
				(reply) => {
					const { reports } = readTakenReports({ status: 200, text: `<dlr><message>${reply}`, broken: true }).value;
					expect(reports.length).toBeGreaterThan(0);
				},
			),
		);
	});
});

describe('the small readers, on any text', () => {
	it.each(
		Object.entries({
			parseJson,
			readGatewayTime,
			readXmlRecords,
			readFailure: (reply) => readFailure({ status: 200, text: reply }),
			readDelivery: (reply) => readDelivery(reply, reply),
			redact: (reply) => redact(reply, [reply.slice(0, 3)]),
			excerpt: (reply) => excerpt(reply, [reply.slice(0, 3)]),
			countParts: (reply) => ['auto', 'text', 'unicode'].map((choice) => countParts(reply, choice)),
		}),
	)('%s does not throw', (_, read) => {
		fc.assert(fc.property(text, (reply) => void read(reply)));
	});
});

describe('the readers of parameters, on anything', () => {
	it.each(
		Object.entries({
			readRecipients,
			readShootId,
			decodeState,
			readSchedule: (value) => readSchedule(value, 'Asia/Dhaka', 0),
		}),
	)('%s does not throw', (_, read) => {
		fc.assert(fc.property(anything, (value) => void read(value)));
	});
});

it('nothing of all this has changed what every object has', () => {
	expect(Object.keys(Object.prototype)).toEqual([]);
	expect({}.status).toBeUndefined();
});
