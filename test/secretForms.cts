/** How a secret may be shown. */
const htmlForm = (text: string) =>
	text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** A secret as it is and as it stands in an address, a form or JSON. */
export function formsOf(secret: string): string[] {
	const encoded = encodeURIComponent(secret);
	const lower = encoded.replace(/%[\dA-F]{2}/g, (sign) => sign.toLowerCase());
	return [
		...new Set([
			secret,
			encoded,
			lower,
			encodeURI(secret),
			encoded.replaceAll('%20', '+'),
			JSON.stringify(secret).slice(1, -1),
			htmlForm(secret),
		]),
	];
}
