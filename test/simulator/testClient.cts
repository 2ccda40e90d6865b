import { startSimulator, type Settings, type Simulator } from './index.cts';

/** What a request gave. */
export interface Received {
	status: number;
	/** content type */
	type: string | null;
	text: string;
}

/** Fields of a form; one that is undefined is left out. */
export type FormFields = Record<string, string | undefined>;

/** A simulator for one test, with callers that speak to it over HTTP; ended after the test. */
export async function simulatorForTest(options?: Partial<Settings>) {
	const sim = await startSimulator(options);
	running.push(sim);

	/** GET below the base URL. */
	const get = (path: string, init?: RequestInit) => ask(sim.baseUrl + path, init);
	/** GET below miscapi, with the right key. */
	const misc = (path: string, init?: RequestInit) =>
		get(`/miscapi/${encodeURIComponent(sim.settings.apiKey)}/${path}`, init);
	/** POST as a form; what is left out of a send is filled in. */
	const post = (path: string, fields: FormFields, init?: RequestInit) =>
		ask(sim.baseUrl + path, { method: 'POST', body: form(fields), ...init });
	const send = (fields?: FormFields) => post('/smsapi', sendFields(sim, fields));
	const sendMany = (messages: unknown[], fields?: FormFields) =>
		post('/smsapimany', { ...manyFields(sim), messages: JSON.stringify(messages), ...fields });

	return { sim, get, misc, post, send, sendMany };
}

const running: Simulator[] = [];
afterEach(() => Promise.all(running.splice(0).map((sim) => sim.close())));

/** The fields of a good send, with changes; a field that is undefined is left out. */
export function sendFields<Changes extends FormFields>(sim: Simulator, changes?: Changes) {
	return { ...manyFields(sim), type: 'text', contacts: '8801712345678', msg: 'Hello', ...changes };
}

export function manyFields({ settings }: Simulator) {
	return { api_key: settings.apiKey, senderid: 'MiMSMS' };
}

function form(fields: FormFields) {
	const params = new URLSearchParams();
	for (const [name, value] of Object.entries(fields)) if (value !== undefined) params.append(name, value);
	return params;
}

export async function ask(url: string, init?: RequestInit): Promise<Received> {
	const response = await fetch(url, { redirect: 'manual', ...init });
	return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
}

/** The shoot ID in a reply: the last run of non-space characters. */
export function shootIdOf({ text }: Pick<Received, 'text'>): string {
	return text.slice(text.lastIndexOf(' ') + 1);
}

/** The values of one element in a page of reports. */
export function valuesOf({ text }: Pick<Received, 'text'>, element: string): string[] {
	return [...text.matchAll(new RegExp(`<${element}>(.*?)</${element}>`, 'gs'))].map(([, value]) => value);
}

/** A clock that stands still until it is moved. */
export function stoppedClock(start: string) {
	let moment = new Date(start);
	return { now: () => new Date(moment), move: (ms: number) => (moment = new Date(moment.getTime() + ms)) };
}
