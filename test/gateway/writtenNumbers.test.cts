/** Numbers as spreadsheets, forms, links and other programs write them. */
import { readMsisdn, readRecipients } from '../../nodes/MimSms/gateway/phone';
import { withinSeconds } from './withinSeconds.cts';

const A = '8801712345678';
const B = '8801812345678';
const C = '8801912345678';
const FOREIGN = '447911123456';

describe('a number from a spreadsheet, a form or a link', () => {
	it.each([
		'01712345678.0',
		'1712345678.0',
		'8801712345678.00',
		'+8801712345678.0',
		'০১৭১২৩৪৫৬৭৮.০',
		"'01712345678",
		"'01712345678'",
		'"01712345678"',
		'="01712345678"',
		'“01712345678”',
		'‘01712345678’',
		'`01712345678`',
		'«01712345678»',
		"'01712345678.0",
		'tel:+8801712345678',
		'tel:01712345678',
		'TEL: +880 1712-345678',
		'tel://+8801712345678',
		'"tel:+8801712345678"',
		'sms:+8801712345678',
		'whatsapp:+8801712345678',
		'p:+8801712345678',
		'08801712345678',
		'0880 1712-345678',
		'+08801712345678',
		'(0880) 1712345678',
		'(0)8801712345678',
		'০৮৮০১৭১২৩৪৫৬৭৮',
		'8.801712345678E+12',
		'8.801712345678e12',
		'8.80171234567800E+12',
		'8,801712345678E+12',
		'8,80171234567800e12',
		'="8,801712345678E+12"',
		'1.712345678E+09',
		'1.712345678E9',
		'৮.৮০১৭১২৩৪৫৬৭৮E+১২',
	])('%s is one number', (text) => {
		expect(readMsisdn(text)).toBe(A);
		expect(readRecipients(text)).toEqual({ msisdns: [A], invalid: [] });
		expect(readRecipients([text]).msisdns).toEqual([A]);
	});

	it.each([
		['tel:+447911123456', FOREIGN],
		['"+447911123456"', FOREIGN],
		["'00447911123456", FOREIGN],
		['+447911123456.0', FOREIGN],
	])('%s is one of another country', (text, msisdn) => {
		expect(readRecipients(text)).toEqual({ msisdns: [msisdn], invalid: [] });
	});

	it.each([
		'8.80171E+12',
		'8.8017123456E+12',
		'8.8017123456785E+12',
		'1.71235E+09',
		'9E+12',
		'8,80171E+12',
		'৮.৮০১৭১E+১২',
	])('%s has lost digits: refused, naming the spreadsheet', (text) => {
		for (const input of [text, [text], `${text}; 01812345678`]) {
			const { msisdns, invalid } = readRecipients(input);
			expect(msisdns).not.toContain(A);
			expect(invalid).toEqual([{ input: text, reason: expect.stringMatching(/spreadsheet shortened it.*plain text/) }]);
		}
	});

	it.each([
		'8,801,712,345,678',
		'1,712,345,678',
		'88,01,71,23,45,678',
		'8,801,712,345,678.00',
		"'8,801,712,345,678",
		'৮,৮০১,৭১২,৩৪৫,৬৭৮',
	])('%s has commas between its digits: refused whole, naming the reason', (text) => {
		for (const input of [text, [text]])
			expect(readRecipients(input)).toEqual({
				msisdns: [],
				invalid: [{ input: text, reason: expect.stringMatching(/commas between the digits.*spreadsheet/) }],
			});
		expect(readRecipients(`${text}\n01812345678`)).toMatchObject({ msisdns: [B], invalid: [{ input: text }] });
	});

	it.each([
		'0171234567.0',
		'017123.00000',
		'088017123456789',
		'0880171234567',
		'+01712345678',
		"'",
		'tel:',
		'""',
		'="x"',
		'x:01712345678',
		"017'12345678",
		'017tel:12345678',
		'0171234567.08',
	])('%s is none', (text) => {
		expect(readMsisdn(text)).toBeNull();
		expect(readRecipients(text).msisdns).toEqual([]);
	});

	it.each([
		['order 8,801,712,345,678', ['order 8', '801', '712', '345', '678']],
		['8,801,712,345,678 taka', ['8', '801', '712', '345', '678 taka']],
		['no 8,80171E+12', ['no 8', '80171E+12']],
		['8,80171E+12 taka', ['8', '80171E+12 taka']],
		['no 8.80171E+12', ['no 8.80171E+12']],
		['8.80171E+12 taka', ['8.80171E+12 taka']],
		['5 and 17123', ['5 and 17123']],
		['5 x 1712345', ['5 x 1712345']],
		['1712345 x 5', ['1712345 x 5']],
	])('%j is no large number of a spreadsheet, and no list', (text, inputs) => {
		const { msisdns, invalid } = readRecipients(text);

		expect(msisdns).toEqual([]);
		expect(invalid.map(({ input }) => input)).toEqual(inputs);
		for (const { reason } of invalid) expect(reason).not.toMatch(/spreadsheet|several/);
	});

	it.each([
		['8,801,712,345,678', /spreadsheet shows large numbers/],
		['8,80171E12', /spreadsheet shortened it/],
		['8,80171E+12', /spreadsheet shortened it/],
		['8.80171E12', /spreadsheet shortened it/],
	])('%s on a line of its own is named without the white space around it', (text, reason) => {
		const { msisdns, invalid } = readRecipients(`01712345678\v \t${text} \n01812345678`);

		expect(msisdns).toEqual([A, B]);
		expect(invalid).toEqual([{ input: text, reason: expect.stringMatching(reason) }]);
	});

	it('may have several quotes around it', () => {
		expect(readMsisdn('""01712345678""')).toBe(A);
	});

	it('is looked for in a long text without a hang', () => {
		for (const sign of ['"', "'", ' ', '/', '।', 'ও', '[', ']', '{', '1,234,', '0.0', '+', 'and'])
			expect(withinSeconds(20, () => readRecipients(`${sign.repeat(300_000)}x`)).msisdns).toEqual([]);
	});
});

