import { runChain, type Engine } from '../engine.cts';
import type { GatewayAddress } from '../gateway.cts';
import { field, inputRows, PHONE_EXPRESSION, TEXT_EXPRESSION } from '../input.cts';
import type { Subject } from '../row.cts';

/** A message for each row of a table, by an operation of ours, with an account of the classic API or of V2. */
export const byOurs =
	(engine: Engine, operation: 'send' | 'sendMany', credentials: 'account' | 'v2' = 'account'): Subject =>
	(count) =>
		runChain(
			engine,
			[
				{
					name: 'MiM',
					type: 'mimSms',
					credentials,
					parameters: {
						resource: 'sms',
						operation,
						to: PHONE_EXPRESSION,
						message: TEXT_EXPRESSION,
						senderId: '',
						options: {},
					},
				},
			],
			inputRows(count),
		);

/** What the HTTP Request node needs for the same: a form for each row. */
export const httpRequestParameters = ({ apiKey, baseUrl }: GatewayAddress) => ({
	method: 'POST',
	url: `${baseUrl}/smsapi`,
	sendBody: true,
	contentType: 'form-urlencoded',
	options: {},
	bodyParameters: {
		parameters: [
			field('api_key', apiKey),
			field('type', 'text'),
			field('contacts', PHONE_EXPRESSION),
			field('senderid', 'MiMSMS'),
			field('msg', TEXT_EXPRESSION),
		],
	},
});

/** The same by n8n's HTTP Request node. */
export const byHttpRequest =
	(engine: Engine, address: GatewayAddress): Subject =>
	(count) =>
		runChain(
			engine,
			[{ name: 'HTTP', type: 'n8n-nodes-base.httpRequest', parameters: httpRequestParameters(address) }],
			inputRows(count),
		);
