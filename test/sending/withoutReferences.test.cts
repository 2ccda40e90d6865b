/** Send Personalised with the JSON API V2 where the gateway accepts rows without any ID: each row keeps what its own request said. */
import { NODE, SEND_MANY, flowOf, rowsOf, useSendingBench } from './setup.cts';

const bench = useSendingBench();

beforeEach(() => bench.speakV2());

it('tells of each row the sender ID and the words of the try in which it went out', async () => {
	const rows = rowsOf(4);
	const answer = (words: string, sent: number[], refused: number[]) =>
		bench.sim.fault({
			call: 'v2/DSMS',
			kind: 'text',
			contentType: 'application/json',
			body: JSON.stringify({
				statusCode: '200',
				status: 'Success',
				responseResult: words,
				success_Data: sent.map((row) => ({ mobNumber: rows[row].phone })),
				error_Data: refused.map((row) => ({ res_Code: '205', error: 'x', failedNumbers: rows[row].phone })),
			}),
		});
	const from = (senderId: string) => flowOf(bench.node({ ...SEND_MANY, senderId }));

	answer('First answer', [1, 2], [0, 3]);
	const first = await bench.over({ ...SEND_MANY, senderId: 'OLDSENDER' }, rows);
	answer('Second answer', [0], [3]);
	const second = await bench.engine.retry(first, { workflow: from('NEWSENDER') });
	answer('Third answer', [3], []);
	const third = await bench.engine.retry(second, { workflow: from('NEWSENDER') });

	expect(third.items(NODE).map(({ senderId, response }) => [senderId, response])).toEqual([
		['NEWSENDER', 'Second answer'],
		['OLDSENDER', 'First answer'],
		['OLDSENDER', 'First answer'],
		['NEWSENDER', 'Third answer'],
	]);
});
