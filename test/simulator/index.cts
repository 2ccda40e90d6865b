import { openAccount, type WantedReport } from './account.cts';
import { ALL_CALLS, type CallName } from './callTable.cts';
import { changeFeed } from './changeFeed.cts';
import type { Fault } from './faultKinds.cts';
import { faultList } from './faults.cts';
import type { Message } from './message.cts';
import type { ReportRow } from './reportBook.cts';
import { requestLog, type LoggedRequest } from './requestLog.cts';
import { openServer } from './server.cts';
import { liveSettings, type Settings } from './settings.cts';

export type { WantedReport } from './account.cts';
export type { CallName } from './callTable.cts';
export type { NumberOutcome, DeliveryStatus } from './deliveryOutcomes.cts';
export type { Fault, FaultKind, FaultOf } from './faultKinds.cts';
export type { Api, Message, MessageType, Outcome } from './message.cts';
export type { ReportRow } from './reportBook.cts';
export type { Fields } from './requestFields.cts';
export type { LoggedRequest } from './requestLog.cts';
export type { Settings, SettingName } from './settings.cts';

/** A gateway that runs on 127.0.0.1. */
export interface Simulator {
	/** `http://127.0.0.1:<port>`, where the inbox and the control paths are */
	readonly origin: string;
	/** the origin and the base path: what goes into a credential, of either API */
	readonly baseUrl: string;
	readonly port: number;
	readonly settings: Settings;
	/** every request that came, in order */
	readonly requests: LoggedRequest[];
	/** How many requests of a call there were; of all when it is left out. */
	count(call?: CallName): number;
	/** The most requests of a call, or of all, that were on their way at the same moment. */
	mostAtOnce(call?: CallName): number;
	/** accepted messages, in order */
	readonly messages: Message[];
	/**
	 * Puts reports in without a send, due at once, and returns them: so many, or one for each row. Rows of one call share a
	 * shoot ID unless they name one.
	 */
	addReports(wanted: number | readonly WantedReport[]): ReportRow[];
	/** Decides by hand what becomes of message `n`, and returns it; throws when its report was read already. */
	settle(n: number, code: string | number): Message;
	/** Arms a fault. */
	fault(fault: Fault): { off(): void };
	clearFaults(): void;
	/** Forgets messages, reports, requests and faults, and restores the balance; the other settings stay. */
	reset(): void;
	/** Closes the listening socket: new connections are refused. Requests on their way are answered. */
	refuse(): Promise<void>;
	/** Opens the listening socket again, on the same port. */
	accept(): Promise<void>;
	/** Ends at once, whatever is on its way. */
	close(): Promise<void>;
}

/** Starts a gateway on 127.0.0.1. Rejects when the port is taken or a setting is none. */
export async function startSimulator(options: Partial<Settings> = {}): Promise<Simulator> {
	const feed = changeFeed();
	const settings = liveSettings(options, feed.touch);
	const startBalance = settings.balance;
	const account = openAccount(settings, feed);
	const faults = faultList([...ALL_CALLS.map(({ call }) => call), 'unknown']);
	const log = requestLog();
	const server = await openServer({ settings, account, faults, log, feed, reset });

	function reset() {
		account.reset();
		faults.clear();
		log.clear();
		settings.balance = startBalance;
	}

	return {
		origin: server.origin,
		baseUrl: server.origin + settings.basePath,
		port: server.port,
		settings,
		requests: log.requests,
		count: log.count,
		mostAtOnce: log.mostAtOnce,
		messages: account.messages,
		addReports: account.addReports,
		settle: account.settle,
		fault: faults.arm,
		clearFaults: faults.clear,
		reset,
		refuse: server.refuse,
		accept: server.accept,
		close: server.close,
	};
}
