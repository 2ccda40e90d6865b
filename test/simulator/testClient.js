'use strict';

const { startSimulator } = require('./index');

/**
 * A simulator for one test, with callers that speak to it over HTTP; ended after the test.
 *
 * @param {object} [options] of startSimulator
 */
async function simulatorForTest(options) {
	const sim = await startSimulator(options);
	running.push(sim);

	/** GET below the base URL; `{ status, type, text }`. */
	const get = (path, init) => ask(sim.baseUrl + path, init);
	/** GET below miscapi, with the right key. */
	const misc = (path, init) => get(`/miscapi/${encodeURIComponent(sim.settings.apiKey)}/${path}`, init);
	/** POST as a form; what is left out of a send is filled in. */
	const post = (path, fields, init) => ask(sim.baseUrl + path, { method: 'POST', body: form(fields), ...init });
	const send = (fields) => post('/smsapi', sendFields(sim, fields));
	const sendMany = (messages, fields) =>
		post('/smsapimany', { ...manyFields(sim), messages: JSON.stringify(messages), ...fields });

	return { sim, get, misc, post, send, sendMany };
}

const running = [];
afterEach(() => Promise.all(running.splice(0).map((sim) => sim.close())));

/** The fields of a good send, with changes; a field that is undefined is left out. */
function sendFields(sim, changes) {
	return { ...manyFields(sim), type: 'text', contacts: '8801712345678', msg: 'Hello', ...changes };
}

function manyFields({ settings }) {
	return { api_key: settings.apiKey, senderid: 'MiMSMS' };
}

function form(fields) {
	return new URLSearchParams(Object.entries(fields).filter(([, value]) => value !== undefined));
}

async function ask(url, init) {
	const response = await fetch(url, { redirect: 'manual', ...init });
	return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
}

/** The shoot ID in a reply: the last run of non-space characters. */
function shootIdOf({ text }) {
	return text.split(' ').at(-1);
}

/** The values of one element in a page of reports. */
function valuesOf({ text }, element) {
	return [...text.matchAll(new RegExp(`<${element}>(.*?)</${element}>`, 'gs'))].map(([, value]) => value);
}

/** A clock that stands still until it is moved. */
function stoppedClock(start) {
	let moment = new Date(start);
	return { now: () => new Date(moment), move: (ms) => (moment = new Date(moment.getTime() + ms)) };
}

module.exports = { simulatorForTest, sendFields, manyFields, form, ask, shootIdOf, valuesOf, stoppedClock };
