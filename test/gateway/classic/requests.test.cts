import * as fc from '../../properties.cts';
import { classic } from '../../../nodes/MimSms/gateway/classic/dialect';
import type { Batch, Row, Sms } from '../../../nodes/MimSms/gateway/sms';

const SCHEDULE = { wire: '2026-12-31 18:30:00', iso: '2026-12-31T18:30:00+06:00', local: '2026-12-31 13:30:00' };
const SMS: Sms = {
	msisdns: ['8801712345678'],
	message: 'Hi',
	senderId: 'MyShop',
	type: 'text',
	schedule: null,
	reply: false,
	label: 'none',
	campaign: '',
};
const SHARED = { senderId: 'MyShop', schedule: null, label: 'none' } as const;
const MANY: Batch<Row> = { ...SHARED, rows: [{ ...SHARED, to: '8801712345678', message: 'Hi' }] };

const sendRequest = (sms: Sms) => classic.send(sms).request;
const sendManyRequest = (batch: Batch<Row>) => classic.sendMany(batch).request;

describe('one text to many', () => {
	it('is a POST of smsapi with the five fields that it needs, the key aside', () => {
		expect(sendRequest(SMS)).toEqual({
			method: 'POST',
			path: '/smsapi',
			form: { type: 'text', contacts: '8801712345678', senderid: 'MyShop', msg: 'Hi' },
		});
	});

	it('joins numbers by commas, since a plus would become a space', () => {
		expect(sendRequest({ ...SMS, msisdns: ['8801712345678', '8801812345678'] }).form?.contacts).toBe(
			'8801712345678,8801812345678',
		);
	});

	it.each<[string, Partial<Sms>, string]>([
		['scheduledDateTime', { schedule: SCHEDULE }, '2026-12-31 18:30:00'],
		['reply', { reply: true }, 'Y'],
		['label', { label: 'transactional' }, 'transactional'],
		['label', { label: 'promotional' }, 'promotional'],
	])('sends %s only when it was chosen: %j', (field, chosen, value) => {
		expect(sendRequest(SMS).form).not.toHaveProperty(field);
		expect(sendRequest({ ...SMS, ...chosen }).form).toEqual({ ...sendRequest(SMS).form, [field]: value });
	});

	it('carries any text as it is', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (message, senderId) => {
				expect(sendRequest({ ...SMS, message, senderId, type: 'unicode' }).form).toEqual({
					type: 'unicode',
					contacts: '8801712345678',
					senderid: senderId,
					msg: message,
				});
			}),
		);
	});
});

describe('own text for each', () => {
	it('is a POST of smsapimany, which has no type, with the messages as a JSON string', () => {
		const { form, ...rest } = sendManyRequest(MANY);
		expect(rest).toEqual({ method: 'POST', path: '/smsapimany' });
		expect(form).toEqual({ senderid: 'MyShop', messages: '[{"to":"8801712345678","message":"Hi"}]' });
	});

	it('sends a schedule and a label only when chosen', () => {
		expect(sendManyRequest({ ...MANY, schedule: SCHEDULE, label: 'promotional' }).form).toEqual({
			...sendManyRequest(MANY).form,
			scheduledDateTime: '2026-12-31 18:30:00',
			label: 'promotional',
		});
	});

	it('carries any texts, in their order, and nothing else of a row', () => {
		fc.assert(
			fc.property(
				fc.array(fc.record({ to: fc.stringMatching(/^\d{11,15}$/), message: fc.string({ unit: 'grapheme' }) })),
				(rows) => {
					const { form } = sendManyRequest({
						...MANY,
						rows: rows.map((row, item) => ({ ...SHARED, ...row, item, secret: 'x' })),
					});
					expect(JSON.parse(form?.messages ?? '')).toEqual(rows);
				},
			),
		);
	});
});

describe('reading', () => {
	it.each([
		['the balance', classic.balance().request, '/miscapi/{apiKey}/getBalance'],
		['all reports', classic.takeReports?.().request, '/miscapi/{apiKey}/getDLR/getAll'],
		[
			'the reports of a shoot ID, which take nothing away',
			classic.reportsOf('bw-rdC3ff').request,
			'/miscapi/{apiKey}/getDLRRep/bw-rdC3ff',
		],
		[
			'the reports of a shoot ID, each once',
			classic.takeReportsOf?.('bw-rdC3ff').request,
			'/miscapi/{apiKey}/getDLR/bw-rdC3ff',
		],
		['the key', classic.apiKey?.().request, '/getkey/{username}/{password}'],
	])('%s is a GET with places for the secrets and no form', (_, request, path) => {
		expect(request).toEqual({ method: 'GET', path });
	});

	it('keeps a shoot ID from becoming a place for a secret', () => {
		expect(classic.reportsOf('{apiKey}').request.path).toBe('/miscapi/{apiKey}/getDLRRep/%7BapiKey%7D');
	});
});
