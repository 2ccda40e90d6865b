import type { Settings } from './index.cts';
import { simulatorForTest, shootIdOf, valuesOf, stoppedClock } from './testClient.cts';
import { NUMBER_TABLE, ANY_OTHER } from './deliveryOutcomes.cts';

const NOON = '2024-02-29T06:00:00Z'; // 12:00 in Dhaka

describe('delivery reports', () => {
	test('a record has the shape of the manual, and two fields more', async () => {
		const { misc, send } = await simulatorForTest({ now: () => new Date(NOON) });
		const id = shootIdOf(await send({ msg: 'Hello' }));
		expect(await misc(`getDLRRep/${id}`)).toEqual({
			status: 200,
			type: 'text/xml; charset=UTF-8',
			text:
				'<?xml version="1.0" encoding="UTF-8"?>\n<dlr><message><MSISDN>8801712345678</MSISDN><SMS>"Hello"</SMS>' +
				'<SMSSent>2024-02-29 12:00:00</SMSSent><DLRReceived>2024-02-29 12:00:00</DLRReceived><DLRStatus>1</DLRStatus>' +
				`<DLRStatusDetails>Delivered</DLRStatusDetails><ID>${id}</ID><Parts>1</Parts></message></dlr>`,
		});
	});

	test('the text stands in the page as it was sent', async () => {
		const { sim, misc, send } = await simulatorForTest({ quoteSpace: true, extraFields: false });
		const text = 'R&D <3 </b> </SMS> "x" ]]>';
		await send({ msg: text });
		const page = (await misc('getDLR/getAll')).text;
		expect(page).toContain(`<SMS>" ${text} "</SMS><SMSSent>`);
		expect(page).not.toContain('<Parts>');
		expect(sim.messages[0].text).toBe(text);
	});

	test.each([...NUMBER_TABLE, ANY_OTHER].filter((row) => !row.pendingFirst))(
		'a number that ends in $ending is $becomes',
		async ({ ending, code, details }) => {
			const { misc, send } = await simulatorForTest();
			await send({ contacts: `88017123456${ending === 'other' ? '78' : ending}` });
			const page = await misc('getDLR/getAll');
			expect([valuesOf(page, 'DLRStatus'), valuesOf(page, 'DLRStatusDetails')]).toEqual([[code], [details]]);
		},
	);

	test('a number that ends in 98 is pending first, and its delivered row is a new one', async () => {
		const clock = stoppedClock(NOON);
		const { sim, misc, send } = await simulatorForTest({ now: clock.now, reportDelay: 1000, pendingDelay: 5000 });
		const id = shootIdOf(await send({ contacts: '8801712345698' }));
		const codes = async (path: string) => valuesOf(await misc(path), 'DLRStatus');

		expect(await codes('getDLR/getAll')).toEqual([]);
		clock.move(1000);
		const pending = await misc('getDLR/getAll');
		expect([valuesOf(pending, 'DLRStatusDetails'), valuesOf(pending, 'DLRReceived')]).toEqual([['Pending'], ['']]);
		expect(sim.messages[0].handedOut).toBe(false);
		clock.move(5000);
		expect(await codes('getDLR/getAll')).toEqual(['1']);
		expect(sim.messages[0].handedOut).toBe(true);
		expect(await codes(`getDLRRep/${id}`)).toEqual(['', '1']);
	});

	test('getDLR hands each row out once, whether by getAll or by shoot ID', async () => {
		const { sim, misc, send } = await simulatorForTest();
		const first = shootIdOf(await send({ contacts: '8801712345671,8801712345672' }));
		await send({ contacts: '8801712345673' });
		const numbers = async (path: string) =>
			valuesOf(await misc(path), 'MSISDN')
				.map((number) => number.slice(-1))
				.join('');

		expect(await numbers(`getDLR/${first}`)).toBe('12');
		expect(await numbers(`getDLR/${first}`)).toBe('');
		expect(await numbers('getDLR/getAll')).toBe('3');
		expect(await numbers('getDLR/getAll')).toBe('');
		expect(await numbers(`getDLRRep/${first}`)).toBe('12');
		expect(await numbers(`getDLRRep/${first}`)).toBe('12');
		expect(sim.messages.map(({ handedOut }) => handedOut)).toEqual([true, true, true]);
	});

	test('getDLRRep takes nothing away', async () => {
		const { sim, misc, send } = await simulatorForTest();
		const id = shootIdOf(await send());
		await misc(`getDLRRep/${id}`);
		expect(sim.messages[0].handedOut).toBe(false);
		expect(valuesOf(await misc(`getDLR/${id}`), 'MSISDN')).toHaveLength(1);
	});

	test('a call gives 100 rows, the oldest first', async () => {
		const { sim, misc } = await simulatorForTest();
		sim.addReports(230);
		const pages: string[][] = [];
		for (let i = 0; i < 4; i++) pages.push(valuesOf(await misc('getDLR/getAll'), 'SMS'));
		expect(pages.map((page) => page.length)).toEqual([100, 100, 30, 0]);
		expect([pages[0][0], pages[2][29]]).toEqual(['"Report 1"', '"Report 230"']);
	});

	test('getDLRRep gives the first 100 again and again, or all of them where the setting says so', async () => {
		const { sim, misc } = await simulatorForTest();
		const [{ shootId }] = sim.addReports(150);
		for (let i = 0; i < 2; i++) expect(valuesOf(await misc(`getDLRRep/${shootId}`), 'MSISDN')).toHaveLength(100);
		sim.settings.repPageSize = Infinity;
		expect(valuesOf(await misc(`getDLRRep/${shootId}`), 'MSISDN')).toHaveLength(150);
	});

	test('a gateway that repeats its newest 100 never comes to an end', async () => {
		const { sim, misc } = await simulatorForTest({ getAllStyle: 'newest100' });
		sim.addReports(130);
		for (let i = 0; i < 3; i++) {
			const texts = valuesOf(await misc('getDLR/getAll'), 'SMS');
			expect([texts.length, texts[0], texts[99]]).toEqual([100, '"Report 130"', '"Report 31"']);
		}
	});

	test('a scheduled message has its report after the scheduled moment in Dhaka', async () => {
		const clock = stoppedClock(NOON);
		const { sim, misc, send } = await simulatorForTest({ now: clock.now, reportDelay: 2000 });
		await send({ scheduledDateTime: '2024-02-29 13:00:00' });
		expect(sim.messages).toMatchObject([
			{ scheduledDateTime: '2024-02-29 13:00:00', outcome: { at: new Date('2024-02-29T07:00:02Z') } },
		]);
		clock.move(3_600_000);
		expect(valuesOf(await misc('getDLR/getAll'), 'MSISDN')).toEqual([]);
		clock.move(2000);
		const page = await misc('getDLR/getAll');
		expect([valuesOf(page, 'SMSSent'), valuesOf(page, 'DLRReceived')]).toEqual([
			['2024-02-29 13:00:00'],
			['2024-02-29 13:00:02'],
		]);
	});

	test('a scheduled moment that is over is now', async () => {
		const { misc, send } = await simulatorForTest({ now: () => new Date(NOON) });
		await send({ scheduledDateTime: '2024-02-29 11:00:00' });
		expect(valuesOf(await misc('getDLR/getAll'), 'SMSSent')).toEqual(['2024-02-29 12:00:00']);
	});

	test('reports come in the order in which they fall due', async () => {
		const clock = stoppedClock(NOON);
		const { misc, send } = await simulatorForTest({ now: clock.now });
		for (const [msg, minute] of [
			['third', '30'],
			['first', '10'],
			['fourth', '30'],
			['second', '20'],
		]) {
			await send({ msg, scheduledDateTime: `2024-02-29 12:${minute}:00` });
		}
		clock.move(3_600_000);
		expect(valuesOf(await misc('getDLR/getAll'), 'SMS')).toEqual(['"first"', '"second"', '"third"', '"fourth"']);
	});

	test.each<[Settings['reportStyle'], string[]]>([
		['json', ['getDLRRep', 'getDLR']],
		['jsonRep', ['getDLRRep']],
	])('reports in style %s name no number', async (reportStyle, calls) => {
		const { misc, send } = await simulatorForTest({ reportStyle });
		const id = shootIdOf(await send({ msg: 'x'.repeat(161) }));
		for (const call of calls) {
			expect(JSON.parse((await misc(`${call}/${id}`)).text)).toEqual([
				{ sms_status_str: 'Delivered', charges_per_sms: 0.5 },
			]);
		}
		await send();
		expect((await misc('getDLR/getAll')).text.startsWith('<?xml')).toBe(reportStyle === 'jsonRep');
	});

	test('reports can be put in without a send, with any code, or as raw text', async () => {
		const { sim, misc } = await simulatorForTest();
		sim.addReports([
			{ to: '8801999999999', text: 'a', code: '1028' },
			{ code: '', shootId: 'C2mine' },
			{ code: '4711', details: 'Odd' },
			{ raw: '<message><MSISDN>broken</message>' },
		]);
		const page = await misc('getDLR/getAll');
		expect(valuesOf(page, 'DLRStatusDetails')).toEqual(['Absent subscriber', 'Pending', 'Odd']);
		expect(valuesOf(page, 'ID')[1]).toBe('C2mine');
		expect(page.text).toContain('<message><MSISDN>broken</message></dlr>');
		expect(sim.messages).toEqual([]);
	});

	test('20,000 messages are taken and their reports handed out in a few seconds', async () => {
		const { sim, misc, send } = await simulatorForTest({ balance: Infinity });
		await send({ contacts: Array.from({ length: 20_000 }, (_, i) => 8801710000000 + i * 100).join() });
		let rows = 0;
		let page;
		do {
			page = valuesOf(await misc('getDLR/getAll'), 'MSISDN').length;
			rows += page;
		} while (page === 100);
		expect([rows, sim.messages.length]).toEqual([20_000, 20_000]);
	}, 20_000);
});
