/** Reports in another writing than the manual's: what is shown changes with it, what a report is known by does not. */
import * as fc from '../properties.cts';
import { readGatewayTime, readZonedTime } from '../../nodes/MimSms/gateway/gatewayTime';
import { toReport } from '../../nodes/MimSms/gateway/classic/records';
import { readReports, readTakenReports } from '../../nodes/MimSms/gateway/classic/reports';
import { ownShootId } from '../../nodes/MimSms/bridge/run/reportItem';
import { unreadable, type DeliveryReport } from '../../nodes/MimSms/gateway/report';
import { ACCOUNT, advance, freshState } from '../../nodes/MimSms/trigger/pollState';
import { reply } from './fixtures.cts';
import { page, record } from './pages.cts';
import { withinSeconds } from './withinSeconds.cts';

function read(text: string): DeliveryReport[] {
	const outcomes = [readReports(reply(text)), readTakenReports(reply(text))];
	expect(outcomes[0]).toEqual(outcomes[1]);
	if (!outcomes[0].ok) throw new Error(`can not be read: ${text.slice(0, 200)}`);
	return outcomes[0].value.reports;
}

const messages = (...texts: string[]) =>
	read(page(texts.map((text) => record({ text, quoted: false })))).map(({ message }) => message);

describe('CDATA around a text is no part of it', () => {
	it.each([
		['<![CDATA["Hello"]]>', 'Hello'],
		['<![CDATA[Hello]]>', 'Hello'],
		[' <![CDATA[" R&D <3 </b> "]]>\n', 'R&D <3 </b>'],
		['<![CDATA["a &amp; b"]]>', 'a &amp; b'],
		['<![CDATA["a]]]]><![CDATA[>b"]]>', 'a]]>b'],
		['<![CDATA[]]>', ''],
		['<![CDATA["x</SMS></message>y"]]>', 'x</SMS></message>y'],
		['"<![CDATA[x]]>"', '<![CDATA[x]]>'],
	])('%j is %j', (text, message) => {
		expect(messages('"before"', text, '"behind"')).toEqual(['before', message, 'behind']);
	});

	it('nor around another field', () => {
		const text = page([record({ to: '<![CDATA[8801712345678]]>', details: '<![CDATA[Delivered]]>', code: '' })]);
		expect(read(text)).toMatchObject([{ to: '8801712345678', details: 'Delivered', status: 'delivered' }]);
	});

	it('that has no end may be of half a record', () => {
		const half = record({ text: '<![CDATA["Hel', quoted: false });
		const { reports } = (
			readTakenReports({ status: 200, text: `<dlr>${half}`, broken: true }) as { value: { reports: DeliveryReport[] } }
		).value;
		expect(reports).toEqual([unreadable(half)]);
		expect(messages('<![CDATA["Hel')).toEqual(['<![CDATA["Hel']);
	});
});

