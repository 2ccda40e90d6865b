import { CREDENTIAL, startEcho } from './fixtures/echo.cts';
import type { EchoGateway } from './fixtures/echoGateway.cts';
import type { Engine, PollResult } from './index.cts';

const TRIGGER = { type: 'echoTrigger', credentials: CREDENTIAL };

let gateway: EchoGateway;
let engine: Engine;

beforeEach(async () => {
	({ gateway, engine } = await startEcho());
	gateway.news = ['one'];
});
afterEach(async () => await gateway.close());

const titles = ({ items }: PollResult) => items?.map(({ title }) => title) ?? null;

describe('a polling trigger', () => {
	it('polls at its activation, after which its state is saved', async () => {
		const result = await engine.poller(TRIGGER).activate();

		expect(titles(result)).toBeNull();
		expect(result.saved).toEqual({ seen: 1 });
	});

	it('fails the activation by what it throws, and saves nothing', async () => {
		gateway.status = 500;

		const result = await engine.poller(TRIGGER).activate();

		expect(result.error?.message).toContain('The service was not able to process your request');
		expect(result.saved).toEqual({});
	});

	it('emits what is new, and is saved with it', async () => {
		const poller = engine.poller(TRIGGER);
		await poller.activate();
		gateway.news.push('two');

		const result = await poller.poll();

		expect(titles(result)).toEqual(['two']);
		expect(result.saved).toEqual({ seen: 2 });
	});

	it('keeps a change in memory alone when it emits nothing', async () => {
		const poller = engine.poller(TRIGGER, { staticData: { seen: 5 } });

		const result = await poller.poll();

		expect(titles(result)).toBeNull();
		expect(result).toMatchObject({ staticData: { seen: 1 }, saved: { seen: 5 } });
	});

	it('records what a later poll throws, and goes on', async () => {
		const poller = engine.poller(TRIGGER, { activationMode: 'init' });
		gateway.status = 500;
		const failed = await poller.poll();
		gateway.status = 200;

		expect(failed.error).toBeInstanceOf(Error);
		expect(titles(await poller.poll())).toEqual(['one']);
	});

	it('goes on after a restart from what was saved', async () => {
		const before = await engine.poller(TRIGGER).activate();
		gateway.news.push('two');

		const after = await engine.poll(TRIGGER, { activationMode: 'init', staticData: before.saved });

		expect(after.items).toEqual([{ title: 'two', mode: 'init', budget: 300_000 }]);
	});

	it('can poll twice at the same time', async () => {
		const poller = engine.poller(TRIGGER, { activationMode: 'init' });

		const [first, second] = await Promise.all([poller.poll(), poller.poll()]);

		expect([titles(first), titles(second)]).toContainEqual(['one']);
		expect([first.error, second.error]).toEqual([undefined, undefined]);
	});

	it('has a time budget, which an older n8n has not', async () => {
		const short = await engine.poll(TRIGGER, { activationMode: 'init', pollBudgetMs: 1000 });
		const older = await engine.poll(TRIGGER, { activationMode: 'init', pollBudgetMs: null });

		expect([short.items?.[0].budget, older.items?.[0].budget]).toEqual([1000, 'none']);
	});

	it('saves nothing in a test run of the editor', async () => {
		const result = await engine.poll(TRIGGER, { mode: 'manual' });

		expect(result.items).toEqual([{ title: 'one', mode: 'manual', budget: 300_000 }]);
		expect(result.saved).toEqual({});
	});
});
