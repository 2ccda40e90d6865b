'use strict';
/**
 * `npm run fuzz`: every test file that holds a property, with a hundred times the runs of `npm run test:full`. Where Node is older
 * than 24 it brings the one that n8n needs, as `npm start` does: n8n's sandbox for expressions runs on no other.
 */
const fs = require('node:fs');
const path = require('node:path');

process.env.PROPERTY_RUNS ??= '100000';

require('tsx/cjs');
const base = require('./jest.config.js');
const { foldersIn } = require('./n8n/folders.cts');
const { installEngine } = require('./n8n/install.cts');

const files = fs.readdirSync(__dirname, { recursive: true }).filter((file) => /\.test\.c?[jt]s$/.test(file));
const withProperties = files.filter((file) =>
	/['"](?:\.\.\/)+properties/.test(fs.readFileSync(path.join(__dirname, file), 'utf8')),
);

async function bringNode() {
	if (Number(process.versions.node.split('.')[0]) >= 24) return;
	const { node } = await installEngine({ folders: foldersIn(), log: (text) => process.stderr.write(`${text}\n`) });
	// The processes of jest inherit it.
	process.env.NODE_24 = node;
}

module.exports = bringNode().then(() => ({
	...base,
	testMatch: withProperties.map((file) => `<rootDir>/test/${file.replaceAll(path.sep, '/')}`),
	collectCoverage: false,
	testTimeout: 24 * 60 * 60 * 1000,
}));
