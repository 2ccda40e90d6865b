'use strict';
/** The simulator in a process of its own, steered by messages, so that it takes no time of those who are measured. */
const net = require('node:net');

const { startSimulator } = require('../simulator');

/** The HTTP Request node opens a connection for every row at once: the queue of the listening socket must hold them. */
const BACKLOG = 16_384;
const { listen } = net.Server.prototype;
net.Server.prototype.listen = function listenLong(port, host, ...rest) {
	return listen.call(this, port, host, BACKLOG, ...rest);
};

async function main() {
	const simulator = await startSimulator({ balance: 1e12, pageSize: 100 });
	const actions = {
		reset({ latency = 0 }) {
			simulator.reset();
			simulator.settings.latency = latency;
		},
		add({ reports }) {
			// In portions: a page cares for nothing but their order.
			for (let left = reports; left > 0; left -= 10_000) simulator.addReports(Math.min(left, 10_000));
		},
		set: ({ settings }) => void Object.assign(simulator.settings, settings),
		look: () => ({
			requests: simulator.count(),
			mostAtOnce: simulator.mostAtOnce(),
			messages: simulator.messages.length,
		}),
	};
	process.on('message', ({ id, action, ...rest }) => {
		process.send({ id, answer: actions[action](rest) ?? {} });
	});
	process.on('disconnect', () => simulator.close().finally(() => process.exit(0)));
	process.send({ baseUrl: simulator.baseUrl, apiKey: simulator.settings.apiKey });
}

main();
