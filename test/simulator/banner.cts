import Table from 'cli-table3';
import { ANY_OTHER, NUMBER_TABLE } from './deliveryOutcomes.cts';
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
		{ 'Sender IDs': settings.senderIds?.join(', ') ?? 'any' },
		{ Balance: `BDT ${settings.balance.toFixed(2)}, ${settings.pricePerPart} a part` },
	);

	const numbers = new Table({ ...PLAIN, head: ['Number ends in', 'DLR code', 'Details', 'Becomes'] });
	for (const { ending, code, details, becomes } of [...NUMBER_TABLE, ANY_OTHER]) {
		numbers.push([ending === ANY_OTHER.ending ? 'anything else' : `…${ending}`, code || '(empty)', details, becomes]);
	}

	return `The MiM SMS gateway, simulated. No message leaves this machine.
${account}

What becomes of a message:
${numbers}

See SMS arrive: ${origin}/ in a browser; deliver or fail each by hand
Look inside:    ${origin}/_simulator/messages
                ${origin}/_simulator/requests
Ask for faults: curl ${origin}/_simulator/faults -d '{"call":"smsapi","kind":"resetAfter","times":1}'
                kinds: ${Object.keys(FAULT_KINDS).join(', ')}
Change things:  curl ${origin}/_simulator/settings -d '{"replyStyle":"json","balance":0}'
Start afresh:   curl -X POST ${origin}/_simulator/reset

Ctrl-C ends it.`;
}
