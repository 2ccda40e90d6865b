/** What n8n looks for in an error's message; where it finds one, words of its own replace the whole ("You can retry the request immediately"): NodeError.setDescriptiveErrorMessage, and for "bad gateway" its test of credentials. */
const REPLACED =
	/ECONNREFUSED|ECONNRESET|ENOTFOUND|ETIMEDOUT|ERRADDRINUSE|EADDRNOTAVAIL|ECONNABORTED|EHOSTUNREACH|EAI_AGAIN|ENOENT|EISDIR|ENOTDIR|EACCES|EEXIST|EPERM|GETADDRINFO|BAD GATEWAY/gi;

/** The message so that it reaches the user: such a word, which a web page or a wrong number may hold ("Bookkeeperman"), gets an invisible joiner. */
export const plainWords = (message: string): string =>
	message.replace(REPLACED, (word) => `${word[0]}\u2060${word.slice(1)}`);
