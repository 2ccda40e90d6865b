import * as fc from '../properties.cts';
import type { Label, Row } from '../../nodes/MimSms/gateway/sms';
import { toBatches } from '../../nodes/MimSms/resources/sms/sendMany';
import type { Schedule } from '../../nodes/MimSms/gateway/gatewayTime';

const SCHEDULES: Array<Schedule | null> = [
	null,
	{ wire: '2099-01-01 12:00:00', iso: 'x', local: 'y' },
	{ wire: '2099-01-02 12:00:00', iso: 'x', local: 'y' },
];
const row: fc.Arbitrary<Row> = fc.record({
	to: fc.constantFrom('8801712345678', '8801812345678'),
	message: fc.constantFrom('a', 'b'),
	senderId: fc.constantFrom('A', 'B', 'A","B', '["A"'),
	schedule: fc.constantFrom(...SCHEDULES).map((schedule) => schedule && { ...schedule }),
	label: fc.constantFrom<Label>('none', 'promotional', 'transactional'),
});
const list = fc.array(row, { maxLength: 80 });
const size = fc.integer({ min: 1, max: 12 });
const keyOf = ({ senderId, schedule, label }: Omit<Row, 'to' | 'message'>) =>
	JSON.stringify([senderId, schedule?.wire, label]);

const holds = (check: (rows: Row[], most: number) => void) => fc.assert(fc.property(list, size, check));

describe('folding rows into calls', () => {
	it('fills each call before the next begins', () => {
		const rows = Array.from(
			{ length: 5 },
			(): Row => ({
				to: '8801712345678',
				message: 'a',
				senderId: 'A',
				schedule: null,
				label: 'none',
			}),
		);
		expect(toBatches(rows, 2).map((batch) => batch.rows.length)).toEqual([2, 2, 1]);
	});

	it('keeps every row, each once, equal ones too', () => {
		holds((rows, most) => {
			const out = toBatches(rows, most).flatMap((batch) => batch.rows);
			expect(out).toHaveLength(rows.length);
			expect(new Set(out)).toEqual(new Set(rows));
		});
	});

	it('keeps the order of rows within a call and of calls by their first rows', () => {
		holds((rows, most) => {
			const positions = toBatches(rows, most).map((batch) => batch.rows.map((one) => rows.indexOf(one)));
			for (const inside of positions) expect(inside).toEqual([...inside].sort((a, b) => a - b));
			const firsts = positions.map(([first]) => first);
			expect(firsts).toEqual([...firsts].sort((a, b) => a - b));
		});
	});

	it('puts together only what shares sender ID, schedule and label, and says which', () => {
		holds((rows, most) => {
			for (const batch of toBatches(rows, most)) {
				for (const one of batch.rows) expect(keyOf(one)).toBe(keyOf(batch));
			}
		});
	});

	it('makes no call larger than asked, none empty, and the fewest possible', () => {
		holds((rows, most) => {
			const batches = toBatches(rows, most);
			for (const batch of batches) {
				expect(batch.rows.length).toBeGreaterThan(0);
				expect(batch.rows.length).toBeLessThanOrEqual(most);
			}
			const groups = new Map<string, number>();
			for (const one of rows) groups.set(keyOf(one), (groups.get(keyOf(one)) ?? 0) + 1);
			const fewest = [...groups.values()].reduce((sum, count) => sum + Math.ceil(count / most), 0);
			expect(batches).toHaveLength(fewest);
		});
	});
});
