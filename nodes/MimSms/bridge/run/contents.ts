/** What calls of a tool say to whom: agents repeat themselves by content. */
import { hash } from 'crypto';

/** What a message says to whom, a hash for each recipient. */
export const contentsOf = (msisdns: string[], message: string): string[] =>
	msisdns.map((msisdn) => digest(JSON.stringify([msisdn, message])));

const digest = (text: string): string => hash('sha256', text, 'base64url').slice(0, 22);

/** The same of a whole call, as one. */
export const hashOf = (contents: string[]): string => digest(JSON.stringify(contents.sort()));
