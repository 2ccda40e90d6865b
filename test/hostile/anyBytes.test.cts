/** Whatever bytes come down the wire, and whatever an expression gives: the core answers, it never throws. */
import * as fc from '../properties.cts';
import { readDelivery } from '../../nodes/MimSms/gateway/classic/deliveryCodes';
import { faultText, oneLine } from '../../nodes/MimSms/gateway/faultText';
import { readGatewayTime, readSchedule } from '../../nodes/MimSms/gateway/gatewayTime';
import { countParts } from '../../nodes/MimSms/gateway/parts';
import { readRecipients } from '../../nodes/MimSms/gateway/phone';
import { cleaned, excerpt, redact } from '../../nodes/MimSms/gateway/redact';
import { parseJson } from '../../nodes/MimSms/gateway/json';
import { readApiKey, readBalance, readFailure, readSubmission } from '../../nodes/MimSms/gateway/classic/replies';
import { readReports, readTakenReports } from '../../nodes/MimSms/gateway/classic/reports';
import { readShootId } from '../../nodes/MimSms/gateway/classic/references';
import { tally } from '../../nodes/MimSms/gateway/tracking';
import { readXmlRecords } from '../../nodes/MimSms/gateway/classic/xml';
import { isChosen } from '../../nodes/MimSms/trigger/filter';
import { advance, decodeState, freshState } from '../../nodes/MimSms/trigger/pollState';
import { fixture, fixturesOf } from '../gateway/fixtures.cts';
import { valueOf } from '../gateway/results.cts';
import { page, record } from '../gateway/pages.cts';

const READERS = { readSubmission, readBalance, readApiKey, readReports, readTakenReports };
const KINDS = ['apiKey', 'balance', 'failure', 'noReports', 'reports', 'submission'];
const REAL = [
	...KINDS.flatMap(fixturesOf).map((name) => fixture(name).text),
	page([record(), record({ to: '8801812345678', code: '16' })]),
].map((text) => Buffer.from(text));

/** As the node gets it: whatever is no UTF-8 becomes the sign for that. */
const decoded = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

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
					expect(oneLine(faultText(cleaned(outcome.fault, ['secret']), { sending: true }))).toEqual(expect.any(String));
			}),
		);
	});
});

describe('a page of reports, of any bytes', () => {
	it('goes through the whole trigger: read, filtered, remembered, counted', () => {
		fc.assert(
			fc.property(text, (reply) => {
				const outcome = readTakenReports({ status: 200, text: reply, broken: true });
				const { reports } = valueOf(outcome);
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
					expect(isChosen({ events: [], statusCodes: [], numbers: [], exceptNumbers: [] }, report)).toBe(
						report.raw !== undefined,
					);
			}),
		);
	});

	it('loses no byte of a broken page that holds any', () => {
		fc.assert(
			fc.property(
				text.filter((reply) => reply.trim() !== ''),
				(reply) => {
					const { reports } = valueOf(readTakenReports({ status: 200, text: `<dlr><message>${reply}`, broken: true }));
					expect(reports.length).toBeGreaterThan(0);
				},
			),
		);
	});
});

describe('the small readers, on any text', () => {
	it.each(
		Object.entries<(reply: string) => unknown>({
			parseJson,
			readGatewayTime,
			readXmlRecords,
			readFailure: (reply) => readFailure({ status: 200, text: reply }),
			readDelivery: (reply) => readDelivery(reply, reply),
			redact: (reply) => redact(reply, [reply.slice(0, 3)]),
			excerpt: (reply) => excerpt(reply, [reply.slice(0, 3)]),
			countParts: (reply) => (['auto', 'text', 'unicode'] as const).map((choice) => countParts(reply, choice)),
		}),
	)('%s does not throw', (_, read) => {
		fc.assert(fc.property(text, (reply) => void read(reply)));
	});
});

describe('the readers of parameters, on anything', () => {
	it.each(
		Object.entries<(value: unknown) => unknown>({
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
	expect(({} as { status?: unknown }).status).toBeUndefined();
});
