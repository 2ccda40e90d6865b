/** Both APIs of MiM SMS: the main scenarios run with each of them. */
import type { IDataObject } from 'n8n-workflow';
import type { Simulator } from '../../simulator/index.cts';

export type Api = 'classic' | 'v2';

export const APIS: Api[] = ['classic', 'v2'];

/** What the gateway says to a key that it does not know. */
export const UNKNOWN_KEY: Record<Api, RegExp> = { classic: /1003/, v2: /401.*Invalid UserName & Password/s };

/** What a user enters into the credential for an account at the simulator. */
export function accountOf({ baseUrl, settings }: Simulator, api: Api): IDataObject {
	const senderId = settings.senderIds?.[0];
	if (api === 'classic') return { api, signInWith: 'apiKey', baseUrl, apiKey: settings.apiKey, senderId };
	return { api, v2BaseUrl: baseUrl, username: settings.v2UserName, apiKey: settings.v2ApiKey, senderId };
}
