/** n8n's data tables, by the routes that its page uses. */
import type { IDataObject } from 'n8n-workflow';
import type { Rest } from './n8n.cts';

/** n8n gives no more rows at a time. */
const PAGE = 250;

interface Condition {
	columnName: string;
	condition: 'eq' | 'like';
	value: string | number | boolean;
}

/** A data table; a row has the columns of the table and n8n's own. */
export interface DataTable<Row> {
	rows(): Promise<Row[]>;
	insert(rows: IDataObject[]): Promise<unknown>;
	/** Writes into all rows for which this holds. */
	change(where: Condition, data: IDataObject): Promise<unknown>;
	remove(): Promise<unknown>;
}

/** The table of this name; undefined when there is none. */
export async function findTable<Row>(rest: Rest, name: string): Promise<DataTable<Row> | undefined> {
	const { id: project } = await rest.get<{ id: string }>('/rest/projects/personal');
	const tables = `/rest/projects/${project}/data-tables`;
	const { data } = await rest.get<{ data: Array<{ id: string; name: string }> }>(`${tables}?take=100`);
	const found = data.filter((table) => table.name === name);
	if (found.length === 0) return undefined;
	const table = `${tables}/${found[0].id}`;
	return {
		rows: async () => {
			const rows: Row[] = [];
			for (;;) {
				const page = await rest.get<{ data: Row[] }>(`${table}/rows?take=${PAGE}&skip=${rows.length}&sortBy=id:asc`);
				rows.push(...page.data);
				if (page.data.length < PAGE) return rows;
			}
		},
		insert: async (rows) => await rest.post(`${table}/insert`, { data: rows, returnType: 'count' }),
		change: async (where, changed) =>
			await rest.patch(`${table}/rows`, { filter: { type: 'and', filters: [where] }, data: changed }),
		remove: async () => await rest.delete(table),
	};
}
