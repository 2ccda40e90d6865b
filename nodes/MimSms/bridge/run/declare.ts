import type {
	IExecuteFunctions,
	IExecutePaginationFunctions,
	INodeExecutionData,
	INodePropertyRouting,
} from 'n8n-workflow';
import type { Route } from '../../gateway/routes';
import type { Operation } from './run';

/** An operation that sees all items at once (`customOperations`). */
export const overAllItems = (operation: Operation) =>
	async function (this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const { runOverAll } = await import('./runOperation');
		return [await runOverAll(this, operation)];
	};

/**
 * The same operation as a declarative request for one item: n8n's direct tool calls know nothing else. The request is
 * named for those who read the description; the operation asks the gateway itself, so that faults are told in one way.
 */
export const perItem = (route: Route, operation: Operation): INodePropertyRouting => ({
	request: { method: route.method, url: route.path },
	send: { paginate: true },
	operations: {
		async pagination(this: IExecutePaginationFunctions): Promise<INodeExecutionData[]> {
			const { runPerItem } = await import('./runOperation');
			return await runPerItem(this, operation);
		},
	},
});
