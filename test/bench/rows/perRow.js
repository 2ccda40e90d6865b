'use strict';
const { runChain } = require('../engine');
const { field, inputRows } = require('../input');

/** A message for each row of a table: by an operation of ours, and by n8n's HTTP Request node. */
const byOurs = (engine, operation) => (count) =>
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

const byHttpRequest =
	(engine, { apiKey, baseUrl }) =>
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

module.exports = { byHttpRequest, byOurs };
