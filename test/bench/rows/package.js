'use strict';
const { execFileSync } = require('node:child_process');
const { existsSync, readFileSync } = require('node:fs');
const path = require('node:path');
const { INSTALLED, PROJECT } = require('../host');
const { median } = require('../measure');

const ours = () => process.env.BENCH_PACKAGE ?? PROJECT;

/** n8n-workflow is loaded long before a node is: it doesn't count for either. */
const LOAD = `
	require(process.argv[1]);
	require('n8n-workflow');
	const start = process.hrtime.bigint();
	for (const file of process.argv.slice(2)) {
		const loaded = require(file);
		for (const Type of Object.values(loaded)) new Type();
	}
	console.log(Number(process.hrtime.bigint() - start) / 1e6);
`;

function loadTime(files) {
	const output = execFileSync(process.execPath, ['-e', LOAD, path.join(__dirname, '../host.js'), ...files], {
		cwd: path.join(__dirname, '..'),
		timeout: 30_000,
	});
	return Number(output);
}

/** Characters of each library in the file that holds all of them, by the path that the bundler wrote in front of each. */
function inlined() {
	const text = readFileSync(path.join(ours(), 'dist/nodes/MimSms/vendor.js'), 'utf8');
	const shares = {};
	for (const part of text.split(/^(?=\/\/ \S+\.\w+$)/m)) {
		const name = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(part.split('\n', 1)[0])?.[1] ?? 'own code';
		shares[name] = (shares[name] ?? 0) + Buffer.byteLength(part);
	}
	return Object.entries(shares).sort((a, b) => b[1] - a[1]);
}

function tarball() {
	// npm itself needs no newer Node than the one that it came with.
	const output = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
		cwd: ours(),
		encoding: 'utf8',
		timeout: 60_000,
		stdio: ['ignore', 'pipe', 'ignore'],
	});
	const [{ size, unpackedSize }] = Object.values(JSON.parse(output));
	return { size, unpackedSize };
}

async function measure({ hasPeers, line, note, short }) {
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
		const times = { ours: [], twilio: [] };
		for (let round = 0; round < short(5, 11); round++) {
			times.ours.push(loadTime(mine));
			times.twilio.push(loadTime(twilio));
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
	const { size, unpackedSize } = tarball();
	line({ work: 'tarball', against: 'kB', unit: 'number', ours: size / 1000, goal: { most: 150 } });
	const libraries = inlined();
	const all = libraries.reduce((sum, [, bytes]) => sum + bytes, 0);
	note(
		`Inlined: ${(all / 1000).toFixed(0)} kB of ${(unpackedSize / 1000).toFixed(0)} kB unpacked: ${libraries.map(([name, bytes]) => `${name} ${((100 * bytes) / all).toFixed(0)} %`).join(', ')}.`,
	);
}

module.exports = { title: 'package', measure, needs: { engine: false } };
