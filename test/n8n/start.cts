import { startSimulator } from '../simulator/index.cts';
import { addExamples, prepareN8n, startN8n } from './index.cts';
import type { RunningN8n, ShownWorkflow } from './index.cts';
import { freePort } from './ports.cts';
import { Problem } from './problem.cts';

const say = (line: string) => console.log(line);
const interruption = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => interruption.abort());
// A closed window: nobody reads any more, but everything still has to be stopped in order.
process.stdout.on('error', () => {});
process.stderr.on('error', () => {});
if (process.env.npm_lifecycle_event) stopWithParent();

main().then(
	(exitCode) => process.exit(exitCode),
	(error: unknown) => {
		if (interruption.signal.aborted) {
			say('\nStopped. npm start goes on from here.');
			process.exit(0);
		}
		console.error(error instanceof Problem ? `\n${error.message}` : error);
		process.exit(1);
	},
);

async function main(): Promise<number> {
	const { signal } = interruption;
	say('MiM SMS in n8n, on this computer only. Ctrl-C stops it.\n');
	const prepared = await prepareN8n({ build: true, log: say, signal });

	const port = await freePort('the simulator', 5680, say);
	const simulator = await startSimulator({ port, reportDelay: 3000 });
	try {
		say(`The simulator stands in for MiM SMS: ${simulator.baseUrl}`);
		say('Starting n8n …');
		const n8n = await startN8n({ prepared, log: say, signal });
		try {
			const workflows = await addExamples({ n8n, simulator });
			welcome({ n8n, workflows, inbox: `${simulator.origin}/` });
			const crash = await Promise.race([n8n.exited.then(() => true), interrupted(signal)]);
			if (crash) throw new Problem('n8n stopped unexpectedly.', `Its log: ${prepared.folders.n8nLog}`);
			say('\nStopping n8n and the simulator …');
		} finally {
			await n8n.stop();
		}
	} finally {
		await simulator.close();
	}
	say('Stopped.');
	return 0;
}

/** Debian's sh, which npm starts us with, can be stopped without passing the signal on. */
function stopWithParent(): void {
	const parent = process.ppid;
	setInterval(() => {
		if (process.ppid !== parent) interruption.abort();
	}, 1000).unref();
}

/** Resolves to false, when it is. */
function interrupted(signal: AbortSignal): Promise<false> {
	return new Promise((resolve) => {
		if (signal.aborted) resolve(false);
		signal.addEventListener('abort', () => resolve(false), { once: true });
	});
}

interface Welcome {
	n8n: RunningN8n;
	workflows: ShownWorkflow[];
	/** The page that shows the phones. */
	inbox: string;
}

function welcome({ n8n, workflows, inbox }: Welcome): void {
	say(`
n8n is ready.

  Open      ${n8n.url}
  User      ${n8n.owner.email}
  Password  ${n8n.owner.password}

  The phones: ${inbox}
  This page shows each SMS that arrives, and lets you deliver it or let it fail.

These workflows are ready to try. Only the one with a form address is published:
${workflows.map(({ name, url, form }) => [`\n  ${name}\n  ${url}`, form && `  The form: ${form}`].filter(Boolean).join('\n')).join('\n')}

n8n has a credential for each API: "MiM SMS account" (classic) and "Simulator, JSON API (V2)".
No SMS leaves this computer: a simulator plays MiM SMS. For real messages, create a credential
with your own account, and choose it in the MiM SMS nodes.

To stop: Ctrl-C here. npm start brings everything back as you left it.`);
}
