'use strict';
/** The limit: the same requests by a loop over Node's HTTP client with keep-alive, and nothing else. */
const http = require('node:http');

function request(agent, url, { method = 'GET', body } = {}) {
	return new Promise((resolve, reject) => {
		const headers =
			body === undefined
				? {}
				: { 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(body) };
		const asked = http.request(url, { agent, method, headers }, (response) => {
			const chunks = [];
			response.on('data', (chunk) => chunks.push(chunk));
			response.on('end', () => resolve(Buffer.concat(chunks).toString()));
			response.on('error', reject);
		});
		asked.on('error', reject);
		asked.end(body);
	});
}

/** Runs jobs, at most `parallel` at a time. */
async function inParallel(jobs, parallel, run) {
	let next = 0;
	const results = new Array(jobs.length);
	const work = async () => {
		for (let at = next++; at < jobs.length; at = next++) results[at] = await run(jobs[at]);
	};
	await Promise.all(Array.from({ length: Math.min(parallel, jobs.length) }, work));
	return results;
}

async function withAgent(parallel, use) {
	const agent = new http.Agent({ keepAlive: true, maxSockets: parallel });
	try {
		return await use(agent);
	} finally {
		agent.destroy();
	}
}

/** Posts forms. @returns {Promise<string[]>} the replies */
const postForms = (url, forms, parallel) =>
	withAgent(parallel, (agent) =>
		inParallel(forms, parallel, (form) =>
			request(agent, url, { method: 'POST', body: new URLSearchParams(form).toString() }),
		),
	);

/** Reads pages one after another until one is not full. @returns {Promise<number>} how many records they held */
const readPages = (url) =>
	withAgent(1, async (agent) => {
		for (let records = 0; ; ) {
			const page = await request(agent, url);
			const found = page.split('<message>').length - 1;
			records += found;
			if (found < 100) return records;
		}
	});

const getOnce = (agent, url) => request(agent, url);

module.exports = { getOnce, inParallel, postForms, readPages, withAgent };
