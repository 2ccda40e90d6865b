'use strict';
/** `npm run fuzz`: every test file that holds a property, with a hundred times the runs of `npm run test:full`. */
const fs = require('node:fs');
const path = require('node:path');

process.env.PROPERTY_RUNS ??= '100000';

const base = require('./jest.config.js');

const files = fs.readdirSync(__dirname, { recursive: true }).filter((file) => /\.test\.c?[jt]s$/.test(file));
const withProperties = files.filter((file) =>
	/['"]\.\.\/properties/.test(fs.readFileSync(path.join(__dirname, file), 'utf8')),
);

module.exports = {
	...base,
	testMatch: withProperties.map((file) => `<rootDir>/test/${file.replaceAll(path.sep, '/')}`),
	collectCoverage: false,
	testTimeout: 24 * 60 * 60 * 1000,
};
