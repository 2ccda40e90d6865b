'use strict';
/** The built trigger on n8n's engine against the simulator: one of each per test file, put back to the start before each test. */
const { inspect } = require('node:util');
const { Engine, loadPackage } = require('../engine');
const { startSimulator } = require('../simulator');

const CREDENTIAL = 'account';
const REPORTS = { events: ['delivered', 'failed'], source: 'account', options: {} };

/** n8n's own limit is none; this is the promise. */
const MOST_STATIC_DATA = 64 * 1024;

function useBench() {
	const bench = {};
	let settings;
	let arrived;

	beforeAll(async () => {
		bench.sim = await startSimulator();
		bench.engine = new Engine({ packages: [await loadPackage()] });
		const { port, basePath, ...changeable } = { ...bench.sim.settings };
		settings = changeable;
	});
	afterAll(async () => await bench.sim.close());
	beforeEach(async () => {
		bench.sim.reset();
		Object.assign(bench.sim.settings, settings);
		await bench.sim.accept();
		arrived = 0;
		bench.saveCredential(bench.sim.settings.apiKey);
	});

	bench.saveCredential = (apiKey) =>
		bench.engine.saveCredential(CREDENTIAL, {
			type: 'mimSmsApi',
			name: 'Account',
			data: { signInWith: 'apiKey', baseUrl: bench.sim.baseUrl, apiKey, senderId: 'MiMSMS' },
		});

	bench.node = (parameters) => ({
		type: 'mimSmsTrigger',
		name: 'Trigger',
		credentials: CREDENTIAL,
		parameters: { ...REPORTS, ...parameters },
	});

	/** A registration; as n8n makes it when it starts, unless told otherwise. */
	bench.poller = (parameters, options) =>
		bench.engine.poller(bench.node(parameters), { activationMode: 'init', ...options });

	/** A test run in the editor. */
	bench.test = async (parameters, staticData) =>
		await bench.engine.poll(bench.node(parameters), { mode: 'manual', staticData });

	/** Reports come into the gateway, numbered on from those before; returns their texts. */
	bench.arrive = (count, row = {}) => {
		const rows = Array.from({ length: count }, () => ({ text: `No. ${(arrived += 1)}`, ...row }));
		bench.sim.addReports(rows);
		return rows.map(({ text }) => text);
	};

	/** Polls until one brings nothing; the results. */
	bench.drain = async (poller, most = 50) => {
		const results = [];
		for (let polls = 0; polls < most; polls += 1) {
			results.push(await poller.poll());
			if (results.at(-1).items === null) break;
		}
		return results;
	};
	return bench;
}

/** The message texts of what a poll, or several, gave. */
const texts = (...results) => results.flat().flatMap(({ items }) => (items ?? []).map(({ message }) => message));

const events = ({ items }) => items?.map(({ event }) => event) ?? null;

/** The error of a poll as one text: what happened and what to do. */
const told = ({ error }) => error && `${error.message} | ${error.description}`;

const sorted = (list) => [...list].sort();

/** What went through the database. */
const asStored = (data) => JSON.parse(JSON.stringify(data));

/** All that n8n keeps of a poll or shows of it, its items apart. */
const kept = ({ error, staticData, saved, log }) =>
	[
		...log,
		JSON.stringify([staticData, saved]),
		inspect(error, { depth: 12, showHidden: true }),
		JSON.stringify(error) ?? '',
		error?.stack ?? '',
	].join('\n');

/** The lines of the node itself. */
const ownLog = ({ log }) => log.filter((line) => line.includes('MiM SMS Trigger'));

function deepFreeze(value) {
	if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
	Object.values(value).forEach(deepFreeze);
	return Object.freeze(value);
}

module.exports = {
	asStored,
	deepFreeze,
	events,
	kept,
	MOST_STATIC_DATA,
	ownLog,
	REPORTS,
	sorted,
	texts,
	told,
	useBench,
};
