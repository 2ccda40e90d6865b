import type { IDataObject, IPollFunctions } from 'n8n-workflow';
import { readTriggerParameters } from '../../nodes/MimSms/bridge/poll/triggerParameters';
import { classic } from '../../nodes/MimSms/gateway/classic/dialect';
import { success } from '../../nodes/MimSms/gateway/fault';

async function read(parameters: IDataObject) {
	const entered: IDataObject = { events: ['delivered'], ...parameters };
	// n8n's side, of which the reader takes this alone: what the user filled in, else the fallback.
	const context = {
		getNodeParameter: (name: string, fallback: unknown) => entered[name] ?? fallback,
	} as unknown as IPollFunctions;
	return await readTriggerParameters(context, async () => success(classic));
}

async function value(parameters: IDataObject) {
	const result = await read(parameters);
	if (!result.ok) throw new Error(`No value but ${JSON.stringify(result.fault)}`);
	return result.value;
}

async function fault(parameters: IDataObject) {
	const result = await read(parameters);
	return result.ok ? undefined : result.fault;
}

describe('the parameters of the trigger', () => {
	it('have defaults', async () => {
		expect(await value({})).toEqual({
			filter: { events: ['delivered'], statusCodes: [], numbers: [], exceptNumbers: [] },
			shootIds: null,
			threshold: null,
			wantsReports: true,
			emitEarlier: false,
			testWith: 'sample',
		});
	});

	it.each([
		['commas', 'C2a,C2b,C2c'],
		['semicolons', 'C2a; C2b;C2c;'],
		['spaces', ' C2a  C2b C2c '],
		['new lines', 'C2a\r\nC2b\n\nC2c'],
		['a list', ['C2a', 'C2b C2c']],
	])('take shoot IDs apart at %s', async (_what, shootIds) => {
		expect((await value({ source: 'shootIds', shootIds })).shootIds).toEqual(['C2a', 'C2b', 'C2c']);
	});

	it('take each shoot ID once, and a new-style one whole', async () => {
		expect((await value({ source: 'shootIds', shootIds: 'bw-rdC31002a bw-rdC31002a' })).shootIds).toEqual([
			'bw-rdC31002a',
		]);
	});

	it('need no shoot IDs for the balance alone', async () => {
		expect(await value({ events: ['balanceLow'], source: 'shootIds', shootIds: '' })).toMatchObject({
			wantsReports: false,
			shootIds: null,
			threshold: 100,
		});
	});

	it('take numbers in every spelling, with commas, semicolons, spaces or new lines between', async () => {
		const numbers = '01712345678, +880 1812-345678;০১৯১২৩৪৫৬৭৮\n01512345678 01312345678';
		const { filter } = await value({ options: { numbers, exceptNumbers: numbers } });
		expect(filter.numbers).toEqual([
			'8801712345678',
			'8801812345678',
			'8801912345678',
			'8801512345678',
			'8801312345678',
		]);
		expect(filter.exceptNumbers).toEqual(filter.numbers);
	});

	it('take status codes as texts or numbers', async () => {
		expect((await value({ options: { statusCodes: '13, 1028;5\n6 9' } })).filter.statusCodes).toEqual([
			'13',
			'1028',
			'5',
			'6',
			'9',
		]);
		expect((await value({ options: { statusCodes: 13 } })).filter.statusCodes).toEqual(['13']);
	});

	it.each([
		[true, true],
		[false, false],
		['true', true],
		[' True ', true],
		['false', false],
		['', false],
		[null, false],
	])('take %j under Include Reports From Before Activation for %j', async (emitEarlier, read) => {
		expect((await value({ options: { emitEarlier } })).emitEarlier).toBe(read);
	});

	it('take a threshold of none and of a part of a taka', async () => {
		expect((await value({ events: ['balanceLow'], balanceThreshold: 0 })).threshold).toBe(0);
		expect((await value({ events: ['balanceLow'], balanceThreshold: 0.5 })).threshold).toBe(0.5);
	});

	it.each([
		['Events', { events: [] }],
		['Events', { events: ['delivered', 'read'] }],
		['Events', { events: 'nothing' }],
		['Events', { events: [null] }],
		['Source', { source: 'elsewhere' }],
		['Shoot IDs', { source: 'shootIds', shootIds: '' }],
		['Shoot IDs', { source: 'shootIds', shootIds: ' ,;\n ' }],
		['Shoot IDs', { source: 'shootIds', shootIds: 'C2001 getAll' }],
		['Shoot IDs', { source: 'shootIds', shootIds: 'GETALL' }],
		['Shoot IDs', { source: 'shootIds', shootIds: '..' }],
		['Shoot IDs', { source: 'shootIds', shootIds: 'C2001/getAll' }],
		['Shoot IDs', { source: 'shootIds', shootIds: 'C2001?x' }],
		['Shoot IDs', { source: 'shootIds', shootIds: 'C2001, BRN0T2ZCWRCEL1D@8801712345678' }],
		['Shoot IDs', { source: 'shootIds', shootIds: { id: 'C2001' } }],
		...['delivered', 'DELIVRD', '13, barred', '১৩', '01', '1.0', '-1', { code: 1 }].map(
			(statusCodes): [string, IDataObject] => ['Only Status Codes', { options: { statusCodes } }],
		),
		['Balance Threshold', { events: ['balanceLow'], balanceThreshold: '' }],
		['Balance Threshold', { events: ['balanceLow'], balanceThreshold: 'much' }],
		['Balance Threshold', { events: ['balanceLow'], balanceThreshold: -1 }],
		['Balance Threshold', { events: ['balanceLow'], balanceThreshold: NaN }],
		['Balance Threshold', { events: ['balanceLow'], balanceThreshold: '  ' }],
		['Balance Threshold', { events: ['balanceLow'], balanceThreshold: Infinity }],
		['Only Numbers', { options: { numbers: '01712345678, 12345' } }],
		['Except Numbers', { options: { exceptNumbers: '01712345678\n1234' } }],
		['Except Numbers', { options: { exceptNumbers: { to: '01712345678' } } }],
		['Test With', { options: { testWith: 'production' } }],
		['Include Reports From Before Activation', { options: { emitEarlier: 'yes' } }],
		['Include Reports From Before Activation', { options: { emitEarlier: 1 } }],
	])('name %s when it is wrong: %j', async (field, parameters) => {
		expect(await fault(parameters)).toMatchObject({ kind: 'invalidInput', field });
	});

	it.each([
		['Only Numbers', 'numbers'],
		['Except Numbers', 'exceptNumbers'],
	])("show what can't be seen in %s", async (field, name) => {
		expect(await fault({ options: { [name]: ['0171\u00a02345\u2003x'] } })).toMatchObject({
			field,
			problem: expect.stringContaining('0171[U+00A0]2345[U+2003]x'),
		});
	});
});
