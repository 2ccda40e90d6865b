import { simulatorForTest, sendFields, manyFields, ask } from './testClient.cts';

const TEXT = 'Tom & Jerry + 50% = আমার সোনার বাংলা "x"';
const ROWS = [
	{ to: '8801712345678', message: TEXT },
	{ to: '8801812345678', message: 'b' },
];

type TextFields = Record<string, string>;
/** Makes of the fields what a request sends. */
type Encode = (fields: TextFields) => RequestInit;

const formOf = (fields: TextFields) => new URLSearchParams(fields);

function multipartOf(fields: TextFields) {
	const form = new FormData();
	for (const [name, value] of Object.entries(fields)) form.append(name, value);
	return form;
}

function bracketsOf(rows: typeof ROWS) {
	return Object.fromEntries(
		rows.flatMap(({ to, message }, i) => [
			[`messages[${i}][to]`, to],
			[`messages[${i}][message]`, message],
		]),
	);
}

function json(value: unknown, type = 'application/json'): RequestInit {
	return { body: JSON.stringify(value), headers: { 'content-type': type } };
}

describe('request encodings', () => {
	test.each<[string, Encode]>([
		['an urlencoded form', (fields) => ({ body: formOf(fields) })],
		['multipart', (fields) => ({ body: multipartOf(fields) })],
		['JSON', (fields) => json(fields)],
		['JSON with a charset', (fields) => json(fields, 'application/json; charset=utf-8')],
		['a form without a content type', (fields) => ({ body: Buffer.from(formOf(fields).toString()) })],
		['a form sent as text/plain', (fields) => ({ body: formOf(fields).toString() })],
		[
			'a form under a content type that is none',
			(fields) => ({ body: formOf(fields).toString(), headers: { 'content-type': 'nonsense' } }),
		],
		[
			'a form sent as UPPER CASE',
			(fields) => ({
				body: formOf(fields).toString(),
				headers: { 'content-type': 'APPLICATION/X-WWW-FORM-URLENCODED' },
			}),
		],
	])('smsapi reads %s', async (_name, encode) => {
		const { sim } = await simulatorForTest();
		await ask(`${sim.baseUrl}/smsapi`, { method: 'POST', ...encode(sendFields(sim, { msg: TEXT, type: 'unicode' })) });
		expect(sim.messages).toMatchObject([{ to: '8801712345678', text: TEXT, type: 'unicode' }]);
		expect(sim.requests[0].fields).toEqual(sendFields(sim, { msg: TEXT, type: 'unicode' }));
		expect(sim.requests[0].body).toContain('MiMSMS');
	});

	test.each<[string, Encode]>([
		[
			'a form with messages as a JSON string',
			(fields) => ({ body: formOf({ ...fields, messages: JSON.stringify(ROWS) }) }),
		],
		['a form in bracket encoding', (fields) => ({ body: formOf({ ...fields, ...bracketsOf(ROWS) }) })],
		[
			'multipart with a JSON string',
			(fields) => ({ body: multipartOf({ ...fields, messages: JSON.stringify(ROWS) }) }),
		],
		['multipart in bracket encoding', (fields) => ({ body: multipartOf({ ...fields, ...bracketsOf(ROWS) }) })],
		['JSON with an array', (fields) => json({ ...fields, messages: ROWS })],
		['JSON with a JSON string inside', (fields) => json({ ...fields, messages: JSON.stringify(ROWS) })],
		[
			'JSON with numbers that are no text',
			(fields) => json({ ...fields, messages: ROWS.map((row) => ({ ...row, to: Number(row.to) })) }),
		],
	])('smsapimany reads %s', async (_name, encode) => {
		const { sim } = await simulatorForTest();
		await ask(`${sim.baseUrl}/smsapimany`, { method: 'POST', ...encode(manyFields(sim)) });
		expect(sim.messages.map(({ to, text }) => ({ to, message: text }))).toEqual(ROWS);
	});

	test('250 rows in bracket encoding keep their order', async () => {
		const { sim } = await simulatorForTest();
		const rows = Array.from({ length: 250 }, (_, i) => ({ to: String(8801710000000 + i), message: `Row ${i}` }));
		await ask(`${sim.baseUrl}/smsapimany`, {
			method: 'POST',
			body: formOf({ ...manyFields(sim), ...bracketsOf(rows) }),
		});
		expect(sim.messages.map(({ text }) => text)).toEqual(rows.map(({ message }) => message));
	});

	test.each([
		['a comma', 'contacts=8801712345678,8801812345678'],
		['an encoded plus', 'contacts=8801712345678%2B8801812345678'],
		['a raw plus, which arrives as a space', 'contacts=8801712345678+8801812345678'],
		['a comma, with a plus before each', 'contacts=%2B8801712345678,%2B8801812345678'],
	])('contacts are joined by %s', async (_name, contacts) => {
		const { sim } = await simulatorForTest();
		const { contacts: left, ...fields } = sendFields(sim, {});
		await ask(`${sim.baseUrl}/smsapi`, { method: 'POST', body: `${formOf(fields)}&${contacts}` });
		expect(left).toBeDefined();
		expect(sim.messages.map(({ to }) => to)).toEqual(['8801712345678', '8801812345678']);
	});

	test.each<[string, RequestInit]>([
		['JSON that is none', { body: '{"api_key":', headers: { 'content-type': 'application/json' } }],
		['JSON that is a list', { body: '[]', headers: { 'content-type': 'application/json' } }],
		['multipart without a boundary', { body: 'x', headers: { 'content-type': 'multipart/form-data' } }],
		[
			'multipart that breaks off',
			{
				body: '--b\r\nContent-Disposition: form-data; name="api_key"\r\n\r\nx',
				headers: { 'content-type': 'multipart/form-data; boundary=b' },
			},
		],
		['an empty body', { body: '' }],
	])('%s has no fields, so the key is missing', async (_name, init) => {
		const { sim } = await simulatorForTest();
		expect(await ask(`${sim.baseUrl}/smsapi`, { method: 'POST', ...init })).toMatchObject({
			status: 200,
			text: '1003',
		});
		expect(sim.requests[0].fields).toEqual({});
	});
});
