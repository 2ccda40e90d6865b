/** The simulator in a process of its own, steered by messages, so that it takes no time of those who are measured. */
import net from 'node:net';
import { startSimulator } from '../simulator/index.cts';
import type { Answer, GatewayAddress, NumberedOrder, Order } from './gateway.cts';

const API_KEY = 'C200843163d2f4a1b2c3d4.12345678';
/** The HTTP Request node opens a connection for every row at once: the queue of the listening socket must hold them. */
const BACKLOG = 16_384;

const { listen } = net.Server.prototype as { listen(port: number, host: string, backlog: number): net.Server };
Object.assign(net.Server.prototype, {
	listen(this: net.Server, port: number, host: string) {
		return listen.call(this, port, host, BACKLOG);
	},
});

async function main() {
	const simulator = await startSimulator({ balance: 1e12, pageSize: 100, apiKey: API_KEY });

	function obey(order: Order) {
		switch (order.action) {
			case 'reset':
				simulator.reset();
				Object.assign(simulator.settings, { latency: order.latency });
				break;
			case 'add':
				// In portions: a page cares for nothing but their order.
				for (let left = order.reports; left > 0; left -= 10_000) simulator.addReports(Math.min(left, 10_000));
				break;
			case 'set':
				Object.assign(simulator.settings, order.settings);
				break;
			case 'look':
		}
	}

	process.on('message', ({ id, ...order }: NumberedOrder) => {
		obey(order);
		const traffic = {
			requests: simulator.count(),
			mostAtOnce: simulator.mostAtOnce(),
			messages: simulator.messages.length,
		};
		process.send?.({ id, traffic } satisfies Answer);
	});
	process.on('disconnect', () => void simulator.close().finally(() => process.exit(0)));
	const { baseUrl, settings } = simulator;
	const v2 = { username: settings.v2UserName, apiKey: settings.v2ApiKey };
	process.send?.({ baseUrl, apiKey: API_KEY, v2 } satisfies GatewayAddress);
}

void main();
