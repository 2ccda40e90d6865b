/** Where the classic API puts a secret in; it stands in no parameter, since what users type is encoded first. */
export const KEY_PLACEHOLDER = '{apiKey}';
export const LOGIN_PLACEHOLDER = '{username}/{password}';

/** A call as a node's description names it, for those who read it; which request leaves says the dialect of the credential. */
export interface Route {
	method: 'GET' | 'POST';
	path: string;
}

const get = (path: string): Route => ({ method: 'GET', path });

/** The calls of the manual ("API Documents"), by what they do. */
export const ROUTES = {
	send: { method: 'POST', path: '/smsapi' },
	sendMany: { method: 'POST', path: '/smsapimany' },
	balance: get(`/miscapi/${KEY_PLACEHOLDER}/getBalance`),
	apiKey: get(`/getkey/${LOGIN_PLACEHOLDER}`),
	takeReports: get(`/miscapi/${KEY_PLACEHOLDER}/getDLR/getAll`),
	takeReportsOf: get(`/miscapi/${KEY_PLACEHOLDER}/getDLR/`),
	reportsOf: get(`/miscapi/${KEY_PLACEHOLDER}/getDLRRep/`),
} as const satisfies Record<string, Route>;
