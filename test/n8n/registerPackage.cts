// Runs on the Node of n8n (24), which has SQLite built in: registerPackage.cts <database> <InstalledPackage as JSON>
import { DatabaseSync } from 'node:sqlite';
import type { InstalledPackage } from './communityPackage.cts';

const [, , file, installed] = process.argv;
const { name, version, author, nodes }: InstalledPackage = JSON.parse(installed);

const database = new DatabaseSync(file, { timeout: 10_000 });
database.exec('BEGIN IMMEDIATE');
database.prepare('DELETE FROM installed_nodes WHERE package = ?').run(name);
// The times are given: the columns' own default is a formula in quotes, which SQLite stores as that text.
database
	.prepare(
		`INSERT INTO installed_packages (packageName, installedVersion, authorName, authorEmail, createdAt, updatedAt)
		 VALUES (?, ?, ?, ?, STRFTIME('%Y-%m-%d %H:%M:%f', 'now'), STRFTIME('%Y-%m-%d %H:%M:%f', 'now'))
		 ON CONFLICT (packageName) DO UPDATE SET installedVersion = excluded.installedVersion, updatedAt = excluded.updatedAt`,
	)
	.run(name, version, author.name, author.email);
const insertNode = database.prepare(
	'INSERT INTO installed_nodes (name, type, latestVersion, package) VALUES (?, ?, ?, ?)',
);
for (const node of nodes) insertNode.run(node.name, node.type, node.latestVersion, name);
database.exec('COMMIT');
database.close();
