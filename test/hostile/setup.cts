/** Every call of the manual on n8n's engine, under a key, a user name and a password that would be seen wherever they showed. */
import type { Run } from '../engine/index.cts';
import { CALL, everythingOf, formsOf, OPERATIONS, PASSWORD, SEND, useBench, USERNAME } from '../node/setup.cts';
import type { NodeBench } from '../node/setup.cts';

export { PASSWORD, USERNAME };

/** With signs that an address can't carry as they are: they stand encoded wherever a URL is shown. */
export const KEY = 'C200843+163d&2f4%a1?#.12345678';
export const SECRETS = [...new Set([KEY, USERNAME, PASSWORD].flatMap(formsOf))];

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

/** Which of the secrets stand in what n8n keeps or shows of a run: error, stack, items, log at debug level, stored execution. */
export function secretsIn(run: Run): string[] {
	const everything = everythingOf(run);
	return SECRETS.filter((secret) => everything.includes(secret));
}
