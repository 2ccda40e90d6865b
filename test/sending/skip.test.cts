/** Rows to nobody, under Invalid Numbers: Skip. */
import type { IDataObject } from 'n8n-workflow';
import { GOING_ON, NODE, told, useBench } from '../node/setup.cts';
import { sendsRowsOf } from './setup.cts';

const bench = useBench();
const GOOD = { phone: '01712345678', text: 'Hello' };
const rows = sendsRowsOf(bench);

describe('Send Personalised with Skip looks at To first', () => {
	const SKIP = { options: { invalidNumbers: 'skip' } };

	it.each([
		['blank', { phone: '', text: '' }],
		['of nulls', { phone: null, text: null }],
		['without columns', {}],
		['with a text that is none', { phone: '', text: { a: 1 } }],
		['with a placeholder', { phone: 'nobody', text: 'Dear {phone}' }],
		['with a text cut within an emoji', { phone: '12', text: '\ud83d' }],
		['with a text that no SMS can carry', { phone: '12', text: 'x'.repeat(40_000) }],
	])('a row %s is refused, and the others go out', async (_, row: IDataObject) => {
		const run = await rows('sendMany', [GOOD, row, GOOD], SKIP);

		expect(run.status).toBe('success');
		expect(run.items(NODE).map(({ status }) => status)).toEqual(['submitted', 'refused', 'submitted']);
		expect(run.items(NODE)[1]).toMatchObject({
			shootId: null,
			code: null,
			senderId: 'MiMSMS',
			encoding: null,
			segments: null,
			scheduledDateTime: null,
			response: expect.stringMatching(/^To: /),
		});
		expect(bench.accepted()).toEqual(['Hello', 'Hello']);
	});

	it('and a hint counts it: under On Error it stays with the rows that went out', async () => {
		const run = await rows('sendMany', [GOOD, { phone: '' }, { phone: '12' }], SKIP);

		expect(run.hints(NODE)).toContain(
			'1 request to the gateway, 1 SMS part submitted. 2 rows left out by Skip: such a row stays in this output, as refused.',
		);
		const without = await rows('sendMany', [GOOD, GOOD], SKIP);
		expect(without.hints(NODE)).toContain('1 request to the gateway, 2 SMS parts submitted.');
	});

	it('whatever it says of sender and time', async () => {
		const run = await rows(
			'sendMany',
			[
				{ ...GOOD, from: 'MiMSMS', at: '2099-01-02' },
				{ phone: '', from: 'a\nb' },
				{ phone: '', from: 'MiMSMS' },
				{ phone: '', from: 'MiMSMS', at: '2001-01-01' },
			],
			{ senderId: '={{ $json.from }}', options: { invalidNumbers: 'skip', scheduledDateTime: '={{ $json.at }}' } },
		);

		expect(run.items(NODE).map(({ status, senderId }) => [status, senderId])).toEqual([
			['submitted', 'MiMSMS'],
			['refused', null],
			['refused', null],
			['refused', null],
		]);
	});

	it('and expressions that fail for it', async () => {
		const run = await rows('sendMany', [GOOD, { phone: '' }], {
			...SKIP,
			message: "={{ $json.phone ? 'Hello' : $('Nowhere').first().json.x }}",
			senderId: "={{ $json.phone ? '' : $('Nowhere').first().json.x }}",
		});

		expect(run.items(NODE).map(({ status }) => status)).toEqual(['submitted', 'refused']);
	});

	it('a row with a number and no message is wrong all the same', async () => {
		const run = await rows('sendMany', [GOOD, { phone: '01812345678', text: '' }], SKIP);

		expect(told(run)).toMatch(/^Message: is empty/);
		expect(bench.sim.count()).toBe(0);
	});

	it('without a credential the run fails all the same', async () => {
		const run = await rows('sendMany', [{ phone: '' }, { phone: '12' }], SKIP, { credentials: undefined });

		expect(told(run)).toMatch(/Credential: none is chosen/);
	});

	it('under On Error: Continue too', async () => {
		const run = await rows('sendMany', [{}, GOOD, { ...GOOD, text: '' }], SKIP, GOING_ON);

		expect(run.items(NODE)).toEqual([
			expect.objectContaining({ status: 'refused' }),
			expect.objectContaining({ status: 'submitted' }),
			{ error: expect.stringMatching(/^Message: is empty/) },
		]);
	});

	it('a JSON list as text is all its numbers, so no row for Send Personalised, and nobody of its middle', async () => {
		const list = '[8801712345678,8801812345678,8801912345678]';
		const run = await rows('sendMany', [{ phone: list, text: 'x' }], SKIP);
		expect(run.items(NODE)[0]).toMatchObject({ status: 'refused', response: expect.stringMatching(/several numbers/) });

		await rows('send', [{ phone: list, text: 'x' }], SKIP);
		expect(bench.sim.messages.map(({ to }: { to: string }) => to)).toEqual([
			'8801712345678',
			'8801812345678',
			'8801912345678',
		]);
	});
});
