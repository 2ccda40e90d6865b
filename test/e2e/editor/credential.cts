/** The credential's form, with each API. */
import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import { UNKNOWN_KEY, type Api } from '../lib/apis.cts';
import { check, tell, until } from '../lib/checks.cts';
import type { StoredCredential } from '../lib/n8n.cts';
import type { MimSmsCredentials } from '../lib/workflows.cts';
import type { Bench } from './bench.cts';

/** Fields of the form; `api` and `senderId` are always there. */
const FIELDS: Record<Api, string[]> = {
	classic: ['signInWith', 'baseUrl', 'apiKey'],
	v2: ['v2BaseUrl', 'username', 'apiKey'],
};
const INSECURE = 'With http://, anyone on the network path can read';
const TO_ADD_IN_THE_PANEL = 'add the domain and the public IP address of your n8n server';

/** Makes a credential of the classic API, and returns it. */
export async function credentialChecks(bench: Bench): Promise<MimSmsCredentials> {
	const { user, page, simulator, n8n } = bench;
	const { baseUrl, settings } = simulator;
	await check('the credential type is found by “mim sms”', async () => await openForm(bench));
	await check('http:// elsewhere brings the notice, loopback does not', async () => {
		await user.type('baseUrl', 'http://sms.example.com');
		await dialogOf(page).getByText(INSECURE).waitFor();
		await user.type('baseUrl', baseUrl);
		await dialogOf(page).getByText(INSECURE).waitFor({ state: 'hidden' });
	});
	await check("a wrong key shows the gateway's reason", async () => {
		await user.type('apiKey', 'wrong.key');
		await user.type('senderId', settings.senderIds?.[0] ?? '');
		await savedInVain(page, 'classic');
	});
	await check('the right one saves, and says so', async () => {
		await user.type('apiKey', settings.apiKey);
		await saved(page);
	});
	const [{ id, name }] = await n8n.rest.get<StoredCredential[]>('/rest/credentials');
	return { mimSmsApi: { id, name } };
}

export async function v2CredentialChecks(bench: Bench) {
	const { user, page, simulator, shoot } = bench;
	const { settings } = simulator;
	await check(
		'the form shows the fields of the API that is chosen, and no others',
		async () => await fieldsOfEachApi(bench),
	);
	await check("V2: a wrong key shows the gateway's reason", async () => {
		await user.type('v2BaseUrl', simulator.baseUrl);
		await user.type('username', settings.v2UserName);
		await user.type('apiKey', 'WRONGKEY0000000');
		await user.type('senderId', settings.senderIds?.[0] ?? '');
		await savedInVain(page, 'v2');
	});
	await check('V2: the right one saves, and says so', async () => {
		await user.type('apiKey', settings.v2ApiKey);
		await saved(page);
		await shoot('credential', 960);
	});
}

/** Chooses one API after the other in a new credential, and at last V2. */
async function fieldsOfEachApi(bench: Bench) {
	const { user, page } = bench;
	const dialog = dialogOf(page);
	const chooseApi = async (label: string) => {
		await dialog.getByTestId('parameter-input-api').locator('input').click();
		await page.getByRole('option').filter({ hasText: label }).click();
	};
	await openForm(bench);
	assert.deepEqual(await shownFields(dialog), FIELDS.classic);
	await chooseApi('JSON API (V2)');
	await user.field('v2BaseUrl').waitFor();
	assert.deepEqual(await shownFields(dialog), FIELDS.v2);
	await dialog.getByText(TO_ADD_IN_THE_PANEL).waitFor();
	await chooseApi('Classic API');
	await user.field('baseUrl').waitFor();
	assert.deepEqual(await shownFields(dialog), FIELDS.classic);
	await dialog.getByText(TO_ADD_IN_THE_PANEL).waitFor({ state: 'hidden' });
	await chooseApi('JSON API (V2)');
}

const dialogOf = (page: Page): Locator => page.getByTestId('credential-edit-dialog');

/** Opens the form of a new credential, as a user finds it. */
async function openForm({ user, page }: Bench) {
	await user.open('/home/credentials/create');
	await page.getByTestId('new-credential-type-select').locator('input').fill('mim sms');
	await page.getByTestId('new-credential-type-select-option').filter({ hasText: 'MiM SMS API' }).click();
	await page.getByTestId('new-credential-type-button').click();
	await user.field('baseUrl').waitFor();
}

async function shownFields(dialog: Locator): Promise<string[]> {
	const names = await dialog
		.locator('[data-test-id^=parameter-input-]')
		.evaluateAll((inputs) => inputs.map((input) => input.getAttribute('data-test-id')?.slice(16)));
	return names.filter((name) => name !== undefined).filter((name) => !['field', 'api', 'senderId'].includes(name));
}

async function saved(page: Page) {
	await page.getByTestId('credential-save-button').click();
	await page.getByTestId('credentials-config-container-test-success').waitFor();
}

/** Saves with a wrong key: the form shows the gateway's reason. */
async function savedInVain(page: Page, api: Api) {
	await page.getByTestId('credential-save-button').click();
	await page.getByText('Couldn’t connect with these settings').waitFor();
	await page.getByText('More details').click();
	const reason = async () => (await dialogOf(page).innerText()).split('\n').find((line) => UNKNOWN_KEY[api].test(line));
	tell(await until(reason, { within: 5_000, what: 'the reason' }));
}
