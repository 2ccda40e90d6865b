'use strict';

const { once } = require('node:events');
const { createServer } = require('node:net');
const { HOST, freePort } = require('./ports');

async function listen(port = 0) {
	const server = createServer().listen(port, HOST);
	await once(server, 'listening');
	return server;
}

describe('ports for npm start', () => {
	let server;
	beforeEach(async () => {
		server = await listen();
	});
	afterEach(() => server.close());

	it('takes the wished port when it is free, and says nothing', async () => {
		const { port } = server.address();
		server.close();
		await once(server, 'close');
		const log = jest.fn();
		expect(await freePort('n8n', port, log)).toBe(port);
		expect(log).not.toHaveBeenCalled();
	});

	it('takes another when it is taken, and says so', async () => {
		const { port } = server.address();
		const log = jest.fn();
		const given = await freePort('n8n', port, log);
		expect(given).not.toBe(port);
		expect(log).toHaveBeenCalledWith(`Port ${port} is taken by another program; n8n takes ${given}.`);
		(await listen(given)).close();
	});
});
