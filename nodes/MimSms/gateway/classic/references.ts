import { invalidInput, success, type Result } from '../fault';
import { FIELD } from '../fieldNames';
import { readWord } from '../references';

/** A shoot ID fit for a URL path: one segment, not `getAll` (which asks for everything), no dots that climb. */
export function readShootId(value: unknown): Result<string> {
	const word = readWord(value);
	if (!word.ok) return word;
	const id = word.value;
	if (/@8801\d{9}$/.test(id))
		return invalidInput(
			FIELD.shootId,
			`“${id.slice(0, 60)}” belongs to the JSON API (V2): this ID comes from the other API. Use the credential that sent the message`,
		);
	if (/^getall$/i.test(id))
		return invalidInput(
			FIELD.shootId,
			`“${id}” would read all new reports of the account, and the gateway returns each report only once. Use the operation Get Many for that`,
		);
	if (/^\.{1,2}$/.test(id) || !/^[^\s\p{C}/\\?#%<>{}"]{1,200}$/u.test(id)) {
		return invalidInput(
			FIELD.shootId,
			`“${id.slice(0, 60)}” is not a valid shoot ID. It must be one word without slashes, spaces, %, ? or #`,
		);
	}
	return success(id);
}
