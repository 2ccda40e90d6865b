'use strict';

const { readdirSync, readFileSync } = require('node:fs');
const path = require('node:path');

const ROOT = path.join(__dirname, '..', 'fixtures');

/** A recorded reply as the node gets it: the text with its status. */
const fixture = (name, status = 200) => ({ status, text: readFileSync(path.join(ROOT, name), 'utf8') });

/** The names of all replies of one kind, `failure/bare-1002.txt`. */
const fixturesOf = (kind) =>
	readdirSync(path.join(ROOT, kind))
		.sort()
		.map((file) => `${kind}/${file}`);

const reply = (text, status = 200) => ({ status, text });

module.exports = { fixture, fixturesOf, reply };
