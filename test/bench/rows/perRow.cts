import { runChain, type Engine } from '../engine.cts';
import type { GatewayAddress } from '../gateway.cts';
import { field, inputRows } from '../input.cts';
import type { Subject } from '../row.cts';

/** A message for each row of a table, by an operation of ours. */
export const byOurs =
	(engine: Engine, operation: 'send' | 'sendMany'): Subject =>
	(count) =>
		runChain(
			engine,
			[
				{
					name: 'MiM',
					type: 'mimSms',
					credentials: 'account',
					parameters: {
						resource: 'sms',
						operation,
						to: '={{ $json.phone }}',
						message: '={{ $json.text }}',
						senderId: '',
						options: {},
					},
				},
			],
			inputRows(count),
		);

/** The same by n8n's HTTP Request node. */
export const byHttpRequest =
	(engine: Engine, { apiKey, baseUrl }: GatewayAddress): Subject =>
	(count) =>
		runChain(
			engine,
			[
				{
					name: 'HTTP',
					type: 'n8n-nodes-base.httpRequest',
					parameters: {
						method: 'POST',
						url: `${baseUrl}/smsapi`,
						sendBody: true,
						contentType: 'form-urlencoded',
						options: {},
						bodyParameters: {
							parameters: [
								field('api_key', apiKey),
								field('type', 'text'),
								field('contacts', '={{ $json.phone }}'),
								field('senderid', 'MiMSMS'),
								field('msg', '={{ $json.text }}'),
							],
						},
					},
				},
			],
			inputRows(count),
		);
