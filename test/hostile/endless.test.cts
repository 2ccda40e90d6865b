/** A gateway that has always another full page: what was taken out comes out in the end. */
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { BY_KEY, NODE, OPERATIONS, useBench } from '../node/setup.cts';

const bench = useBench();
const ROWS = 100;

let server: http.Server;
let asked = 0;
beforeAll(async () => {
	server = http.createServer((_, response) => {
		asked++;
		const rows = Array.from(
			{ length: ROWS },
			(__, i) => `<message><MSISDN>${8801700000000 + i}</MSISDN><Asked>${asked}</Asked></message>`,
		);
		response.end(`<dlr>${rows.join('')}</dlr>`);
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
});
afterAll(() => void server.close());

it('Get Many stops after 250,000 reports, gives them all, and says so', async () => {
	const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	bench.saveCredential(BY_KEY, { ...bench.engine.credential(BY_KEY), baseUrl });

	const run = await bench.run({ ...OPERATIONS.getAll, returnAll: true });

	expect(run.items(NODE)).toHaveLength(asked * ROWS);
	expect(asked).toBe(2500);
	expect(run.hints(NODE)).toEqual([
		'Reading stopped after 250000 reports, because n8n keeps all of them in memory. Run the node again for the rest.',
	]);
}, 300_000);
