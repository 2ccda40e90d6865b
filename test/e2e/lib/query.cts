// Runs on n8n's Node, in n8n's folder: query.cts <SQLite file or PostgreSQL address> <query> <workflow id>
// Prints the rows that the query finds in n8n's database, as JSON.
import { createRequire } from 'node:module';
import path from 'node:path';

/** The client of PostgreSQL that n8n brings. */
interface Postgres {
	Client: new (address: string) => {
		connect(): Promise<void>;
		query(text: string, values: string[]): Promise<{ rows: unknown[] }>;
		end(): Promise<void>;
	};
}

const n8nRequire = createRequire(path.join(process.cwd(), 'node_modules', 'n8n', 'package.json'));
const [, , database, query, workflowId] = process.argv;

async function rows(): Promise<unknown[]> {
	if (!database.startsWith('postgres')) {
		const { DatabaseSync } = require('node:sqlite') as typeof import('node:sqlite');
		return new DatabaseSync(database, { readOnly: true, timeout: 20_000 })
			.prepare(query.replace('$1', '?'))
			.all(workflowId);
	}
	const { Client } = n8nRequire('pg') as Postgres;
	const client = new Client(database);
	await client.connect();
	const result = await client.query(query, [workflowId]);
	await client.end();
	return result.rows;
}

void rows().then((found) => console.log(JSON.stringify(found)));
