'use strict';
/** The package as npm would publish it: packed from the built tree, and unpacked again. */
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { demand, runCommand, runNpm } = require('./command');

const ROOT = path.resolve(__dirname, '../..');
const CACHE_PREFIX = 'n8n-nodes-mimsms-packed-';
const A_DAY = 24 * 60 * 60 * 1000;
const TOP_LEVEL_INPUTS = ['package.json', 'index.js', 'README.md', 'LICENSE', '.npmrc', '.npmignore'];

/** @returns {string[]} paths of all files under a folder, relative to it, with forward slashes, sorted */
function listFiles(folder) {
	return fs
		.readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
		.sort();
}

/** @returns {string} the same for the same files with the same bytes */
function fingerprint(root, files) {
	const hash = createHash('sha256');
	for (const file of files) hash.update(`${file}\0`).update(fs.readFileSync(path.join(root, file)));
	return hash.digest('hex').slice(0, 20);
}

/**
 * Packs the repository as it is built now.
 * @param {string} destination an existing folder
 * @returns {Promise<{ tarball: string, size: number, files: string[] }>} `size` in bytes; `files` as npm lists them
 */
async function pack(destination) {
	if (!fs.existsSync(path.join(ROOT, 'dist')))
		throw new Error('There is no dist folder yet: run "npm run build" first.');
	const packing = runNpm(['pack', '--json', '--pack-destination', destination], { cwd: ROOT });
	const { stdout } = await demand(packing, 'npm pack');
	// npm 12 lists packages by name, older versions as an array.
	const [{ filename, size, files }] = Object.values(JSON.parse(stdout));
	return { tarball: path.join(destination, filename), size, files: files.map((file) => file.path).sort() };
}

/** Unpacks a tarball so that `folder` is the package's own folder. */
async function unpack(tarball, folder) {
	fs.mkdirSync(folder, { recursive: true });
	const parameters = ['-xzf', path.basename(tarball), '-C', folder, '--strip-components=1'];
	await demand(runCommand('tar', parameters, { cwd: path.dirname(tarball) }), 'Unpacking the tarball');
}

/** Makes a module of this repository resolvable from a folder: n8n does so with n8n-workflow. */
function provideModule(name, folder) {
	const target = path.join(ROOT, 'node_modules', name);
	fs.mkdirSync(path.join(folder, 'node_modules'), { recursive: true });
	fs.symlinkSync(target, path.join(folder, 'node_modules', name), 'junction');
}

/** @returns {string} a new, empty folder, outside of the repository and its node_modules */
const createTemporaryFolder = () => fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), 'n8n-nodes-mimsms-'));

const removeFolder = (folder) => fs.rmSync(folder, { recursive: true, force: true });

/** Moves a finished folder to its place, unless another test was quicker. */
function publish(finished, place) {
	try {
		fs.renameSync(finished, place);
	} catch (error) {
		if (!fs.existsSync(place)) throw error;
		removeFolder(finished);
	}
}

/** Takes away what earlier states of the tree left behind. */
function removeOldPackages() {
	const folders = fs.readdirSync(os.tmpdir()).filter((name) => name.startsWith(CACHE_PREFIX));
	for (const folder of folders.map((name) => path.join(os.tmpdir(), name))) {
		if (Date.now() - fs.statSync(folder).mtimeMs > A_DAY) removeFolder(folder);
	}
}

/**
 * The package packed and unpacked, once for each state of the built tree, however many tests ask.
 * @returns {Promise<{ tarball: string, folder: string, size: number, files: string[] }>}
 */
async function packedPackage() {
	const inputs = TOP_LEVEL_INPUTS.filter((file) => fs.existsSync(path.join(ROOT, file)));
	const built = fs.existsSync(path.join(ROOT, 'dist')) ? listFiles(path.join(ROOT, 'dist')) : [];
	const key = fingerprint(ROOT, [...inputs, ...built.map((file) => `dist/${file}`)]);
	const place = path.join(os.tmpdir(), `${CACHE_PREFIX}${key}`);
	if (!fs.existsSync(place)) {
		const work = createTemporaryFolder();
		const { tarball, size, files } = await pack(work);
		await unpack(tarball, path.join(work, 'package'));
		fs.writeFileSync(path.join(work, 'packed.json'), JSON.stringify({ tarball: path.basename(tarball), size, files }));
		publish(work, place);
		removeOldPackages();
	}
	const packed = JSON.parse(fs.readFileSync(path.join(place, 'packed.json'), 'utf8'));
	return { ...packed, tarball: path.join(place, packed.tarball), folder: path.join(place, 'package') };
}

module.exports = {
	createTemporaryFolder,
	fingerprint,
	listFiles,
	pack,
	packedPackage,
	provideModule,
	removeFolder,
	ROOT,
	unpack,
};
