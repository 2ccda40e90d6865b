/** The base URL as its two parts; throws an Error that names the field and the mend. */
export function readBaseUrl(value: unknown): { origin: string; path: string } {
	const text = String(value ?? '').trim();
	const refuse = (problem: string) => new Error(`Base URL ${problem}. It looks like https://esms.mimsms.com`);
	if (text === '') throw refuse('is empty');
	if (!/^https?:\/\//i.test(text)) throw refuse('must begin with https:// (or http://)');
	if (!URL.canParse(text)) throw refuse('is no address');
	const url = new URL(text);
	if (url.username !== '' || url.password !== '') throw refuse('must not hold a user name or password');
	if (url.search !== '' || url.hash !== '' || /[?#]/.test(text)) throw refuse('must not hold ? or #');
	// A parser of addresses takes line breaks out, and may so find a way up.
	if (/[\\\t\r\n]/.test(text) || /(^|\/)(\.|%2e){1,2}(\/|$)/i.test(text.replace(/^https?:\/\//i, '')))
		throw refuse('must not hold .., a backslash or a line break');
	return { origin: url.origin, path: url.pathname.replace(/\/+$/, '') };
}

/**
 * The address of a signed request. `target` is a path of the gateway's API or a whole address; one that leads outside the
 * base URL is refused, so that the key goes nowhere else.
 */
export function gatewayUrl(baseUrl: unknown, target: string): string {
	const base = readBaseUrl(baseUrl);
	const root = `${base.origin}${base.path}`;
	const address = /^[a-z][a-z\d+.-]*:|^\/\//i.test(target) ? target : `${root}/${target.replace(/^\/+/, '')}`;
	const url = URL.canParse(address) ? new URL(address) : undefined;
	if (
		url?.origin !== base.origin ||
		url.username !== '' ||
		url.password !== '' ||
		!`${url.pathname}/`.startsWith(`${base.path}/`)
	) {
		throw new Error('This credential is for its own gateway only: the request leads outside Base URL');
	}
	// n8n makes one where an operation is chosen that the node does not have, and would show the gateway's home page as its result.
	if (url.pathname.replace(/\/+$/, '') === base.path)
		throw new Error(
			'The chosen operation is none of this node, so there is nothing to ask the gateway. Choose one under Operation',
		);
	return url.href;
}
