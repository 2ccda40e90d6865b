import { banner } from './banner.cts';
import { helpText, readCommandLine } from './commandLine.cts';
import { startSimulator, type Settings } from './index.cts';

async function main() {
	const { help, settings } = readCommandLine(process.argv.slice(2));
	if (help) return void process.stdout.write(helpText());

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

async function startOnFreePort(settings: Partial<Settings>) {
	try {
		return await startSimulator(settings);
	} catch (error) {
		if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
		console.log(`Port ${settings.port} is taken; another one is used.\n`);
		return await startSimulator({ ...settings, port: 0 });
	}
}

main().catch((error: Error) => {
	console.error(`${error.message}\nnpm run simulator -- --help shows every option.`);
	process.exitCode = 1;
});
