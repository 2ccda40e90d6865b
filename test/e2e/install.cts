/**
 * Install, update, uninstall, by the steps of n8n's own installer (`community-packages.service`).
 * What differs from a real installation: the tarball comes from this folder and not from the registry, so n8n's check against
 * the registry (banned packages, checksum of verified ones) is left out; and n8n is started anew where its installer
 * loads the package into the running process.
 */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { INodeParameters, INodeTypeDescription } from 'n8n-workflow';
import type { Browser } from 'playwright-core';
import { APIS, type Api } from './lib/apis.cts';
import { openEditor } from './lib/browser.cts';
import { check, until } from './lib/checks.cts';
import { reportedNumbers } from './lib/executions.cts';
import type { InstalledPackage, KillableN8n, RunningN8n } from './lib/n8n.cts';
import { nextVersion, packageName, version, type Place } from './lib/place.cts';
import { newStage } from './lib/stage.cts';
import type { Simulator } from '../simulator/index.cts';
import {
	addCredential,
	addWorkflow,
	call,
	chain,
	receiving,
	SMS,
	TRIGGER,
	webhook,
	type ChainLink,
} from './lib/workflows.cts';

export { missing } from './lib/browser.cts';

type SentItem = { shootId: string };

/** A phone that is off: its report comes while n8n is updated. */
const PENDING = '01712345699';
/** What the active trigger is set to, with each API. */
const TRIGGERS: Record<Api, (shootId: string) => INodeParameters> = {
	classic: () => ({ source: 'account' }),
	v2: (shootIds) => ({ source: 'shootIds', shootIds }),
};

/** A workflow with an active trigger. */
interface Polling {
	api: Api;
	id: string;
}

interface Bench {
	simulator: Simulator;
	browser: Browser;
	place: Place;
	n8n: KillableN8n;
}

export async function run() {
	const stage = newStage();
	try {
		const simulator = await stage.simulator();
		const browser = await stage.browser();
		const place = await stage.place();
		const bench: Bench = { simulator, browser, place, n8n: await place.start() };
		await installed(bench);
		const polling = await sendingAndPolling(bench);
		const after: Bench = { ...bench, n8n: await updated(bench) };
		await stillRunning(after, polling);
		await uninstalled(after);
	} finally {
		await stage.close();
	}
}

async function installed({ browser, place, n8n }: Bench) {
	await check('the installed folder holds what the tarball holds, without dependencies of its own', () => {
		const folder = folderIn(place);
		const manifest: object = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
		assert.deepEqual(
			['peerDependencies', 'devDependencies'].filter((part) => part in manifest),
			[],
		);
		assert.equal(existsSync(path.join(folder, 'node_modules')), false);
		assert.equal(existsSync(path.join(folder, 'test')), false);
	});
	await check('n8n lists it with its version and both nodes', async () => await listed(n8n, version));
	await check('Settings → Community Nodes shows it', async () => await onPage(browser, n8n, version));
}

/** With each API: a workflow that sends, and one whose trigger waits for the report of a phone that is off. */
async function sendingAndPolling({ simulator, n8n }: Bench): Promise<Polling[]> {
	const polling: Polling[] = [];
	for (const api of APIS) {
		const credentials = await addCredential(n8n.rest, simulator, { api });
		const sending: ChainLink[] = [webhook(api), ['Send', SMS, { to: '={{ $json.body.to }}', message: 'Hello' }]];
		await addWorkflow(n8n.rest, chain(`Sends, ${api}`, sending, credentials), { active: true });
		await check(`${api}: a saved workflow sends`, async () => await sends(n8n, simulator, api));
		const [{ shootId }] = await call<SentItem>(n8n, api, { to: PENDING }, { registering: 20_000 });
		const pollTimes = { item: [{ mode: 'everyMinute' }] };
		const polls = receiving(`Polls, ${api}`, { pollTimes, ...TRIGGERS[api](shootId) }, credentials);
		polling.push({ api, id: (await addWorkflow(n8n.rest, polls, { active: true })).id });
	}
	return polling;
}

/** Updates the package while n8n is stopped and the reports come, and returns the n8n that was started after it. */
async function updated({ simulator, browser, place, n8n: before }: Bench): Promise<KillableN8n> {
	await before.stop();
	for (const { n } of simulator.messages.filter(({ to }) => to === `88${PENDING}`)) simulator.settle(n, '13');
	const copy = path.join(place.home, 'next');
	const next = await nextVersion(copy);
	await place.install(copy);
	const n8n = await place.start({ from: copy });
	await check(`after the update n8n lists version ${next}`, async () => await listed(n8n, next));
	await check('the page shows the new version', async () => await onPage(browser, n8n, next));
	return n8n;
}

async function stillRunning({ simulator, place, n8n }: Bench, polling: Polling[]) {
	for (const { api, id } of polling) {
		await check(`${api}: the saved workflow still runs, untouched`, async () => await sends(n8n, simulator, api));
		await check(
			`${api}: the trigger is still active, and gives the report that came while n8n was updated`,
			async () => {
				await until(async () => (await reportedNumbers(place, id)).includes(`88${PENDING}`), {
					within: 90_000,
					every: 2_000,
					what: 'an execution by the trigger',
				});
			},
		);
	}
}

async function uninstalled({ simulator, browser, place, n8n }: Bench) {
	await check('the page uninstalls it', async () => await uninstall(browser, n8n));
	await check('nothing of it is left: list, folder, node types', async () => {
		assert.deepEqual(await n8n.rest.get('/rest/community-packages'), []);
		assert.equal(existsSync(folderIn(place)), false);
		const types = await n8n.rest.get<INodeTypeDescription[]>('/types/nodes.json');
		assert.equal(types.filter(({ name }) => name.startsWith(packageName)).length, 0);
	});
	await check('without it the workflows fail visibly, and send nothing', async () => {
		const before = simulator.messages.length;
		for (const api of APIS) await assert.rejects(call(n8n, api, { to: '01712345678' }));
		assert.equal(simulator.messages.length, before);
	});
}

/** Where n8n's installer puts the package. */
const folderIn = ({ folders }: Place): string => path.join(folders.nodes, 'node_modules', packageName);

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
