'use strict';
/** Many messages on n8n's engine: rows, flows, faults, and what a run says became of each row. */
const { once } = require('node:events');
const http = require('node:http');
const { NODE, BY_KEY, SEND, RETRYING, GOING_ON, useBench, told, workflow } = require('../node/setup');

const SEND_MANY = {
	resource: 'sms',
	operation: 'sendMany',
	to: '={{ $json.phone }}',
	message: '={{ $json.text }}',
	senderId: '',
	options: {},
};
const SEND_EACH = { ...SEND, to: '={{ $json.phone }}', message: '={{ $json.text }}' };
const TRACK = { ...SEND_EACH, operation: 'sendAndTrack', timeout: 6, interval: 0.1 };

const START = { name: 'Start', type: 'n8n-nodes-base.manualTrigger' };

/** The gateway's call behind each operation that sends. */
const CALL = { send: 'smsapi', sendMany: 'smsapimany', sendAndTrack: 'smsapi' };

/** `count` rows, each with a number of its own that is delivered and a text that names it. */
const rowsOf = (count, rest = {}) =>
	Array.from({ length: count }, (_, index) => ({
		phone: `88017${String(10_000_001 + index * 100)}`,
		text: `Row ${index}`,
		...rest,
	}));

let runs = 0;

/** The same with texts that no other run has: a request that its run gave up may reach the gateway during the next. */
function freshRowsOf(count) {
	runs += 1;
	return rowsOf(count).map((row) => ({ ...row, text: `Run ${runs} ${row.text}` }));
}

const flowOf = (node) => workflow().add(START).add(node);

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function until(condition, patience = 5_000) {
	for (const end = Date.now() + patience; !condition(); await sleep(4)) {
		if (Date.now() > end) throw new Error(`Waited in vain for ${condition}`);
	}
}

const FOUR = ['submitted', 'refused', 'unknown', 'notSent'];

/** The four counts of an accounting error, in that order. */
const countsOf = (message) => {
	const found = /(\d+) submitted, (\d+) refused, (\d+) unknown, (\d+) not sent/.exec(message);
	return found && Object.fromEntries(found.slice(1).map((count, index) => [FOUR[index], Number(count)]));
};

const outcomeInText = (text) => /^\[(unknown|notSent)\]/.exec(text)?.[1] ?? 'refused';

/** The item indexes in `0, 4 to 9, 12`. */
const indexesIn = (ranges) =>
	ranges.split(', ').flatMap((range) => {
		const [from, to = from] = range.split(' to ').map(Number);
		return Array.from({ length: to - from + 1 }, (_, index) => from + index);
	});

/**
 * What the run says became of each of `count` rows; undefined for a row of which it says nothing, or contradicts itself.
 * `skipped`: indexes of rows that Invalid Numbers: Skip left out; an accounting error counts them as refused.
 */
function outcomesOf(run, count, skipped = []) {
	const outcomes = Array(count).fill(undefined);
	if (run.error) for (const index of skipped) outcomes[index] = 'refused';
	const tell = (index, outcome) =>
		(outcomes[index] = outcomes[index] === undefined || skipped.includes(index) ? outcome : 'told twice');
	if (run.error) {
		if (count === 1) return [outcomeInText(run.error.message)];
		for (const [, ranges, reason] of run.error.description.matchAll(/^Items? ([\d, to]+): (.*)$/gm)) {
			for (const index of indexesIn(ranges)) tell(index, outcomeInText(reason));
		}
		const told = outcomes.map((outcome) => outcome ?? 'submitted');
		const counts = countsOf(run.error.message);
		return FOUR.every((name) => told.filter((outcome) => outcome === name).length === counts[name])
			? told
			: Array(count).fill(undefined);
	}
	for (const output of [0, 1]) {
		for (const { json, pairedItem } of run.itemsFull(NODE, { output })) {
			tell(pairedItem.item, json.error === undefined ? json.status : outcomeInText(json.error));
		}
	}
	return outcomes;
}

/** How often each text stands in the simulator's ledger. */
function accepted(sim) {
	const times = new Map();
	for (const { text } of sim.messages) times.set(text, (times.get(text) ?? 0) + 1);
	return times;
}

/** What is wrong with a run over rows of different texts, by the gateway's own ledger; empty when all is well. */
function contradictions(sim, run, rows, skipped = []) {
	const times = accepted(sim);
	const outcomes = outcomesOf(run, rows.length, skipped);
	return rows.flatMap(({ text }, index) => {
		const sent = times.get(text) ?? 0;
		const outcome = outcomes[index];
		const fits =
			{ submitted: sent === 1, refused: sent === 0, notSent: sent === 0, unknown: sent <= 1 }[outcome] ?? false;
		return fits ? [] : [`${text}: ${outcome}, in the gateway's ledger ${sent} times`];
	});
}

/** useBench with what many rows need: balance enough, runs on rows, and runs that can be stopped. */
function useSendingBench(options) {
	const bench = useBench({ balance: 1e6, ...options });
	bench.over = async (parameters, rows, extra = {}) => await bench.run(parameters, { input: rows, ...extra });
	bench.startOver = (parameters, rows, extra) =>
		bench.engine.start(flowOf(bench.node(parameters, extra)), { input: rows });
	bench.batchSizes = () =>
		bench.sim.requests
			.filter(({ call }) => call === 'smsapimany')
			.map(({ fields }) => JSON.parse(fields.messages).length);
	/** How often the gateway was asked for the reports of this shoot ID, or of any. */
	bench.polls = (shootId) =>
		bench.sim.requests.filter(({ call, url }) => call === 'getDLRRep' && (!shootId || url.includes(shootId))).length;
	/** Waits until the gateway has met what an earlier run gave up on: it takes connections in the order in which they came. */
	bench.quiet = async () => {
		const [response] = await once(http.get(`${bench.sim.origin}/`, { agent: false }), 'response');
		await once(response.resume(), 'end');
	};
	/** Sends one text to `to` and tracks it. */
	bench.track = async (to, parameters = {}, extra = {}) =>
		await bench.run({ ...TRACK, to, message: 'Hello', ...parameters }, extra);
	return bench;
}

/** The run, its first item, and how many seconds it took. */
async function timed(running) {
	const begin = Date.now();
	const run = await running;
	return { run, seconds: (Date.now() - begin) / 1000, item: run.items(NODE)[0] };
}

module.exports = {
	NODE,
	BY_KEY,
	SEND,
	SEND_EACH,
	SEND_MANY,
	TRACK,
	START,
	CALL,
	RETRYING,
	GOING_ON,
	FOUR,
	rowsOf,
	freshRowsOf,
	flowOf,
	sleep,
	until,
	timed,
	told,
	countsOf,
	outcomesOf,
	accepted,
	contradictions,
	useSendingBench,
	workflow,
};
