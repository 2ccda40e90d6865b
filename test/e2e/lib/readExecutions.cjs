'use strict';

// Runs on n8n's Node, in n8n's folder: node readExecutions.cjs <SQLite file or PostgreSQL address> <workflow id> <node>
// Prints what that node gave in each execution; of an execution that broke off, what it was started with.
const { createRequire } = require('node:module');
const path = require('node:path');

const n8nRequire = createRequire(path.join(process.cwd(), 'node_modules', 'n8n', 'package.json'));
const { parse } = n8nRequire('flatted');
const [, , database, workflowId, node] = process.argv;
const QUERY = `SELECT e.id, e.status, d.data FROM execution_entity e JOIN execution_data d ON d."executionId" = e.id WHERE e."workflowId" = $1 ORDER BY e.id`;

async function rows() {
	if (!database.startsWith('postgres')) {
		const { DatabaseSync } = require('node:sqlite');
		return new DatabaseSync(database, { readOnly: true, timeout: 20_000 }).prepare(QUERY.replace('$1', '?')).all(workflowId);
	}
	const client = new (n8nRequire('pg').Client)(database);
	await client.connect();
	const result = await client.query(QUERY, [workflowId]);
	await client.end();
	return result.rows;
}

function items(text) {
	const { resultData, executionData } = parse(text);
	const runs = resultData?.runData?.[node];
	const given = runs?.flatMap(({ data }) => data?.main?.[0] ?? []) ?? executionData?.nodeExecutionStack?.flatMap(({ data }) => data?.main?.[0] ?? []) ?? [];
	return given.map(({ json }) => json);
}

void rows().then((found) => console.log(JSON.stringify(found.map(({ id, status, data }) => ({ id: Number(id), status, items: items(data) })))));
