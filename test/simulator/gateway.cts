import type { Account } from './account.cts';
import type { ChangeFeed } from './changeFeed.cts';
import type { FaultList } from './faults.cts';
import type { RequestLog } from './requestLog.cts';
import type { Settings } from './settings.cts';

/** What a simulated gateway consists of, whatever API it is asked through. */
export interface Gateway {
	settings: Settings;
	account: Account;
	faults: FaultList;
	log: RequestLog;
	/** hears of every change of the account and the settings */
	feed: ChangeFeed;
	/** Forgets messages, reports, requests and faults, and restores the balance; the other settings stay. */
	reset(): void;
}

/** What the routes know of the server that serves them. */
export interface Surroundings {
	/** aborted when the simulator ends */
	signal: AbortSignal;
	/** Whether new connections are refused. */
	isRefusing(): boolean;
	baseUrl(): string;
}
