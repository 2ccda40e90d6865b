import type { Settings } from './index.cts';
import { ask, simulatorForTest, type Received } from './testClient.cts';

/** What a call of V2 gave. */
export interface V2Received extends Received {
	/** the body, read as JSON; undefined when it is none */
	value: unknown;
}

/** Fields of a body; one that is undefined is left out. */
export type V2Fields = Record<string, unknown>;

export const NUMBER = '8801700000001';
/** What stands in `error_Data` where there is no error. */
export const PLACEHOLDER = { res_Code: '200', error: '', failedNumbers: '', errorParm: '' };
export const ID = /^[A-Z][A-Z0-9]{14}$/;

/** A simulator for one test, with callers that speak V2 to it; ended after the test. */
export async function v2ForTest(options?: Partial<Settings>) {
	const client = await simulatorForTest(options);
	const { sim } = client;

	/** POST below `/api/V2/`; user name, key and sender ID are filled in. */
	const call = async (name: string, fields: V2Fields = {}, init?: RequestInit): Promise<V2Received> => {
		const { v2UserName: userName, v2ApiKey: apiKey } = sim.settings;
		const received = await ask(`${sim.baseUrl}/api/V2/${name}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ userName, apiKey, senderName: 'MiMSMS', ...fields }),
			...init,
		});
		return { ...received, value: valueOf(received.text) };
	};
	const sms = (fields?: V2Fields) =>
		call('SMS', { transactionType: 'T', mobileNumber: NUMBER, message: 'Hello', campaignName: 'null', ...fields });
	const oneToMany = (numbers: readonly string[], fields?: V2Fields) =>
		call('OneToMany', { message: 'Hello', smsData: numbers.map((mobNumber) => ({ mobNumber })), ...fields });
	const dsms = (rows: ReadonlyArray<[mobNumber: string, message: string]>, fields?: V2Fields) =>
		call('DSMS', { smsData: rows.map(([mobNumber, message]) => ({ mobNumber, message })), ...fields });
	const balance = (fields?: V2Fields) => call('BalanceCheck', fields);
	const dlr = (trackingId: string | null, mobileNumber = NUMBER) => call('DlrApi', { trackingId, mobileNumber });

	return { ...client, call, sms, oneToMany, dsms, balance, dlr };
}

function valueOf(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
