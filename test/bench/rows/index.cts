import type { Row } from '../row.cts';
import { large } from './large.cts';
import { packageRow } from './package.cts';
import { parse } from './parse.cts';
import { personalised } from './personalised.cts';
import { quietPoll } from './quietPoll.cts';
import { reports } from './reports.cts';
import { send } from './send.cts';
import { server } from './server.cts';

/** All rows, in the order of the table. */
const ROWS = { personalised, send, reports, parse, quietPoll, large, package: packageRow, server };

export type RowName = keyof typeof ROWS;

export const rows: Record<RowName, Row> = ROWS;

/** The row of that name, as somebody typed it. */
export function rowNamed(name: string): Row {
	if (Object.hasOwn(rows, name)) return rows[name as RowName];
	throw new Error(`There is no row “${name}”. Rows: ${Object.keys(rows).join(', ')}`);
}

/** Whether a row is measured on both of n8n's expression engines. */
export function isEvaluating(name: string): boolean {
	const row = rowNamed(name);
	return row.needsEngine && row.evaluates === true;
}
