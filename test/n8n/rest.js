'use strict';

/**
 * A client of n8n's own REST routes (those the editor uses). Keeps the sign-in cookie.
 * `get('/rest/…')` and its siblings return the `data` of the reply; a refusal throws with n8n's text and `status`.
 */
function createRest(url) {
	let cookie = '';

	async function request(method, path, body) {
		const response = await fetch(new URL(path, url), {
			method,
			headers: { accept: 'application/json', 'content-type': 'application/json', cookie },
			body: body === undefined ? undefined : JSON.stringify(body),
			signal: AbortSignal.timeout(60_000),
		});
		const signedIn = response.headers.getSetCookie().find((line) => line.startsWith('n8n-auth='));
		if (signedIn) cookie = signedIn.split(';', 1)[0];

		const text = await response.text();
		const reply = readJson(text);
		if (response.ok && reply !== undefined) return reply.data ?? reply;
		throw Object.assign(
			new Error(`n8n answered ${response.status} to ${method} ${path}: ${reply?.message ?? text.slice(0, 200)}`),
			{
				status: response.status,
			},
		);
	}

	return {
		get: (path) => request('GET', path),
		post: (path, body) => request('POST', path, body),
		patch: (path, body) => request('PATCH', path, body),
		delete: (path) => request('DELETE', path),
		cookie: () => cookie,
	};
}

function readJson(text) {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

module.exports = { createRest };
