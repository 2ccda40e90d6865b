import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { RUN_TYPESCRIPT } from '../typescript.cts';

/** The gateway process's first message: where it listens, and the key that it accepts. */
export interface GatewayAddress {
	baseUrl: string;
	apiKey: string;
	/** What the JSON API asks for. */
	v2: { username: string; apiKey: string };
}

/** What the gateway has seen since the last reset. */
export interface Traffic {
	requests: number;
	mostAtOnce: number;
	messages: number;
}

/** The settings of the simulator that a row changes. */
export interface GatewaySettings {
	latency?: number;
	getAllStyle?: 'once' | 'newest100';
	repPageSize?: number;
}

export type Order =
	| { action: 'reset'; latency: number }
	| { action: 'add'; reports: number }
	| { action: 'set'; settings: GatewaySettings }
	| { action: 'look' };

/** An order on its way to the gateway process, and its answer: what was seen after it was done. */
export type NumberedOrder = Order & { id: number };
export interface Answer {
	id: number;
	traffic: Traffic;
}

/** The simulator beside this process. All but `close` wait until it has done what it was told. */
export interface Gateway extends GatewayAddress {
	reset(latency?: number): Promise<Traffic>;
	add(reports: number): Promise<Traffic>;
	set(settings: GatewaySettings): Promise<Traffic>;
	look(): Promise<Traffic>;
	close(): Promise<void>;
}

export async function startGateway(): Promise<Gateway> {
	// Without what steers the memory of this process.
	const child = fork(path.join(__dirname, 'gatewayProcess.cts'), [], { execArgv: RUN_TYPESCRIPT });
	const [address] = (await once(child, 'message')) as [GatewayAddress];
	const waiting = new Map<number, (traffic: Traffic) => void>();
	let count = 0;
	child.on('message', ({ id, traffic }: Answer) => {
		waiting.get(id)?.(traffic);
		waiting.delete(id);
	});
	const tell = (order: Order) =>
		new Promise<Traffic>((resolve) => {
			waiting.set(++count, resolve);
			child.send({ id: count, ...order } satisfies NumberedOrder);
		});
	return {
		...address,
		reset: (latency = 0) => tell({ action: 'reset', latency }),
		add: (reports) => tell({ action: 'add', reports }),
		set: (settings) => tell({ action: 'set', settings }),
		look: () => tell({ action: 'look' }),
		async close() {
			const ended = once(child, 'exit');
			child.disconnect();
			await ended;
		},
	};
}
