'use strict';

// Runs on n8n's Node, in n8n's folder: node query.cjs <SQLite file or PostgreSQL address> <query> <workflow id>
// Prints the rows that the query finds in n8n's database, as JSON.
const { createRequire } = require('node:module');
const path = require('node:path');

const n8nRequire = createRequire(path.join(process.cwd(), 'node_modules', 'n8n', 'package.json'));
const [, , database, query, workflowId] = process.argv;

async function rows() {
	if (!database.startsWith('postgres')) {
		const { DatabaseSync } = require('node:sqlite');
		return new DatabaseSync(database, { readOnly: true, timeout: 20_000 })
			.prepare(query.replace('$1', '?'))
			.all(workflowId);
	}
	const client = new (n8nRequire('pg').Client)(database);
	await client.connect();
	const result = await client.query(query, [workflowId]);
	await client.end();
	return result.rows;
}

void rows().then((found) => console.log(JSON.stringify(found)));
