'use strict';

const { changeFeed } = require('./changeFeed');
const { liveSettings } = require('./settings');
const { openAccount } = require('./account');
const { faultList } = require('./faults');
const { requestLog } = require('./requestLog');
const { openServer } = require('./server');
const { CALLS } = require('./calls');

/**
 * Starts a gateway on 127.0.0.1. Rejects when the port is taken or a setting is none.
 *
 * @param {Partial<Record<keyof typeof import('./settings').SETTINGS, unknown>>} [options] see settings.js
 */
async function startSimulator(options = {}) {
	const feed = changeFeed();
	const settings = liveSettings(options, feed.touch);
	const startBalance = settings.balance;
	const account = openAccount(settings, feed);
	const faults = faultList([...CALLS.map(({ call }) => call), 'unknown']);
	const log = requestLog();
	const gateway = { settings, account, faults, log, feed, reset };
	const server = await openServer(gateway);

	/** Forgets messages, reports, requests and faults, and restores the balance; the other settings stay. */
	function reset() {
		account.reset();
		faults.clear();
		log.clear();
		settings.balance = startBalance;
	}

	return {
		origin: server.origin,
		baseUrl: server.origin + settings.basePath,
		port: server.port,
		settings,
		requests: log.requests,
		count: log.count,
		/** The most requests that were on their way at the same moment, of one call or of all. */
		mostAtOnce: log.mostAtOnce,
		messages: account.messages,
		addReports: account.addReports,
		settle: account.settle,
		fault: faults.arm,
		clearFaults: faults.clear,
		reset,
		refuse: server.refuse,
		accept: server.accept,
		close: server.close,
	};
}

module.exports = { startSimulator };
