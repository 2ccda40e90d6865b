/**
 * `npm run sbom [file]`: a CycloneDX bill of materials by npm itself, from the lock file. npm takes all of it for tools of
 * development; here what is inlined in the bundle is marked as what is shipped, and the rest as excluded from it.
 */
import fs from 'node:fs';
import path from 'node:path';
import manifest from '../../package.json';
import { demand, runNpm } from '../package/command.cts';
import { ROOT } from '../package/packedPackage.cts';
import { inlinedPackages } from './inlined.cts';

interface Component {
	'bom-ref': string;
	name: string;
	version: string;
	purl: string;
	scope?: 'required' | 'excluded';
	licenses?: Array<{ license: { id: string } }>;
	hashes?: Array<{ alg: string; content: string }>;
	properties?: Array<{ name: string; value: string }>;
}

/** A bill of materials of CycloneDX, as far as it is read or changed here. */
export interface BillOfMaterials {
	bomFormat: string;
	metadata: { component: Component };
	components: Component[];
	dependencies: Array<{ ref: string; dependsOn: string[] }>;
}

const DEVELOPMENT = 'cdx:npm:package:development';
const BUNDLED = { name: 'cdx:npm:package:bundled', value: 'true' };

const reference = ({ name, version }: Pick<Component, 'name' | 'version'>) => `${name}@${version}`;

export async function createSbom(): Promise<BillOfMaterials> {
	const { stdout } = await demand(
		runNpm(['sbom', '--package-lock-only', '--sbom-format', 'cyclonedx'], { cwd: ROOT }),
		'npm sbom',
	);
	const sbom: BillOfMaterials = JSON.parse(stdout);
	const inlined = inlinedPackages().map(({ name, entry: { version } }) => reference({ name, version }));
	const { component: own } = sbom.metadata;
	own.name = manifest.name;
	for (const component of sbom.components) {
		const isInlined = inlined.includes(reference(component));
		component.scope = isInlined ? 'required' : 'excluded';
		if (isInlined)
			component.properties = [...(component.properties ?? []).filter(({ name }) => name !== DEVELOPMENT), BUNDLED];
	}
	const needs = sbom.dependencies.find(({ ref }) => ref === own['bom-ref']);
	if (needs === undefined) throw new Error('npm sbom does not say what the package depends on');
	needs.dependsOn = [...new Set([...inlined, ...needs.dependsOn])];
	return sbom;
}

async function main(file = `${manifest.name}.cdx.json`) {
	const sbom = await createSbom();
	fs.writeFileSync(path.resolve(file), `${JSON.stringify(sbom, null, '\t')}\n`);
	for (const { name, entry } of inlinedPackages()) console.log(`${name} ${entry.version} (${entry.license})`);
	console.log(
		`${file}: these are inlined in the bundle; ${sbom.components.length} components with the tools it was made with`,
	);
}

if (require.main === module) void main(...process.argv.slice(2));
