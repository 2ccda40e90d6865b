'use strict';
/** The packages whose code stands in the shipped bundle: n8n installs none of them, so no tool of npm knows of them there. */
const fs = require('node:fs');
const path = require('node:path');

const ROOT = path.resolve(__dirname, '..', '..');
const VENDOR = path.join(ROOT, 'dist', 'nodes', 'MimSms', 'vendor.js');

const readLock = () => JSON.parse(fs.readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8'));

/**
 * By the paths that the build writes above each file of theirs in the bundle.
 * @returns {Array<{ place: string, name: string, version: string, license: string, integrity: string, entry: object }>} `place` is their key in package-lock.json
 */
function inlinedPackages() {
	const { packages } = readLock();
	const bundle = fs.readFileSync(VENDOR, 'utf8');
	const files = [...bundle.matchAll(/^\/\/ (?:.*?\/)?(node_modules\/\S+)$/gm)].map(([, file]) => file);
	const places = new Set(files.map((file) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)[0]));
	return [...places].sort().map((place) => {
		const entry = packages[place];
		return {
			place,
			name: place.split('node_modules/').at(-1),
			version: entry.version,
			license: entry.license,
			integrity: entry.integrity,
			entry,
		};
	});
}

module.exports = { inlinedPackages, readLock, ROOT };