describe('a page that escapes its texts is decoded', () => {
	it.each([
		['R&amp;D', 'R&D'],
		['&lt;3 &gt; &quot;x&quot; &apos;y&apos;', '<3 > "x" \'y\''],
		['it&#39;s &#039;so&#039; &#x26; &#X26;', "it's 'so' & &"],
		['&quot;Hello&quot;', 'Hello'],
		['&amp;amp;', '&amp;'],
		['&#2453;&#x1F44D;', 'ক👍'],
		['&#0; &#1114112; &amp;', '&#0; &#1114112; &'],
		['&AMP; &LT;', '& <'],
	])('%j is %j', (text, message) => {
		expect(messages('"plain"', text)).toEqual(['plain', message]);
	});

	it('unless one of its texts bears a bare sign', () => {
		for (const bare of ['R&D', 'I <3 you', '&nbsp;', '&#x;', '& amp;', '&amp'])
			expect(messages('"a &amp; b"', `"${bare}"`)).toEqual(['a &amp; b', bare]);
	});

	it('whatever stands in CDATA beside it', () => {
		expect(messages('"a &amp; b"', '<![CDATA["c & d &amp;"]]>')).toEqual(['a & b', 'c & d &amp;']);
		expect(messages('<![CDATA["a &amp; b"]]>')).toEqual(['a &amp; b']);
	});

	it('in the message text alone', () => {
		expect(read(page([record({ text: 'R&amp;D', more: '<Operator>A &amp; B</Operator>' })]))).toMatchObject([
			{ message: 'R&D', other: { Operator: 'A &amp; B' } },
		]);
	});

	it('back to what was sent, whatever it was', () => {
		const escape = (text: string) =>
			text.replace(/[&<>"']/g, (sign) => `&${{ '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": '#039' }[sign]};`);
		const sign = fc.constantFrom('&', '<', '>', '"', "'", 'a', ' ', '&amp;', '&#65;', 'ক', ';');
		const text = fc.array(sign, { maxLength: 8 }).map((signs) => `x${signs.join('')}x`);
		fc.assert(
			fc.property(fc.array(text, { minLength: 1, maxLength: 4 }), (texts) => {
				expect(messages(...texts.map((each) => `"${escape(each)}"`))).toEqual(texts);
			}),
		);
	});
});

describe('a record is one, however its tag is written', () => {
	const first = record({ to: '8801711111111' });
	const last = record({ to: '8801733333333' });
	const odd = record({ to: '8801722222222', text: 'R&D <3', code: '16' });
	const WRITINGS: Array<[string, (text: string) => string]> = [
		['<message id="7">', (text) => text.replace('<message>', '<message id="7">')],
		['<message id="7" lang=\'bn\' >', (text) => text.replace('<message>', '<message id="7" lang=\'bn\' >')],
		['<message >', (text) => text.replace('<message>', '<message >')],
		['</message >', (text) => text.replace('</message>', '</message >')],
		['a line break in it', (text) => text.replace('<message>', '<message\n\tid="7"\n>')],
		['<Message>', (text) => text.replaceAll('message>', 'Message>')],
		['<MESSAGE ID="7">', (text) => text.replace('<message>', '<MESSAGE ID="7">').replace('</message>', '</MESSAGE>')],
		['<MESSAGE> and all fields in capitals', (text) => text.replace(/<[^<>]*\w>/g, (tag) => tag.toUpperCase())],
		['small letters in all fields', (text) => text.replace(/<\/?[A-Z][^<>]*>/g, (tag) => tag.toLowerCase())],
		['attributes in its fields', (text) => text.replace(/<(MSISDN|SMS|DLRStatus)>/g, '<$1 type="x">')],
	];

	it.each(WRITINGS)('%s', (_, change) => {
		const changed = change(odd);
		expect(changed).not.toBe(odd);
		for (const records of [[changed], [changed, first], [first, changed, last], [first, changed], [changed, changed]]) {
			const reports = read(page(records));
			expect(reports.map(({ raw, to }) => raw ?? to)).toEqual(records.map((text) => /88017\d{8}/.exec(text)?.[0]));
			expect(reports[records.indexOf(changed)]).toMatchObject({ message: 'R&D <3', code: '16', status: 'failed' });
		}
	});

	it('but one that is closed at once, or whose tag only begins so, is none', () => {
		for (const none of ['<message/>', '<message id=""/>', '<MESSAGE />', '<messages></messages>'])
			expect(read(`<dlr>${none}</dlr>`)).toEqual([]);
	});

	it('without a field that is known comes out raw, and costs no neighbour', () => {
		for (const raw of [
			'<Message><Text>Hello</Text></Message>',
			'<MESSAGE><Text>Hello</Text></MESSAGE>',
			'<message id="a"><Text>Hello</Text></message>',
			'<message ><Text>Hello</Text></message>',
		])
			expect(read(page([first, raw, last])).map((report) => report.raw ?? report.to)).toEqual([
				'8801711111111',
				raw,
				'8801733333333',
			]);
	});

	it('nor are the same words within a text', () => {
		expect(messages('"press <MESSAGE> or <message id=1> now"')).toEqual(['press <MESSAGE> or <message id=1> now']);
	});

	it('and a hostile page of such tags holds nothing up', () => {
		for (const part of ['<message ', '<message a="', '<MESSAGE>', '</message ', '<sms ', '<message><sms '])
			expect(withinSeconds(20, () => readTakenReports(reply(`<dlr>${part.repeat(100_000)}`)))).toHaveProperty('ok');
	});
});

describe('a PHP warning before the page is no report', () => {
	const WARNINGS = [
		'<br />\n<b>Warning</b>:  mysqli_connect(): (HY000/2002) in <b>/srv/dlr.php</b> on line <b>3</b><br />\n',
		'PHP Warning:  Undefined variable $row in /srv/dlr.php on line 12\n',
		'Notice: Undefined index: 7 in /srv/dlr.php on line 12\n',
		'<b>Deprecated</b>: strftime() is deprecated<br>\n<b>Notice</b>: x<br>\n',
		'\n\nDeprecated: Function strftime() is deprecated\n',
		'Strict Standards: Only variables should be passed by reference\n',
	];

	it.each(WARNINGS)('%j', (warning) => {
		const expected = read(page([record()]));
		for (const text of [
			`${warning}${page([record()])}`,
			`${warning}<dlr>${record()}</dlr>`,
			`<?xml version="1.0"?>\n${warning}<dlr rows="1">${record()}</dlr>`,
			`${warning}<reports>${record()}</reports>`,
		])
			expect(read(text)).toEqual(expected);
		expect(readReports(reply(`${warning}${page([record()])}`))).toMatchObject({ value: { complete: true } });
	});

	it.each([
		['a number in it', 'Warning: 8801722222222 failed\n'],
		['a field in it', 'Warning: no MSISDN\n'],
		['a part of a record in it', 'Warning: flood"</SMS></message>\n'],
		['another record in it', 'Warning: <d:message>x</d:message>\n'],
		['words of another kind', 'Oops\n'],
		['a warning that is not its beginning', 'Hello. Warning: x\n'],
		['a word that only ends like one', 'Forewarning: x\n'],
		['more of it than a warning has', `Warning: ${'x '.repeat(20_000)}\n`],
	])('but it comes out raw with %s', (_, before) => {
		const reports = read(`${before}${page([record()])}`);
		expect(reports).toHaveLength(2);
		expect(reports[0].raw?.startsWith(before.trim())).toBe(true);
	});
});

describe('a time with a zone', () => {
	it.each([
		['2026-11-22T10:15:00Z', '2026-11-22T16:15:00+06:00'],
		['2026-11-22T10:15:00+06:00', '2026-11-22T10:15:00+06:00'],
		['2026-11-22T10:15:00+0600', '2026-11-22T10:15:00+06:00'],
		['2026-11-22T10:15:00+06', '2026-11-22T10:15:00+06:00'],
		['2026-11-22 10:15:00 +0530', '2026-11-22T10:45:00+06:00'],
		['2026-11-22 10:15:00 UTC', '2026-11-22T16:15:00+06:00'],
		['2026-11-22 10:15:00 GMT', '2026-11-22T16:15:00+06:00'],
		['2026-11-22 10:15:00 GMT+6', '2026-11-22T10:15:00+06:00'],
		['2026-11-22 10:15:00 UTC+06:00', '2026-11-22T10:15:00+06:00'],
		['2026-11-22T23:15:00-05:00', '2026-11-23T10:15:00+06:00'],
		['2026-11-22T10:15:00.000Z', '2026-11-22T16:15:00+06:00'],
		['2026-11-22T10:15:00.250', '2026-11-22T10:15:00.250+06:00'],
		['2026-11-22T10:15', '2026-11-22T10:15:00+06:00'],
		['2026-11-22 10:15:00 +6', '2026-11-22T10:15:00+06:00'],
		['9999-12-31T17:59:59Z', '9999-12-31T23:59:59+06:00'],
		[' 2026-11-22T10:15:00z\n', '2026-11-22T16:15:00+06:00'],
	])('%j is %s', (text, iso) => {
		expect(readGatewayTime(text) ?? readZonedTime(text)).toBe(iso);
		expect(read(page([record({ sent: text, received: text })]))).toMatchObject([
			{ sentAt: iso, receivedAt: iso, other: {} },
		]);
	});

	it.each([
		'2026-02-30T10:15:00Z',
		'2026-11-22T25:15:00Z',
		'2026-11-22T10:15:00 BST',
		'2026-11-22',
		'10:15:00Z',
		'9999-12-31T23:15:00Z',
		'0000-12-31T10:15:00Z',
		'Sun, 22 Nov 2026 10:15:00 GMT',
		'',
	])('is not %j', (text) => {
		expect(readZonedTime(text)).toBeNull();
	});

	it('is ISO with +06:00 or null for whatever text', () => {
		const shaped = fc.stringMatching(/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d ?(Z|[+-]\d\d?(:?\d\d)?)?$/);
		fc.assert(
			fc.property(fc.oneof(fc.string(), shaped), (text) => {
				const iso = readZonedTime(text);
				if (iso !== null) expect(iso).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?\+06:00$/);
			}),
		);
	});
});

describe('a number is written as send writes it', () => {
	it.each([
		['01712345678', '8801712345678'],
		['1712345678', '8801712345678'],
		['+880 1712-345678', '8801712345678'],
		['008801712345678', '8801712345678'],
		['০১৭১২৩৪৫৬৭৮', '8801712345678'],
		[' 8801712345678 ', '8801712345678'],
		['+447400123456', '447400123456'],
		['447400123456', '447400123456'],
		['8801012345678', '8801012345678'],
		['UNKNOWN', 'UNKNOWN'],
		['12345', '12345'],
	])('%j is %s', (written, to) => {
		expect(read(page([record({ to: written })]))[0].to).toBe(to);
		expect(read(JSON.stringify([{ msisdn: written }]))[0].to).toBe(to);
	});
});

describe('a report is known again by what the gateway wrote', () => {
	/** As this package read the same record before it showed anything in another form. */
	const before: DeliveryReport = {
		to: '8801712345678',
		message: 'Hello',
		sentAt: '2017-12-01T08:23:30+06:00',
		receivedAt: '2017-12-01T08:23:41+06:00',
		code: '1',
		status: 'delivered',
		meaning: 'Delivered',
		details: 'Delivered',
		other: {},
	};

	it.each<[string, string, Partial<DeliveryReport>, Partial<DeliveryReport>]>([
		['a number', record({ to: '+880 1712-345678' }), { to: '+880 1712-345678' }, { to: '8801712345678' }],
		[
			'a text in CDATA',
			record({ text: '<![CDATA["Hi"]]>', quoted: false }),
			{ message: '<![CDATA["Hi"]]>' },
			{ message: 'Hi' },
		],
		['an escaped text', record({ text: 'R&amp;D' }), { message: 'R&amp;D' }, { message: 'R&D' }],
		[
			'a text with its quotes escaped',
			record({ text: '&quot;Hi&quot;', quoted: false }),
			{ message: '&quot;Hi&quot;' },
			{ message: 'Hi' },
		],
		[
			'a time with a zone',
			record({ sent: '2017-12-01T02:23:30Z', more: '<ID>7</ID>' }),
			{ sentAt: null, other: { SMSSent: '2017-12-01T02:23:30Z', ID: '7' } },
			{ sentAt: '2017-12-01T08:23:30+06:00', other: { ID: '7' } },
		],
		[
			'both times with a zone',
			record({ sent: '2017-12-01T02:23:30Z', received: '2017-12-01T02:23:41Z' }),
			{
				sentAt: null,
				receivedAt: null,
				other: { SMSSent: '2017-12-01T02:23:30Z', DLRReceived: '2017-12-01T02:23:41Z' },
			},
			{},
		],
		['all as it is shown', record(), {}, {}],
	])('%s', (_, text, asBefore, asNow) => {
		const [report] = read(page([text]));
		expect(report).toMatchObject({ ...before, ...asNow });
		const { state, fresh } = advance(freshState([]), ACCOUNT, [{ ...before, ...asBefore }]);
		expect(fresh).toHaveLength(1);
		expect(advance(state, ACCOUNT, [report]).fresh).toEqual([]);
		expect(advance(freshState([]), ACCOUNT, [report]).state).toEqual(state);
	});

	it('so two that are shown alike and were written in two ways are two', () => {
		const reports = [...read(page([record()])), ...read(page([record({ to: '01712345678' })]))];
		expect(reports.map(({ to }) => to)).toEqual(['8801712345678', '8801712345678']);
		expect(advance(freshState([]), ACCOUNT, reports).fresh).toHaveLength(2);
	});

	it('also where another text of its page decides how its own is shown', () => {
		const [decoded] = read(page([record({ text: 'a &amp; b' })]));
		const [asWritten] = read(page([record({ text: 'a &amp; b' }), record({ text: 'R&D' })]));
		expect([decoded.message, asWritten.message]).toEqual(['a & b', 'a &amp; b']);
		const { state } = advance(freshState([]), ACCOUNT, [decoded]);
		expect(advance(state, ACCOUNT, [asWritten]).fresh).toEqual([]);
	});

	it('and says so only where there is a difference', () => {
		expect(read(page([record()]))[0]).not.toHaveProperty('written');
		expect(read(page([record({ to: '01712345678' })]))[0].written).toEqual({ to: '01712345678' });
	});
});

describe('the shoot ID that a report names itself', () => {
	const named = (ID: string | number, name = 'ID') =>
		ownShootId(
			toReport(
				new Map<string, string | number>([
					['MSISDN', '8801712345678'],
					[name, ID],
				]),
				'',
			),
		);

	it.each([
		'C200083660a1b2c3d4e5f',
		'bw-rdC3000482765f0a1b2c3d4e5',
		'C21002366100210031007f',
		' C200083660a1b2c3d4e5f\n',
		'c200083660A1B2C3D4E5F',
	])('is %j', (id) => {
		expect(named(id)).toBe(id.trim());
		expect(named(id, 'id')).toBe(id.trim());
	});

	it.each([
		'7',
		'4711',
		'C2001',
		'C2ff',
		'bw',
		'',
		'C200083660a1b2c3d4e5f.12345678',
		'x C200083660a1b2c3d4e5f',
		'C2000836',
		'D200083660a1b2c3d4e5f',
		'a1b2c3d4e5f60718',
	])('is not %j', (id) => {
		expect(named(id)).toBeNull();
	});

	it('is none where there is no ID, or a number, or another field', () => {
		expect(ownShootId(unreadable('x'))).toBeNull();
		expect(named(47)).toBeNull();
		expect(named('C200083660a1b2c3d4e5f', 'Parts')).toBeNull();
	});
});
