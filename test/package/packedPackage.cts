/** The package as npm would publish it: packed from the built tree, and unpacked again. */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { demand, runCommand, runNpm } from './command.cts';

export const ROOT = path.resolve(__dirname, '../..');
const CACHE_PREFIX = 'n8n-nodes-mimsms-packed-';
const A_DAY = 24 * 60 * 60 * 1000;
const TOP_LEVEL_INPUTS = ['package.json', 'index.js', 'README.md', 'LICENSE', '.npmrc', '.npmignore'];

export interface Packed {
	tarball: string;
	/** in bytes */
	size: number;
	/** as npm lists them, sorted */
	files: string[];
}

/** What `npm pack --json` prints of a package. */
interface PackReport {
	filename: string;
	size: number;
	files: Array<{ path: string }>;
}

/** Paths of all files under a folder, relative to it, with forward slashes, sorted. */
export function listFiles(folder: string): string[] {
	return fs
		.readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
		.sort();
}

/** All files that the package is made from, as paths from the root of the repository. */
export const listSources = (): string[] =>
	['nodes', 'credentials'].flatMap((folder) => listFiles(path.join(ROOT, folder)).map((file) => `${folder}/${file}`));

/** The same for the same files with the same bytes. */
function fingerprint(root: string, files: string[]): string {
	const hash = createHash('sha256');
	for (const file of files) hash.update(`${file}\0`).update(fs.readFileSync(path.join(root, file)));
	return hash.digest('hex').slice(0, 20);
}

/** Packs the repository as it is built now, into an existing folder. */
export async function pack(destination: string): Promise<Packed> {
	if (!fs.existsSync(path.join(ROOT, 'dist')))
		throw new Error('There is no dist folder yet: run "npm run build" first.');
	const packing = runNpm(['pack', '--json', '--pack-destination', destination], { cwd: ROOT });
	const { stdout } = await demand(packing, 'npm pack');
	// npm 12 lists packages by name, older versions as an array.
	const [{ filename, size, files }] = Object.values<PackReport>(JSON.parse(stdout));
	return { tarball: path.join(destination, filename), size, files: files.map((file) => file.path).sort() };
}

/** Unpacks a tarball so that `folder` is the package's own folder. */
export async function unpack(tarball: string, folder: string) {
	fs.mkdirSync(folder, { recursive: true });
	const parameters = ['-xzf', path.basename(tarball), '-C', folder, '--strip-components=1'];
	await demand(runCommand('tar', parameters, { cwd: path.dirname(tarball) }), 'Unpacking the tarball');
}

/** Makes a module of this repository resolvable from a folder: n8n does so with n8n-workflow. */
export function provideModule(name: string, folder: string) {
	const target = path.join(ROOT, 'node_modules', name);
	fs.mkdirSync(path.join(folder, 'node_modules'), { recursive: true });
	fs.symlinkSync(target, path.join(folder, 'node_modules', name), 'junction');
}

/** A new, empty folder, outside of the repository and its node_modules. */
export const createTemporaryFolder = () => fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), 'n8n-nodes-mimsms-'));

export const removeFolder = (folder: string) => fs.rmSync(folder, { recursive: true, force: true });

/** Moves a finished folder to its place, unless another test was quicker. */
function publish(finished: string, place: string) {
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

/** The package packed and unpacked, once for each state of the built tree, however many tests ask. */
export async function packedPackage(): Promise<Packed & { folder: string }> {
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
	const packed: Packed = JSON.parse(fs.readFileSync(path.join(place, 'packed.json'), 'utf8'));
	return { ...packed, tarball: path.join(place, packed.tarball), folder: path.join(place, 'package') };
}
