/** Every call of the manual on n8n's engine, under a key, a user name and a password that would be seen wherever they showed. */
import type { MessageOutcome } from '../../nodes/MimSms/gateway/fault';
import type { Run } from '../engine/index.cts';
import { CALL, KEY, NODE, OPERATIONS, SEND, useBench } from '../node/setup.cts';
import type { NodeBench } from '../node/setup.cts';

export { KEY, PASSWORD, SECRETS, secretsIn, USERNAME } from '../node/setup.cts';

/** The seven calls of the manual, by the operation that makes them. */
export const CALLS = {
	send: { call: 'smsapi', parameters: SEND },
	sendMany: { call: 'smsapimany', parameters: { ...SEND, operation: 'sendMany' } },
	getBalance: { call: CALL.getBalance, parameters: OPERATIONS.getBalance },
	getApiKey: { call: CALL.getApiKey, parameters: OPERATIONS.getApiKey },
	get: { call: CALL.get, parameters: OPERATIONS.get },
	getOnce: { call: CALL.getOnce, parameters: OPERATIONS.getOnce },
	getAll: { call: CALL.getAll, parameters: OPERATIONS.getAll },
} as const;

export type CallingOperation = keyof typeof CALLS;

export const SENDS = ['send', 'sendMany'] as const satisfies CallingOperation[];
export const READS = ['getBalance', 'getApiKey', 'get', 'getOnce', 'getAll'] as const satisfies CallingOperation[];

export const useHostileBench = (): NodeBench => useBench({ apiKey: KEY });

/** What became of a send, in the package's four words. */
export function outcomeOfSend(run: Run): MessageOutcome {
	if (!run.error) return run.items(NODE)[0].status as MessageOutcome;
	return (/^\[(unknown|notSent)\]/.exec(run.error.message)?.[1] as 'unknown' | 'notSent' | undefined) ?? 'refused';
}
