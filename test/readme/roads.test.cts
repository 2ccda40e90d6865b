/** Two roads through the sources: who follows a message or a report reads these files and no other, each named in CONTRIBUTING.md. */
import { useBench as useNode } from '../node/setup.cts';
import { enteredFiles } from '../package/enteredFiles.cts';
import { SEND_MANY } from '../sending/setup.cts';
import { useBench as useTrigger } from '../trigger/setup.cts';
import { readDocument, section } from './documents.cts';

const road = section(readDocument('CONTRIBUTING.md'), 'The road of a message');

/** How many files each road enters, as CONTRIBUTING.md says. Fewer is better: one more needs a reason. */
const [, message, report] = /enters (\d+) files, one report (\d+);/.exec(road) ?? [];

const named = [...road.matchAll(/[\w./-]+\.ts\b/g)].map(([file]) => file);

const isNamed = (file: string): boolean => named.some((name) => file === name || file.endsWith(`/${name}`));

describe('the road of a message that is answered with 1007', () => {
	const bench = useNode();
	const send = async () => await bench.run(SEND_MANY, { input: [{ phone: '01712345678', text: 'Hello' }] });

	it('enters as many files as are counted there, each of them named', async () => {
		await send();
		bench.sim.fault({ kind: 'code', code: '1007', call: 'smsapimany' });
		let said: string | undefined;
		const files = await enteredFiles(async () => (said = (await send()).error?.message));

		expect(said).toContain('[1007]');
		expect(bench.sim.messages.filter(({ text }) => text === 'Hello')).toHaveLength(1);
		expect(files.filter((file) => !isNamed(file))).toEqual([]);
		expect(files).toHaveLength(Number(message));
	});
});

describe('the road of a report to the trigger', () => {
	const bench = useTrigger();

	it('enters as many files as are counted there, each of them named', async () => {
		const poller = bench.poller();
		bench.arrive(1);
		await poller.poll();
		const [text] = bench.arrive(1);
		let items: unknown;
		const files = await enteredFiles(async () => ({ items } = await poller.poll()));

		expect(items).toEqual([expect.objectContaining({ message: text })]);
		expect(files.filter((file) => !isNamed(file))).toEqual([]);
		expect(files).toHaveLength(Number(report));
	});
});
