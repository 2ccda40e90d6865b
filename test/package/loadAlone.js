'use strict';
// Started by tarball.test.js in a process of its own: loads a package from its folder as n8n does, and prints what it is.
const { createRequire } = require('node:module');
const path = require('node:path');

const [folder, ...suspects] = process.argv.slice(2);
const requireThere = createRequire(path.join(folder, 'package.json'));
const manifest = requireThere('./package.json');

/** n8n's rule: the class is named as the file is. */
function instantiate(file) {
	const className = path.basename(file).split('.')[0];
	return new (requireThere(`./${file}`)[className])();
}

function isResolvable(name) {
	try {
		return Boolean(requireThere.resolve(name));
	} catch {
		return false;
	}
}

const nodes = manifest.n8n.nodes.map((file) => instantiate(file).description);
const credentials = manifest.n8n.credentials.map(instantiate);
const opened = Object.keys(requireThere.cache)
	.filter((file) => file.startsWith(`${folder}${path.sep}`))
	.map((file) => path.relative(folder, file).split(path.sep).join('/'));

console.log(
	JSON.stringify({
		nodes: nodes.map(({ name, icon }) => ({ name, icon })),
		credentials: credentials.map(({ name, icon }) => ({ name, icon })),
		opened: opened.sort(),
		exports: Object.keys(requireThere(folder)).sort(),
		resolvable: suspects.filter(isResolvable),
	}),
);
