/** How long credentials and nodes take to load: `<file> …`. */
import './host.cts';
// Loaded long before a node is: it doesn't count.
import 'n8n-workflow';

const start = process.hrtime.bigint();
for (const file of process.argv.slice(1)) {
	const loaded = require(file) as Record<string, new () => unknown>;
	for (const Type of Object.values(loaded)) new Type();
}
console.log(Number(process.hrtime.bigint() - start) / 1e6);
