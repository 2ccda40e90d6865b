'use strict';
/**
 * `npm run sbom [file]`: a CycloneDX bill of materials by npm itself, from the lock file. npm takes all of it for tools of
 * development; here what is inlined in the bundle is marked as what is shipped, and the rest as excluded from it.
 */
const fs = require('node:fs');
const path = require('node:path');
const { demand, runNpm } = require('../package/command');
const { inlinedPackages, ROOT } = require('./inlined');

const manifest = require('../../package.json');

const DEVELOPMENT = 'cdx:npm:package:development';
const BUNDLED = { name: 'cdx:npm:package:bundled', value: 'true' };

const reference = ({ name, version }) => `${name}@${version}`;

/** @returns {Promise<object>} the bill of materials */
async function createSbom() {
	const { stdout } = await demand(
		runNpm(['sbom', '--package-lock-only', '--sbom-format', 'cyclonedx'], { cwd: ROOT }),
		'npm sbom',
	);
	const sbom = JSON.parse(stdout);
	const inlined = inlinedPackages().map(reference);
	sbom.metadata.component.name = manifest.name;
	for (const component of sbom.components) {
		const isInlined = inlined.includes(reference(component));
		component.scope = isInlined ? 'required' : 'excluded';
		if (isInlined) component.properties = [...component.properties.filter(({ name }) => name !== DEVELOPMENT), BUNDLED];
	}
	const own = sbom.dependencies.find(({ ref }) => ref === sbom.metadata.component['bom-ref']);
	own.dependsOn = [...new Set([...inlined, ...own.dependsOn])];
	return sbom;
}

async function main(file = `${manifest.name}.cdx.json`) {
	const sbom = await createSbom();
	fs.writeFileSync(path.resolve(file), `${JSON.stringify(sbom, null, '\t')}\n`);
	for (const { name, version, license } of inlinedPackages()) console.log(`${name} ${version} (${license})`);
	console.log(
		`${file}: these are inlined in the bundle; ${sbom.components.length} components with the tools it was made with`,
	);
}

if (require.main === module) void main(...process.argv.slice(2));

module.exports = { createSbom };
