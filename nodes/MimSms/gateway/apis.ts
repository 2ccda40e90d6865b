import { classic } from './classic/dialect';
import type { Dialect } from './dialect';
import type { Fault } from './fault';
import { v2 } from './v2/dialect';

/** The values of the credential's field `api`. */
export const APIS = ['classic', 'v2'] as const;

/** The API that a credential speaks, by its field `api` alone; one that was saved without the field speaks the classic one. */
export const dialectOf = (api: unknown): Dialect => (api === 'v2' ? v2 : classic);

/** Marks the fault of a gateway that may speak another API than `dialect`: it shows a web page or nothing, or does not know a key of another shape. */
export function suspectingOtherApi(fault: Fault, key: string, dialect: Pick<Dialect, 'mayBeKey'>): Fault {
	const isOther =
		(fault.kind === 'unreadable' &&
			(looksLikeWebPage(fault.text) || (fault.status === 404 && fault.text.trim() === ''))) ||
		(fault.kind === 'rejected' && fault.unknownKey === true && key !== '' && !dialect.mayBeKey(key));
	return isOther ? { ...fault, maybeOtherApi: true } : fault;
}

/** A guess, which only words depend on. */
const looksLikeWebPage = (text: string): boolean =>
	/^[\s\uFEFF]*(?:<!--[^]*?-->\s*)?<(?:!doctype html|html|head|body)\b/i.test(text);
