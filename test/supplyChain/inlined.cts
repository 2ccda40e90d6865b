/** The packages whose code stands in the shipped bundle: n8n installs none of them, so no tool of npm knows of them there. */
import fs from 'node:fs';
import path from 'node:path';
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

/** By the paths that the build writes above each file of theirs in the bundle. */
export function inlinedPackages(): InlinedPackage[] {
	const packages = readLock();
	const bundle = fs.readFileSync(path.join(VENDOR_FOLDER, 'vendor.js'), 'utf8');
	const places = new Set(
		[...bundle.matchAll(/^\/\/ (?:.*?\/)?(node_modules\/\S+)$/gm)].flatMap(
			([, file]) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? [],
		),
	);
	return [...places].sort().map((place) => ({
		place,
		name: place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length),
		entry: packages[place],
	}));
}
