import type { IncomingHttpHeaders } from 'node:http';
import type { CallName } from './callTable.cts';
import type { FaultKind } from './faultKinds.cts';
import type { Fields } from './requestFields.cts';

/** One request that reached the gateway. */
export interface LoggedRequest {
	at: Date;
	call: CallName;
	method: string;
	url: string;
	/** the URL without its query */
	path: string;
	headers: IncomingHttpHeaders;
	/** as it came, undecoded */
	body: string;
	/** of the query and the body, decoded */
	fields: Fields;
	/** the fault that struck it */
	fault: FaultKind | null;
	/** whether the gateway carried it out, whether or not the reply arrived */
	accepted: boolean;
}

/** Every request that reached the gateway, in order of arrival, and how many were on their way at once. */
export interface RequestLog {
	readonly requests: LoggedRequest[];
	/** Notes a request; call what is returned when its connection is done with it. */
	add(request: LoggedRequest): () => void;
	/** How many requests of a call there were; of all when it is left out. */
	count(call?: CallName): number;
	/** The most requests of a call, or of all, that were on their way at the same moment. */
	mostAtOnce(call?: CallName): number;
	clear(): void;
}

export function requestLog(): RequestLog {
	const requests: LoggedRequest[] = [];
	const open = new Map<string, number>();
	const most = new Map<string, number>();

	function add(request: LoggedRequest) {
		requests.push(request);
		const counters = [request.call, '*'];
		for (const name of counters) {
			const now = change(name, 1);
			most.set(name, Math.max(most.get(name) ?? 0, now));
		}
		return () => counters.forEach((name) => change(name, -1));
	}

	function change(name: string, by: number) {
		const now = (open.get(name) ?? 0) + by;
		open.set(name, now);
		return now;
	}

	function count(call?: CallName) {
		return call === undefined ? requests.length : requests.filter((request) => request.call === call).length;
	}

	function clear() {
		requests.length = 0;
		most.clear();
	}

	return { requests, add, count, clear, mostAtOnce: (call) => most.get(call ?? '*') ?? 0 };
}
