/** The limit: the same requests by a loop over Node's HTTP client with keep-alive, and nothing else. */
import http from 'node:http';

interface RequestOptions {
	method?: 'GET' | 'POST';
	body?: string;
}

function request(agent: http.Agent, url: string, { method = 'GET', body }: RequestOptions = {}): Promise<string> {
	return new Promise((resolve, reject) => {
		const headers =
			body === undefined
				? {}
				: { 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(body) };
		const asked = http.request(url, { agent, method, headers }, (response) => {
			const chunks: Buffer[] = [];
			response.on('data', (chunk: Buffer) => chunks.push(chunk));
			response.on('end', () => resolve(Buffer.concat(chunks).toString()));
			response.on('error', reject);
		});
		asked.on('error', reject);
		asked.end(body);
	});
}

/** Runs jobs, at most `parallel` at a time. */
export async function inParallel<Job, Outcome>(
	jobs: Job[],
	parallel: number,
	run: (job: Job) => Promise<Outcome>,
): Promise<Outcome[]> {
	let next = 0;
	const results = new Array<Outcome>(jobs.length);
	const work = async () => {
		for (let at = next++; at < jobs.length; at = next++) results[at] = await run(jobs[at]);
	};
	await Promise.all(Array.from({ length: Math.min(parallel, jobs.length) }, work));
	return results;
}

export async function withAgent<T>(parallel: number, use: (agent: http.Agent) => Promise<T>): Promise<T> {
	const agent = new http.Agent({ keepAlive: true, maxSockets: parallel });
	try {
		return await use(agent);
	} finally {
		agent.destroy();
	}
}

/** Posts forms, and returns the replies. */
export const postForms = (url: string, forms: Array<Record<string, string>>, parallel: number): Promise<string[]> =>
	withAgent(parallel, (agent) =>
		inParallel(forms, parallel, (form) =>
			request(agent, url, { method: 'POST', body: new URLSearchParams(form).toString() }),
		),
	);

/** Reads pages one after another until one is not full, and returns how many records they held. */
export const countRecords = (url: string): Promise<number> =>
	withAgent(1, async (agent) => {
		for (let records = 0; ; ) {
			const page = await request(agent, url);
			const found = page.split('<message>').length - 1;
			records += found;
			if (found < 100) return records;
		}
	});

export const getOnce = (agent: http.Agent, url: string): Promise<string> => request(agent, url);
