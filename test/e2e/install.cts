/**
 * Install, update, uninstall, by the steps of n8n's own installer (`community-packages.service`).
 * What differs from a real installation: the tarball comes from this folder and not from the registry, so n8n's check against
 * the registry (banned packages, checksum of verified ones) is left out; and n8n is started anew where its installer
 * loads the package into the running process.
 */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { INodeTypeDescription } from 'n8n-workflow';
import type { Browser } from 'playwright-core';
import { APIS, type Api } from './lib/apis.cts';
import { openBrowser, openEditor } from './lib/browser.cts';
import { check, until } from './lib/checks.cts';
import { executionsOf } from './lib/executions.cts';
import type { InstalledPackage, KillableN8n, RunningN8n } from './lib/n8n.cts';
import { newPlace, nextVersion, packageName, version } from './lib/place.cts';
import { startSimulator, type Simulator } from '../simulator/index.cts';
import { addCredential, addWorkflow, call, chain, SMS, TRIGGER, webhook, type ChainLink } from './lib/workflows.cts';

export { missing } from './lib/browser.cts';

type SentItem = { shootId: string };
type ReportItem = { to: string };

const PENDING = '01712345699';
const TRIGGER_SETTINGS = {
	pollTimes: { item: [{ mode: 'everyMinute' }] },
	events: ['delivered', 'failed'],
	options: {},
};
/** The active trigger, as each API has it. */
const TRIGGERS: Record<Api, (shootId: string) => ChainLink> = {
	classic: () => ['Trigger', TRIGGER, { ...TRIGGER_SETTINGS, source: 'account' }],
	v2: (shootIds) => ['Trigger', TRIGGER, { ...TRIGGER_SETTINGS, source: 'shootIds', shootIds }],
};

export async function run() {
	const simulator = await startSimulator();
	const browser = await openBrowser();
	const place = await newPlace();
	let n8n: KillableN8n | undefined;
	try {
		const installed = await place.start();
		n8n = installed;
		await check('the installed folder holds what the tarball holds, without dependencies of its own', () => {
			const folder = path.join(place.folders.nodes, 'node_modules', packageName);
			const manifest: object = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
			assert.deepEqual(
				['peerDependencies', 'devDependencies'].filter((part) => part in manifest),
				[],
			);
			assert.equal(existsSync(path.join(folder, 'node_modules')), false);
			assert.equal(existsSync(path.join(folder, 'test')), false);
		});
		await check('n8n lists it with its version and both nodes', async () => await listed(installed, version));
		await check('Settings → Community Nodes shows it', async () => await onPage(browser, installed, version));

		const polling: Array<{ api: Api; id: string }> = [];
		for (const api of APIS) {
			const credentials = await addCredential(installed.rest, simulator, { api });
			const sending: ChainLink[] = [webhook(api), ['Send', SMS, { to: '={{ $json.body.to }}', message: 'Hello' }]];
			await addWorkflow(installed.rest, chain(`Sends, ${api}`, sending, credentials), { active: true });
			await check(`${api}: a saved workflow sends`, async () => await sends(installed, simulator, api));
			// A phone that is off: its report comes while n8n is updated.
			const [{ shootId }] = await call<SentItem>(installed, api, { to: PENDING }, { registering: 20_000 });
			const polls = chain(`Polls, ${api}`, [TRIGGERS[api](shootId), ['End', 'n8n-nodes-base.noOp']], credentials);
			polling.push({ api, id: (await addWorkflow(installed.rest, polls, { active: true })).id });
		}

		await installed.stop();
		for (const { n } of simulator.messages.filter(({ to }) => to === `88${PENDING}`)) simulator.settle(n, '13');
		const copy = path.join(place.home, 'next');
		const next = await nextVersion(copy);
		await place.install(copy);
		const updated = await place.start({ from: copy });
		n8n = updated;
		await check(`after the update n8n lists version ${next}`, async () => await listed(updated, next));
		await check('the page shows the new version', async () => await onPage(browser, updated, next));
		for (const { api, id } of polling) {
			await check(`${api}: the saved workflow still runs, untouched`, async () => await sends(updated, simulator, api));
			await check(
				`${api}: the trigger is still active, and gives the report that came while n8n was updated`,
				async () => {
					const reported = async () =>
						(await executionsOf<ReportItem>(place, id, 'Trigger')).flatMap(({ items }) => items.map(({ to }) => to));
					await until(async () => (await reported()).includes(`88${PENDING}`), {
						within: 90_000,
						every: 2_000,
						what: 'an execution by the trigger',
					});
				},
			);
		}

		await check('the page uninstalls it', async () => await uninstall(browser, updated));
		await check('nothing of it is left: list, folder, node types', async () => {
			assert.deepEqual(await updated.rest.get('/rest/community-packages'), []);
			assert.equal(existsSync(path.join(place.folders.nodes, 'node_modules', packageName)), false);
			const types = await updated.rest.get<INodeTypeDescription[]>('/types/nodes.json');
			assert.equal(types.filter(({ name }) => name.startsWith(packageName)).length, 0);
		});
		await check('without it the workflows fail visibly, and send nothing', async () => {
			const before = simulator.messages.length;
			for (const api of APIS) await assert.rejects(call(updated, api, { to: '01712345678' }));
			assert.equal(simulator.messages.length, before);
		});
	} finally {
		await n8n?.stop();
		await browser.close();
		await simulator.close();
		await place.remove();
	}
}

async function listed({ rest }: RunningN8n, wanted: string) {
	const [entry, ...others] = await rest.get<InstalledPackage[]>('/rest/community-packages');
	assert.equal(others.length, 0);
	assert.equal(entry.packageName, packageName);
	assert.equal(entry.installedVersion, wanted);
	assert.equal(entry.failedLoading, false);
	assert.deepEqual(entry.installedNodes.map(({ type }) => type).sort(), [SMS, TRIGGER]);
}

async function onPage(browser: Browser, n8n: RunningN8n, wanted: string) {
	const { page, close } = await openEditor(browser, n8n);
	await page.goto(`${n8n.url}/settings/community-nodes`);
	const card = page.getByTestId('community-package-card').filter({ hasText: packageName });
	await card.waitFor();
	const text = await card.innerText();
	for (const part of [packageName, wanted, '2 nodes', 'MiM SMS', 'MiM SMS Trigger'])
		assert.ok(text.includes(part), `“${part}” is not on the card: ${text}`);
	await close();
}

async function uninstall(browser: Browser, n8n: RunningN8n) {
	const { page, close } = await openEditor(browser, n8n);
	await page.goto(`${n8n.url}/settings/community-nodes`);
	const card = page.getByTestId('community-package-card').filter({ hasText: packageName });
	await card.getByRole('button').last().click();
	await page.getByText('Uninstall package', { exact: true }).click();
	await page
		.getByRole('dialog')
		.getByRole('button', { name: /uninstall/i })
		.click();
	await card.waitFor({ state: 'detached' });
	await close();
}

async function sends(n8n: RunningN8n, simulator: Simulator, api: Api) {
	const before = simulator.messages.length;
	const [item] = await call(n8n, api, { to: '01712345678' }, { registering: 20_000 });
	assert.equal(item.status, 'submitted');
	assert.deepEqual(
		simulator.messages.slice(before).map((message) => message.api),
		[api],
	);
}
