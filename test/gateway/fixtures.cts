import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Reply } from '../../nodes/MimSms/gateway/reply';

const ROOT = path.join(__dirname, '..', 'fixtures');

/** A recorded reply as the node gets it: the text with its status. */
export const fixture = (name: string, status = 200): Reply => ({
	status,
	text: readFileSync(path.join(ROOT, name), 'utf8'),
});

/** The names of all replies of one kind, `failure/bare-1002.txt`. */
export const fixturesOf = (kind: string): string[] =>
	readdirSync(path.join(ROOT, kind))
		.sort()
		.map((file) => `${kind}/${file}`);

export const reply = (text: string, status = 200): Reply => ({ status, text });
