'use strict';
/** Every call of the manual on n8n's engine, under a key, a user name and a password that would be seen wherever they showed. */
const { SEND, OPERATIONS, CALL, useBench, everythingOf, formsOf } = require('../node/setup');

/** With signs that an address can't carry as they are: they stand encoded wherever a URL is shown. */
const KEY = 'C200843+163d&2f4%a1?#.12345678';
const USERNAME = 'de mo/ü?';
const PASSWORD = 'p@ss#w%rd';
const SECRETS = [...new Set([KEY, USERNAME, PASSWORD].flatMap(formsOf))];

/** The seven calls of the manual, by the operation that makes them. */
const CALLS = {
	send: { call: 'smsapi', parameters: SEND },
	sendMany: { call: 'smsapimany', parameters: { ...SEND, operation: 'sendMany' } },
	getBalance: { call: CALL.getBalance, parameters: OPERATIONS.getBalance },
	getApiKey: { call: CALL.getApiKey, parameters: OPERATIONS.getApiKey },
	get: { call: CALL.get, parameters: OPERATIONS.get },
	getOnce: { call: CALL.getOnce, parameters: OPERATIONS.getOnce },
	getAll: { call: CALL.getAll, parameters: OPERATIONS.getAll },
};
const SENDS = ['send', 'sendMany'];
const READS = ['getBalance', 'getApiKey', 'get', 'getOnce', 'getAll'];

const useHostileBench = () => useBench({ apiKey: KEY, username: USERNAME, password: PASSWORD });

/** Which of the secrets stand in what n8n keeps or shows of a run: error, stack, items, log at debug level, stored execution. */
function secretsIn(run) {
	const everything = everythingOf(run);
	return SECRETS.filter((secret) => everything.includes(secret));
}

module.exports = { CALLS, KEY, PASSWORD, READS, SECRETS, SENDS, USERNAME, secretsIn, useHostileBench };
