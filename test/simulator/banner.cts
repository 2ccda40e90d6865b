import Table from 'cli-table3';
import { ALL_CALLS } from './callTable.cts';
import { ANY_OTHER, NUMBER_TABLE, V2_ONLY_NUMBERS } from './deliveryOutcomes.cts';
import { FAULT_KINDS } from './faultKinds.cts';
import type { Simulator } from './index.cts';

const PLAIN = { style: { head: [], border: [] } };

/** What a person needs to know once the simulator runs. */
export function banner({ baseUrl, origin, settings }: Pick<Simulator, 'baseUrl' | 'origin' | 'settings'>): string {
	const account = new Table(PLAIN);
	account.push(
		{ 'Base URL': baseUrl },
		{ 'API Key': settings.apiKey },
		{ 'User Name': settings.username },
		{ Password: settings.password },
		{ 'V2 User Name': settings.v2UserName },
		{ 'V2 API Key': settings.v2ApiKey },
		{ 'Sender IDs': settings.senderIds?.join(', ') ?? 'any' },
		{ Balance: `BDT ${settings.balance.toFixed(2)}, ${settings.pricePerPart} a part` },
	);

	const numbers = new Table({ ...PLAIN, head: ['Number ends in', 'DLR code', 'Details', 'Becomes'] });
	for (const { ending, code, details, becomes } of [...NUMBER_TABLE, ...V2_ONLY_NUMBERS, ANY_OTHER]) {
		numbers.push([ending === ANY_OTHER.ending ? 'anything else' : `…${ending}`, code || '(empty)', details, becomes]);
	}

	return `The MiM SMS gateway, simulated. No message leaves this machine.
Two APIs at one Base URL: the classic one, and the JSON API V2 below ${baseUrl}/api/V2/
${account}

The result of a message:
${numbers}

See SMS arrive: ${origin}/ in a browser; deliver or fail each by hand
Look inside:    ${origin}/_simulator/messages
                ${origin}/_simulator/requests
Ask for faults: curl ${origin}/_simulator/faults -d '{"call":"smsapi","kind":"resetAfter","times":1}'
                calls: ${ALL_CALLS.map(({ call }) => call).join(', ')}
                kinds: ${Object.keys(FAULT_KINDS).join(', ')}
Change things:  curl ${origin}/_simulator/settings -d '{"replyStyle":"json","balance":0}'
Start again:    curl -X POST ${origin}/_simulator/reset

Ctrl-C ends it.`;
}
