/**
 * A client of n8n's own REST routes (those the editor uses). Keeps the sign-in cookie. `get('/rest/…')` and its siblings
 * return the `data` of the reply, which the caller says the type of; a refusal throws a `RefusedRequest`.
 */
export interface Rest {
	get<T = unknown>(path: string): Promise<T>;
	post<T = unknown>(path: string, body?: unknown): Promise<T>;
	patch<T = unknown>(path: string, body?: unknown): Promise<T>;
	delete<T = unknown>(path: string): Promise<T>;
	cookie(): string;
}

/** n8n refused a request: the message has its text. */
export class RefusedRequest extends Error {
	constructor(
		message: string,
		readonly status: number,
	) {
		super(message);
	}
}

export function createRest(url: string): Rest {
	let cookie = '';

	async function request<T>(method: string, path: string, body?: unknown): Promise<T> {
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
		if (response.ok && reply !== undefined) return (reply.data ?? reply) as T;
		throw new RefusedRequest(
			`n8n answered ${response.status} to ${method} ${path}: ${reply?.message ?? text.slice(0, 200)}`,
			response.status,
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

/** n8n wraps what it answers into `data`, except on a few routes. */
function readJson(text: string): { data?: unknown; message?: string } | undefined {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
