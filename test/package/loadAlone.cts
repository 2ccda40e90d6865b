/**
 * Run by tarball.test in a process of its own: loads a package from its folder as n8n does, and prints what it is. The test
 * compiles it first and starts it without tsx, which would take part in finding and loading the package's modules.
 */
import { createRequire } from 'node:module';
import path from 'node:path';
import type { ICredentialType, INodeType } from 'n8n-workflow';

type Named = Pick<INodeType['description'] | ICredentialType, 'name' | 'icon'>;

export interface LoadedPackage {
	nodes: Named[];
	credentials: Named[];
	/** The package's files that were opened for that. */
	opened: string[];
	exports: string[];
	/** Those of the suspects that the package would find. */
	resolvable: string[];
}

const [folder, ...suspects] = process.argv.slice(2);
const requireThere = createRequire(path.join(folder, 'package.json'));
const manifest: { n8n: { nodes: string[]; credentials: string[] } } = requireThere('./package.json');

/** n8n's rule: the class is named as the file is. */
function instantiate<T>(file: string): T {
	const className = path.basename(file).split('.')[0];
	return new (requireThere(`./${file}`)[className])();
}

function isResolvable(name: string) {
	try {
		return Boolean(requireThere.resolve(name));
	} catch {
		return false;
	}
}

const nameAndIcon = ({ name, icon }: Named): Named => ({ name, icon });

const nodes = manifest.n8n.nodes.map((file) => instantiate<INodeType>(file).description);
const credentials = manifest.n8n.credentials.map((file) => instantiate<ICredentialType>(file));
const opened = Object.keys(requireThere.cache)
	.filter((file) => file.startsWith(`${folder}${path.sep}`))
	.map((file) => path.relative(folder, file).split(path.sep).join('/'));

const loaded: LoadedPackage = {
	nodes: nodes.map(nameAndIcon),
	credentials: credentials.map(nameAndIcon),
	opened: opened.sort(),
	exports: Object.keys(requireThere(folder)).sort(),
	resolvable: suspects.filter(isResolvable),
};
console.log(JSON.stringify(loaded));