describe('several numbers in one piece', () => {
	it.each([
		['a slash', '01712345678/01812345678'],
		['a slash with spaces', '01712345678 / 01812345678'],
		['a bar', '01712345678 | 01812345678'],
		['a danda', '01712345678। 01812345678'],
		['a danda behind both', '01712345678। 01812345678।'],
		['the Bangla word for and', '01712345678 ও 01812345678'],
		['the same without spaces', '০১৭১২৩৪৫৬৭৮ও০১৮১২৩৪৫৬৭৮'],
		['the longer Bangla word for and', '01712345678 এবং 01812345678'],
		['and', '01712345678 and 01812345678'],
		['AND', '01712345678 AND 01812345678'],
		['an ampersand', '01712345678 & 01812345678'],
		['a bullet', '• 01712345678 • 01812345678'],
		['full-width signs', '01712345678／01812345678'],
		['a slash between numbers with spaces', '01712 345678 / +880 1812 345678'],
		['and between numbers with joints', '01712-345678 and 01812-345678'],
		['quotes around each', '"01712345678" "01812345678"'],
		['quotes around each, and commas', "'01712345678', '01812345678'"],
		['quotes around all', '"01712345678, 01812345678"'],
		['fractions of a spreadsheet', '01712345678.0 / 1812345678.0'],
		['links', 'tel:+8801712345678, tel:+8801812345678'],
	])('with %s are two', (_, text) => {
		expect(readRecipients(text)).toEqual({ msisdns: [A, B], invalid: [] });
	});

	it('with several of these signs are as many', () => {
		expect(readRecipients('01712345678/01812345678 and 01912345678').msisdns).toEqual([A, B, C]);
		expect(readRecipients('01712345678+01812345678/01912345678').msisdns).toEqual([A, B, C]);
	});

	it.each([
		'01712345678/79',
		'01712345678 / home',
		'01712345678 and Rahim',
		'01712345678 or 01812345678',
		'01712345678 ও মা',
		'01712345678 | 0181234567',
		'01712345678 - 01812345678',
		'+447911123456/447911123457',
		'/ | ।',
	])('“%s” is refused whole, since not every part is a number', (text) => {
		for (const input of [text, [text]]) {
			const { msisdns, invalid } = readRecipients(input);
			expect([msisdns, invalid.map((one) => one.input)]).toEqual([[], [text]]);
		}
	});
});

