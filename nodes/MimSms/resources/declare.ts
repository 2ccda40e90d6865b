import type {
	IExecuteFunctions,
	IExecutePaginationFunctions,
	INodeExecutionData,
	INodePropertyRouting,
	INodeType,
} from 'n8n-workflow';
import type { Route } from '../gateway/routes';
import type { OperationName } from './operations';

/** Loaded when the first operation runs: n8n loads every node at its start. */
const load = async () => await import('./operations');

/**
 * An operation as a declarative request for one item, which every operation is: n8n's direct tool calls know nothing else. The
 * request is named for those who read the description; the operation asks the gateway itself, so that faults are told in one way.
 */
export const perItem = (route: Route, name: OperationName): INodePropertyRouting => ({
	request: { method: route.method, url: route.path },
	send: { paginate: true },
	operations: {
		async pagination(this: IExecutePaginationFunctions): Promise<INodeExecutionData[]> {
			const { OPERATIONS, runPerItem } = await load();
			return await runPerItem(this, OPERATIONS[name]);
		},
	},
});

/** The operations that n8n runs over all items at once as well (`customOperations`), and what a request for each item can not do. */
const OVER_ALL_ITEMS: Partial<Record<OperationName, string>> = {
	'deliveryReport.get': 'asks once for a shoot ID that several items hold, and leaves hints',
	'deliveryReport.getAll': 'reads the account once, however many items come in, and leaves hints',
	'deliveryReport.getOnce': 'checks all shoot IDs before reports leave the gateway, and leaves hints',
	'sms.preview': 'leaves a hint with the sum over all items',
	'sms.send': 'checks all items before the first is sent, and accounts for all of them',
	'sms.sendAndTrack': 'checks all items before the first is sent, and waits for all of them at the same time',
	'sms.sendMany': 'puts many items into one request',
};

/** The `customOperations` of the node. */
export function customOperations(): NonNullable<INodeType['customOperations']> {
	const custom: NonNullable<INodeType['customOperations']> = {};
	for (const name of Object.keys(OVER_ALL_ITEMS) as OperationName[]) {
		const [resource, operation] = name.split('.');
		custom[resource] = { ...custom[resource], [operation]: overAllItems(name) };
	}
	return custom;
}

const overAllItems = (name: OperationName) =>
	async function (this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const { OPERATIONS, runOverAll } = await load();
		return [await runOverAll(this, OPERATIONS[name])];
	};
