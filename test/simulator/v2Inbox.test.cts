import type { InboxState } from './inboxState.cts';
import { v2ForTest } from './v2Client.cts';

describe('the inbox with both APIs', () => {
	test('tells what to enter for V2, and which API a message came by', async () => {
		const { sim, send, sms } = await v2ForTest({ v2UserName: 'shop@example.com', v2ApiKey: 'KEY0000000000A1' });
		await send();
		await sms();
		const response = await fetch(`${sim.origin}/_simulator/inbox`);
		expect((await response.json()) as InboxState<string>).toMatchObject({
			account: { baseUrl: sim.baseUrl, v2UserName: 'shop@example.com', v2ApiKey: 'KEY0000000000A1' },
			messages: [
				{ n: 2, api: 'v2' },
				{ n: 1, api: 'classic' },
			],
		});
	});

	test('the page has a place for each', async () => {
		const { sim } = await v2ForTest();
		const page = await (await fetch(`${sim.origin}/`)).text();
		for (const place of ['id="v2UserName"', 'id="v2ApiKey"', 'class="api"']) expect(page).toContain(place);
	});

	test('a message of V2 is read once its report was asked for', async () => {
		const { sim, sms, dlr } = await v2ForTest();
		await sms();
		const isFinal = async () => {
			const state = (await (await fetch(`${sim.origin}/_simulator/inbox`)).json()) as InboxState<string>;
			return state.messages[0].isFinal;
		};
		expect(await isFinal()).toBe(false);
		await dlr(sim.messages[0].trackingId);
		expect(await isFinal()).toBe(true);
	});
});
