import * as fc from '../../properties.cts';
import type { DeliveryReport } from '../../../nodes/MimSms/gateway/report';
import { page, record } from '../pages.cts';
import { reportsIn } from './reports.cts';

const first = record({ to: '8801711111111', text: 'first' });
const last = record({ to: '8801999999999', text: 'last' });
const between = (middle: string) => reportsIn(page([first, middle, last]));

const expectNeighbours = (reports: DeliveryReport[]) => {
	expect(reports.at(0)).toMatchObject({ to: '8801711111111', message: 'first', status: 'delivered' });
	expect(reports.at(-1)).toMatchObject({ to: '8801999999999', message: 'last', status: 'delivered' });
};

const TEXTS = [
	'R&D',
	'a < b',
	'I <3 you',
	'bold </b>',
	'ends </SMS> here',
	'ends </message> here',
	'ends </dlr> here',
	'press <message> now',
	'<SMS>twice',
	'<DLRStatus>16</DLRStatus>',
	'&amp; &lt; &quot; &#65; &#x41; &nbsp; &nosuch;',
	'<!DOCTYPE html> and <!ENTITY x "y">',
	'<![CDATA[x]]>',
	']]>',
	'<!-- x -->',
	'<?php ?>',
	'say "yes"',
	'"',
	"it's",
	'0042',
	'+8801712345678',
	'1e5',
	'0x1F',
	'007.50',
	'true',
	'null',
	'line 1\nline 2\r\nline 3\ttab',
	'আপনার অর্ডার ০০৪২',
	'ok 👍🏽 👨‍👩‍👧',
	'a\u200bb',
	'{"json":1}',
	'$& $1 $`',
	'toString',
	'__proto__',
	'x  y',
	'<',
	'>',
	'&',
	'</',
	'</SMS',
	'a</SMS></message>b',
];

/** Quote, tag and tag, as the gateway itself ends a record: where such a text ends nobody can say. */
const LOOKS_LIKE_THE_END = /"\s*<\/SMS>[^]*<\/message>/;

/** An entity and no bare sign: as a page writes it that does escape its texts. */
const LOOKS_ESCAPED = /^(?!.*(?:<|&(?!amp;))).*&amp;/s;

describe('the text of a message, which the gateway does not escape', () => {
	it.each(TEXTS.map((text) => [text]))('%j survives letter by letter, and so do its neighbours', (text) => {
		const reports = between(record({ to: '8801812345678', text, code: '16' }));
		expect(reports).toHaveLength(3);
		expect(reports[1]).toMatchObject({ to: '8801812345678', message: text, code: '16', status: 'failed' });
		expectNeighbours(reports);
	});

	it('survives in any mixture', () => {
		const token = fc.constantFrom(
			'&',
			'<',
			'>',
			'<3',
			'</b>',
			'</SMS>',
			'</message>',
			'</dlr>',
			'&amp;',
			'&x;',
			']]>',
			'<!--',
			'"',
			"'",
			' ',
			'\n',
			'a',
			'0',
			'ক',
			'👍',
			'\\',
			'$&',
			'<!DOCTYPE a>',
			'<SMSSent>',
		);
		const text = fc
			.array(token, { minLength: 1, maxLength: 12 })
			.map((tokens) => tokens.join(''))
			.filter((joined) => !/^ | $/.test(joined) && !LOOKS_LIKE_THE_END.test(joined) && !LOOKS_ESCAPED.test(joined));
		fc.assert(
			fc.property(text, (written) => {
				const reports = between(record({ to: '8801812345678', text: written }));
				expect(reports).toHaveLength(3);
				expect(reports[1]).toMatchObject({ to: '8801812345678', message: written });
				expectNeighbours(reports);
			}),
		);
	});

	it('costs no neighbour, and is not lost, even when it looks like the end of a record and the start of the next', () => {
		const token = fc.constantFrom(
			'</SMS>',
			'</message>',
			'<message>',
			'</dlr>',
			'<dlr>',
			'?>',
			'<',
			'&',
			' ',
			'x',
			'"',
		);
		fc.assert(
			fc.property(fc.array(token, { maxLength: 10 }), (tokens) => {
				const reports = between(record({ to: '8801812345678', text: `${tokens.join('')}.` }));
				expectNeighbours(reports);
				expect(
					reports.slice(1, -1).some(({ to, raw }) => to === '8801812345678' || raw?.includes('8801812345678')),
				).toBe(true);
			}),
		);
	});

	it('survives with a hundred ends of records in it', () => {
		const text = 'x</message>'.repeat(100);
		const reports = between(record({ to: '8801812345678', text, code: '16' }));
		expect(reports).toHaveLength(3);
		expect(reports[1]).toMatchObject({ message: text, code: '16' });
		expectNeighbours(reports);
	});

	it.each([
		["the quotes are the gateway's", '"Hello"', 'Hello'],
		['one space inside them too', '" Hello "', 'Hello'],
		["a second space is the sender's", '"  Hello  "', ' Hello '],
		["quotes within quotes are the sender's", '""Hello""', '"Hello"'],
		['an empty text', '""', ''],
		['a text without quotes', 'Hello', 'Hello'],
		["one quote is the sender's", '5" disk', '5" disk'],
	])('%s: %s is %j', (_, text, message) => {
		expect(between(record({ text, quoted: false }))[1].message).toBe(message);
	});

	it('an empty element is an empty text', () => {
		expect(between(record().replace('<SMS>"Hello"</SMS>', '<SMS></SMS>'))[1]).toMatchObject({
			to: '8801712345678',
			message: '',
		});
	});
});
