/** The simulator that plays MiM SMS. */
import { startSimulator as start } from '../../simulator/index.cts';

/** The settings that a step reads or changes. */
export interface SimulatorSettings {
	readonly port: number;
	apiKey: string;
	senderIds: readonly string[] | null;
	username: string;
	password: string;
	balance: number;
	latency: number;
	repPageSize: number;
	reportDelay: number;
	outcomes: 'byNumber' | 'byHand';
}

/** As far as a step asks it. */
export interface Simulator {
	readonly origin: string;
	readonly baseUrl: string;
	readonly port: number;
	readonly settings: SimulatorSettings;
	readonly messages: Array<{ to: string; shootId: string; outcome: { code: string } }>;
	count(call?: 'getAll' | 'getDLRRep'): number;
	addReports(wanted: number | Array<{ to: string; shootId?: string; text?: string; code?: string }>): unknown;
	reset(): void;
	close(): Promise<void>;
}

export async function startSimulator(options: Partial<SimulatorSettings> = {}): Promise<Simulator> {
	// Until the simulator has types of its own.
	return (await start(options)) as unknown as Simulator;
}
