import type { Operation } from '../bridge/run/run';
import { getApiKey } from './account/getApiKey';
import { getBalance } from './account/getBalance';
import { get, getOnce } from './deliveryReport/get';
import { getAll } from './deliveryReport/getAll';
import { preview } from './sms/preview';
import { send } from './sms/send';
import { sendAndTrack } from './sms/sendAndTrack';
import { sendMany } from './sms/sendMany';

export { runOverAll, runPerItem } from '../bridge/run/run';

/** What each operation does, by resource and value in the description. */
export const OPERATIONS = {
	'account.getApiKey': getApiKey,
	'account.getBalance': getBalance,
	'deliveryReport.get': get,
	'deliveryReport.getAll': getAll,
	'deliveryReport.getOnce': getOnce,
	'sms.preview': preview,
	'sms.send': send,
	'sms.sendAndTrack': sendAndTrack,
	'sms.sendMany': sendMany,
} as const satisfies Record<`${string}.${string}`, Operation>;

export type OperationName = keyof typeof OPERATIONS;
