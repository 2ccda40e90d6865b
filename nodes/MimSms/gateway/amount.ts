/** An amount of money; null where the digits can't mean exactly one. */
export function readAmount(text: string): number | null {
	const plain = text.trim();
	return /^-?\d+(?:\.\d+)?$/.test(plain) ? Number(plain) : null;
}
