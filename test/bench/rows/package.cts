import { INSTALLED, PROJECT } from '../host.cts';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { buildSync } from 'esbuild';
import { median } from '../measure.cts';
import { bytesInBundle, packageName } from '../../supplyChain/inlined.cts';
import type { Bench, PlainRow } from '../row.cts';

const ours = () => process.env.BENCH_PACKAGE ?? PROJECT;

/**
 * The program that measures loading, as plain JavaScript: tsx would look into every file that is loaded, and that would be measured.
 */
function loadProgram(): string {
	const { outputFiles } = buildSync({
		entryPoints: [path.join(__dirname, '../loadProcess.cts')],
		bundle: true,
		packages: 'external',
		platform: 'node',
		// It is run from memory, without a folder of its own.
		define: { __dirname: JSON.stringify(path.dirname(__dirname)) },
		write: false,
	});
	return outputFiles[0].text;
}

/** ms that a fresh process takes to load credentials and nodes. */
const loadTime = (program: string, files: string[]): number =>
	Number(execFileSync(process.execPath, ['-e', program, ...files], { cwd: path.dirname(__dirname), timeout: 30_000 }));

interface Tarball {
	size: number;
	unpackedSize: number;
}

function packTarball(): Tarball {
	// npm itself needs no newer Node than the one that it came with.
	const output = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
		cwd: ours(),
		encoding: 'utf8',
		timeout: 60_000,
		stdio: ['ignore', 'pipe', 'ignore'],
	});
	const [tarball] = Object.values<Tarball>(JSON.parse(output));
	return tarball;
}

async function measure({ hasPeers, line, note, short }: Bench<never>) {
	if (hasPeers) {
		const mine = [
			'credentials/MimSmsApi.credentials.js',
			'nodes/MimSms/MimSms.node.js',
			'nodes/MimSms/MimSmsTrigger.node.js',
		].map((file) => path.join(ours(), 'dist', file));
		const base = path.join(INSTALLED, 'node_modules/n8n-nodes-base/dist');
		const twilio = [
			'credentials/TwilioApi.credentials.js',
			'nodes/Twilio/Twilio.node.js',
			'nodes/Twilio/TwilioTrigger.node.js',
		]
			.map((file) => path.join(base, file))
			.filter(existsSync);
		const program = loadProgram();
		const times: Record<'ours' | 'twilio', number[]> = { ours: [], twilio: [] };
		for (let round = 0; round < short(5, 11); round++) {
			times.ours.push(loadTime(program, mine));
			times.twilio.push(loadTime(program, twilio));
		}
		line({
			work: 'load credential and nodes',
			against: "n8n's Twilio nodes",
			unit: 'time',
			ours: median(times.ours),
			theirs: median(times.twilio),
			goal: { most: 1.5 },
		});
	}
	const { size, unpackedSize } = packTarball();
	line({ work: 'tarball', against: 'kB', unit: 'number', ours: size / 1000, goal: { most: 150 } });
	const libraries = [...bytesInBundle()].sort((a, b) => b[1] - a[1]);
	const all = libraries.reduce((sum, [, bytes]) => sum + bytes, 0);
	note(
		`Inlined: ${(all / 1000).toFixed(0)} kB of ${(unpackedSize / 1000).toFixed(0)} kB unpacked: ${libraries.map(([name, bytes]) => `${packageName(name) || 'own code'} ${((100 * bytes) / all).toFixed(0)} %`).join(', ')}.`,
	);
}

export const packageRow: PlainRow<never> = { title: 'package', needsEngine: false, subjects: () => ({}), measure };
