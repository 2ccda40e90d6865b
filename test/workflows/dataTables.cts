/** Stands in for n8n's Data table node: tables in memory, as far as the recipes use them. `npm run e2e` runs these on n8n's own. */
import { NodeOperationError } from 'n8n-workflow';
import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeType } from 'n8n-workflow';
import { describeNode, pairTo, property } from '../engine/basicNodes/description.cts';

export type Row = IDataObject & { id: number };
type Value = IDataObject[string];

/** One of the Conditions, as n8n stores it. */
interface Condition {
	keyName: string;
	condition: string;
	keyValue?: Value;
}

const DATE = /^\d{4}-\d\d-\d\dT/;
/** Dates are compared as moments, whatever their offset. */
const comparable = (value: Value) => (DATE.test(String(value)) ? Date.parse(String(value)) : (value ?? null));

const HOLDS: Record<string, (value: Value, wanted: Value) => boolean> = {
	eq: (value, wanted) => comparable(value) === comparable(wanted),
	neq: (value, wanted) => comparable(value) !== comparable(wanted),
	lt: (value, wanted) => Number(comparable(value)) < Number(comparable(wanted)),
	gt: (value, wanted) => Number(comparable(value)) > Number(comparable(wanted)),
	isTrue: (value) => value === true,
};

/** Empty tables, and the node that works on them. */
export function dataTables() {
	const tables = new Map<string, Row[]>();

	const tableOf = (run: IExecuteFunctions, index: number): Row[] => {
		const { value: name } = run.getNodeParameter('dataTableId', index) as { value: string };
		const table = tables.get(name);
		if (table === undefined) throw new NodeOperationError(run.getNode(), `Data table with name "${name}" not found`);
		return table;
	};
	const matching = (run: IExecuteFunctions, index: number): Row[] => {
		const conditions = run.getNodeParameter('filters.conditions', index) as unknown as Condition[];
		return tableOf(run, index).filter((row) =>
			conditions.every(({ keyName, condition, keyValue }) => HOLDS[condition](row[keyName], keyValue)),
		);
	};
	const valuesOf = (run: IExecuteFunctions, index: number): IDataObject => {
		const values = run.getNodeParameter('columns.value', index) as IDataObject;
		// A date of n8n's expressions becomes its text.
		return JSON.parse(JSON.stringify(values)) as IDataObject;
	};
	const change = (run: IExecuteFunctions, index: number, rows: Row[]): Row[] =>
		rows.map((row) => Object.assign(row, valuesOf(run, index)));
	const insert = (run: IExecuteFunctions, index: number): Row[] => {
		const table = tableOf(run, index);
		const row: Row = { ...valuesOf(run, index), id: (table.at(-1)?.id ?? 0) + 1 };
		table.push(row);
		return [row];
	};

	const operations: Record<string, (run: IExecuteFunctions, index: number) => IDataObject[]> = {
		create: (run, index) => {
			const name = run.getNodeParameter('tableName', index) as string;
			if (!tables.has(name)) tables.set(name, []);
			return [{ name }];
		},
		get: (run, index) => {
			const column = run.getNodeParameter('orderByColumn', index) as string;
			return matching(run, index)
				.sort((a, b) => Number(comparable(a[column])) - Number(comparable(b[column])))
				.slice(0, run.getNodeParameter('limit', index) as number);
		},
		update: (run, index) => change(run, index, matching(run, index)),
		upsert: (run, index) => {
			const rows = matching(run, index);
			return rows.length > 0 ? change(run, index, rows) : insert(run, index);
		},
		deleteRows: (run, index) => {
			const rows = matching(run, index);
			const table = tableOf(run, index);
			for (const row of rows) table.splice(table.indexOf(row), 1);
			return rows;
		},
	};

	const type: INodeType = {
		description: describeNode(
			'dataTable',
			'Data table',
			[1, 1.1],
			[
				...['resource', 'operation', 'tableName', 'matchType', 'orderByColumn', 'orderByDirection'].map((name) =>
					property(name, 'string', ''),
				),
				...['dataTableId', 'columns', 'filters', 'options'].map((name) => property(name, 'json', {})),
				...['returnAll', 'orderBy'].map((name) => property(name, 'boolean', false)),
				property('limit', 'number', 50),
			],
		),
		async execute() {
			const operation = operations[this.getNodeParameter('operation', 0) as string];
			return [
				this.getInputData().flatMap((_item, index): INodeExecutionData[] =>
					operation(this, index).map((row) => ({ json: { ...row }, ...pairTo(index) })),
				),
			];
		},
	};
	return { tables, furtherTypes: { 'n8n-nodes-base.dataTable': type } };
}
