'use strict';
/** The example workflows as their users have them: imported, and the credential chosen. */
const { readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');
const { describeNode, pairTo, property } = require('../engine/basicNodes/description');

const EMAIL = 'n8n-nodes-base.emailSend';
const MAIL_FIELDS = ['fromEmail', 'toEmail', 'subject', 'text'];

const exampleFiles = () => readdirSync(__dirname).filter((file) => file.endsWith('.json'));

const readExample = (file) => JSON.parse(readFileSync(join(__dirname, file), 'utf8'));

/** @param {object} flow @param {string} id of a credential that the engine has */
const withCredential = (flow, id) => ({
	...flow,
	nodes: flow.nodes.map((node) =>
		node.credentials ? { ...node, credentials: { mimSmsApi: { id, name: `Account ${id}` } } } : node,
	),
});

/** Stands in for n8n's Send Email node: keeps the mails. */
function mailbox() {
	const mails = [];
	const type = {
		description: describeNode(
			'emailSend',
			'Send Email',
			[2, 2.1],
			[
				...[...MAIL_FIELDS, 'emailFormat'].map((name) => property(name, 'string', '')),
				property('options', 'collection', {}, { options: [] }),
			],
		),
		async execute() {
			const mailOf = (index) =>
				Object.fromEntries(MAIL_FIELDS.map((field) => [field, this.getNodeParameter(field, index)]));
			const items = this.getInputData().map((_item, index) => ({ json: mailOf(index), ...pairTo(index) }));
			mails.push(...items.map(({ json }) => json));
			return [items];
		},
	};
	return { mails, furtherTypes: { [EMAIL]: type } };
}

module.exports = { EMAIL, exampleFiles, mailbox, readExample, withCredential };