describe('a text that is a list', () => {
	it.each([
		['of numbers', '[8801712345678,8801812345678,8801912345678]'],
		['of texts', '["01712345678", "01812345678", "01912345678"]'],
		['in a text of JSON', '"[\\"01712345678\\",\\"01812345678\\",\\"01912345678\\"]"'],
		['in round brackets', '(01712345678, 01812345678, 01912345678)'],
		['over several lines', '[\n  "01712345678",\n  "01812345678",\n  "01912345678"\n]\n'],
		['with spaces around', '  [8801712345678, 8801812345678, 8801912345678]  '],
		['of numbers that begin with 0, which JSON does not know', '[01712345678, 01812345678, 01912345678]'],
		['of Python', "['01712345678', '01812345678', '01912345678']"],
		['with a mark of the byte order', '\ufeff[8801712345678,8801812345678,8801912345678]'],
		['of lists with commas', '["01712345678, 01812345678", "01912345678"]'],
		['of exponents', '[8.801712345678E+12, 8.801812345678E+12, 8.801912345678E+12]'],
	])('%s is read as the list', (_, text) => {
		expect(readRecipients(text).msisdns).toEqual([A, B, C]);
		expect(readRecipients([text]).msisdns).toEqual([A, B, C]);
	});

	it.each([
		['with a wrong entry', '[8801712345678,"x",8801912345678]', [A, C], ['x']],
		[
			'with an object in it',
			'[{"to":8801712345678,"cc":8801812345678,"bcc":1}]',
			[],
			['{"to":8801712345678,"cc":8801812345678,"bcc":1}'],
		],
		[
			'with a list in it',
			'["01712345678",["01812345678","01912345678","1"]]',
			[A],
			['["01812345678","01912345678","1"]'],
		],
		['with nothing in it', '[]', [], []],
		['with empty entries', '["", null, "01712345678"]', [A], []],
	])('%s names what is none', (_, text, msisdns, named) => {
		const { msisdns: found, invalid } = readRecipients(text);
		expect([found, invalid.map(({ input }) => input)]).toEqual([msisdns, named]);
	});

	it.each([
		'{"a":"x","b":"01712345678","c":"y"}',
		'{a: 01712345678, 01812345678, c: y}',
		'[8801712345678,8801812345678,88019',
		'01712345678,01812345678,01912345678]',
		'[[01712345678, 01812345678, 01912345678]]',
		'{01712345678, 01812345678, 01912345678}',
		'To: [01712345678, 01812345678, 01912345678]',
		'[01712345678], [x, 01812345678, 01912345678]',
		'{"to":["01712345678","01812345678","01912345678"]}',
	])('%s is none, and no number is taken out of its middle', (text) => {
		expect(readRecipients(text)).toMatchObject({ msisdns: [], invalid: [{ input: text }] });
		expect(readRecipients([text, '01712345678'])).toMatchObject({ msisdns: [A], invalid: [{ input: text }] });
	});

	it('brackets within an entry are that entry’s own', () => {
		expect(readRecipients('01712345678, 01812345678 [home], [x]')).toMatchObject({
			msisdns: [A],
			invalid: [{ input: '01812345678 [home]' }, { input: '[x]' }],
		});
	});

	it('an object or a list within a list is refused whole', () => {
		const inner = ['x', '01712345678', 'y'];
		expect(readRecipients([inner, { a: 1, b: '01712345678', c: 2 }])).toMatchObject({ msisdns: [], invalid: [{}, {}] });
	});
});
