/** The packages whose code stands in the shipped bundle: n8n installs none of them, so no tool of npm knows of them there. */
import fs from 'node:fs';
import path from 'node:path';
import { buildSync } from 'esbuild';
import { ROOT } from '../package/packedPackage.cts';

/** A package as package-lock.json has it, as far as it is read here. */
export interface LockEntry {
	version: string;
	license?: string;
	integrity?: string;
	link?: boolean;
	dev?: boolean;
}

export interface InlinedPackage {
	/** its key in package-lock.json */
	place: string;
	name: string;
	entry: LockEntry;
}

export const VENDOR_FOLDER = path.join(ROOT, 'dist', 'nodes', 'MimSms');

/** The packages of package-lock.json by their places. */
export const readLock = (): Record<string, LockEntry> =>
	JSON.parse(fs.readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8')).packages;

/** Bytes of each package in the bundle, by the package's folder; '' holds our own code and the bundler's. */
export function bytesInBundle(): Map<string, number> {
	const { metafile } = buildSync({
		absWorkingDir: ROOT,
		entryPoints: ['nodes/MimSms/vendor.ts'],
		bundle: true,
		format: 'cjs',
		mainFields: ['module', 'main'],
		metafile: true,
		minifyWhitespace: true,
		write: false,
	});
	const bytes = new Map<string, number>();
	for (const { inputs } of Object.values(metafile.outputs))
		for (const [file, { bytesInOutput }] of Object.entries(inputs)) {
			const folder = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? '';
			if (bytesInOutput > 0) bytes.set(folder, (bytes.get(folder) ?? 0) + bytesInOutput);
		}
	return bytes;
}

/** The name of a package, by its folder. */
export const packageName = (folder: string): string => folder.replace(/^(?:.*\/)?node_modules\//, '');

/** What of the packages is left when the bundler has put them together. */
export function inlinedPackages(): InlinedPackage[] {
	const packages = readLock();
	const places = [...bytesInBundle().keys()].filter((folder) => folder !== '');
	return places.sort().map((place) => ({ place, name: packageName(place), entry: packages[place] }));
}
