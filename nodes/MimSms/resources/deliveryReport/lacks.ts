import type { Dialect } from '../../gateway/dialect';
import type { Fault } from '../../gateway/fault';
import { FIELD } from '../../gateway/fieldNames';

/** The fault of an operation that the account's API does not have, with what to use instead. */
export const lacks = (operation: string, { name }: Dialect): Fault => ({
	kind: 'invalidInput',
	field: FIELD.operation,
	problem: `${operation} does not work with ${name}, which has no request for it. Use Delivery Report → Get with the shoot IDs, SMS → Send and Track, or the trigger with Source: Shoot IDs`,
});
