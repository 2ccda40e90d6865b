'use strict';
const { fork } = require('node:child_process');
const { once } = require('node:events');
const path = require('node:path');

/** Starts the simulator beside this process. `reset`, `add`, `look` wait for it; `close` ends it. */
async function startGateway() {
	const child = fork(path.join(__dirname, 'gatewayProcess.js'), [], { execArgv: [] });
	const [place] = await once(child, 'message');
	const waiting = new Map();
	let count = 0;
	child.on('message', ({ id, answer }) => {
		waiting.get(id)?.(answer);
		waiting.delete(id);
	});
	const tell = (action, rest) =>
		new Promise((resolve) => {
			waiting.set(++count, resolve);
			child.send({ id: count, action, ...rest });
		});
	return {
		...place,
		reset: (latency = 0) => tell('reset', { latency }),
		add: (reports) => tell('add', { reports }),
		set: (settings) => tell('set', { settings }),
		/** @returns {Promise<{ requests: number, mostAtOnce: number, messages: number }>} since the last reset */
		look: () => tell('look', {}),
		async close() {
			const ended = once(child, 'exit');
			child.disconnect();
			await ended;
		},
	};
}

module.exports = { startGateway };
