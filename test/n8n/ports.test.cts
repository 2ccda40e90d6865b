import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { freePort, HOST } from './ports.cts';

async function listen(port = 0): Promise<Server> {
	const server = createServer().listen(port, HOST);
	await once(server, 'listening');
	return server;
}

describe('ports for npm start', () => {
	let server: Server;
	beforeEach(async () => {
		server = await listen();
	});
	afterEach(() => server.close());

	it('takes the wished port when it is free, and says nothing', async () => {
		const { port } = server.address() as AddressInfo;
		server.close();
		await once(server, 'close');
		const log = jest.fn();
		expect(await freePort('n8n', port, log)).toBe(port);
		expect(log).not.toHaveBeenCalled();
	});

	it('takes another when it is taken, and says so', async () => {
		const { port } = server.address() as AddressInfo;
		const log = jest.fn();
		const given = await freePort('n8n', port, log);
		expect(given).not.toBe(port);
		expect(log).toHaveBeenCalledWith(`Port ${port} is taken by another program; n8n takes ${given}.`);
		(await listen(given)).close();
	});
});
