import type { Run } from '../../../nodes/MimSms/bridge/run/run';
import type { ItemOutcome } from '../../../nodes/MimSms/bridge/run/ledger';
import { summaryError } from '../../../nodes/MimSms/bridge/send/output';

const NODE = {
	id: '1',
	name: 'MiM',
	type: 'n8n-nodes-mimsms.mimSms',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};
// Of a run the error needs no more than where it was made.
const RUN = { node: NODE as Run['node'], runIndex: 0, place: 'production' } as Run;
const submitted = (shootId: string | null): ItemOutcome => ({ outcome: 'submitted', output: { shootId } });
const skipped: ItemOutcome = { outcome: 'skipped', output: { shootId: null } };
type Failure = Extract<ItemOutcome, { text: unknown }>['outcome'];
const told = (outcome: Failure, message: string, advice = ''): ItemOutcome => ({ outcome, text: { message, advice } });
const errorOf = (results: ItemOutcome[]) =>
	summaryError(
		RUN,
		results.map((result, index): [number, ItemOutcome] => [index, result]),
	);

describe('the error of several items', () => {
	it('counts the four, which add up to the input; a skipped one is refused', () => {
		const error = errorOf([
			submitted('A'),
			told('refused', '[1004] x'),
			told('unknown', '[unknown] y'),
			told('notSent', '[notSent] z'),
			skipped,
			submitted('A'),
		]);

		expect(error.message).toMatch(/2 submitted, 2 refused, 1 unknown, 1 not sent/);
	});

	it('names each shoot ID once, in order', () => {
		const error = errorOf([submitted('B'), submitted('A'), submitted('B'), told('refused', '[1004] x')]);

		expect(error.description).toMatch(/^Submitted, by shoot ID: B, A\.$/m);
	});

	it('says that the gateway gave none', () => {
		expect(errorOf([submitted(null), told('refused', '[1004] x')]).description).toMatch(/without an ID/);
	});

	it('says that none was submitted', () => {
		expect(errorOf([told('refused', 'x'), told('refused', 'y')]).description).toMatch(/^No message was submitted\.$/m);
	});

	it('groups items by reason, in ranges as n8n counts them', () => {
		const refused = told('refused', '[1004] SPAM', 'Change it.');
		const unknown = told('unknown', '[unknown] Lost');
		const error = errorOf([refused, submitted('A'), refused, refused, refused, unknown, refused, unknown]);

		expect(error.description).toMatch(/^Items 0, 2 to 4, 6: \[1004\] SPAM\. Change it\.$/m);
		expect(error.description).toMatch(/^Items 5, 7: \[unknown\] Lost$/m);
	});

	it('says Item of one', () => {
		expect(errorOf([submitted('A'), told('refused', '[1004] x')]).description).toMatch(/^Item 1: \[1004\] x$/m);
	});

	it('points at the first item that failed', () => {
		const error = errorOf([submitted('A'), submitted('A'), told('refused', 'x'), told('unknown', 'y')]);

		expect(error.context).toMatchObject({ itemIndex: 2, runIndex: 0 });
	});

	it('stays short for 10,000 items with 5,000 shoot IDs and 5,000 reasons, and says how many it leaves out', () => {
		const results = Array.from({ length: 10_000 }, (_, index) =>
			index % 2 ? submitted(`C2${index}`) : told('refused', `reason ${index}`),
		);

		const error = errorOf(results);

		expect(error.message).toMatch(/5000 submitted, 5000 refused, 0 unknown, 0 not sent/);
		expect(error.description?.length).toBeLessThan(5_000);
		expect(error.description).toMatch(/and 4950 more\b/);
		expect(error.description).toMatch(/^and 4990 more reasons \(Items 20, 22, 24, .* and 4940 more\)$/m);
	});

	it('names the items of the reasons that it leaves out, in order', () => {
		const results = Array.from({ length: 16 }, (_, index) =>
			told('refused', `reason ${index < 10 ? index : 26 - index}`),
		);

		expect(errorOf(results).description).toMatch(/^and 6 more reasons \(Items 10 to 15\)$/m);
	});

	it('stays short when every other item has one reason', () => {
		const results = Array.from({ length: 10_000 }, (_, index) =>
			index % 2 ? submitted('C2') : told('refused', 'same'),
		);

		expect(errorOf(results).description?.length).toBeLessThan(2_000);
	});
});

describe('the error of one item', () => {
	it('is its reason and its advice', () => {
		const error = errorOf([told('refused', '[1007] Balance Insufficient', 'Top up.')]);

		expect([error.message, error.description]).toEqual(['[1007] Balance Insufficient', 'Top up.']);
	});
});
