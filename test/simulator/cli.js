#!/usr/bin/env node
'use strict';

const { startSimulator } = require('./index');
const { readCommandLine, helpText } = require('./commandLine');
const { banner } = require('./banner');

async function main() {
	const { help, settings } = readCommandLine(process.argv.slice(2));
	if (help) return process.stdout.write(helpText());

	const simulator = await startOnFreePort(settings);
	const end = async () => {
		await simulator.close();
		console.log('\nThe simulator has ended.');
		process.exit(0);
	};
	process.once('SIGINT', end);
	process.once('SIGTERM', end);
	console.log(banner(simulator));
}

async function startOnFreePort(settings) {
	try {
		return await startSimulator(settings);
	} catch (error) {
		if (error.code !== 'EADDRINUSE') throw error;
		console.log(`Port ${settings.port} is taken; another one is used.\n`);
		return await startSimulator({ ...settings, port: 0 });
	}
}

main().catch((error) => {
	console.error(`${error.message}\nnpm run simulator -- --help shows every option.`);
	process.exitCode = 1;
});
