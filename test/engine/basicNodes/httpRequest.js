'use strict';
const { describeNode, pairTo, property } = require('./description');

/** Only what tests need of it: one request an item with a credential of some other node ("predefined credential type"). */
const httpRequest = {
	description: describeNode(
		'httpRequest',
		'HTTP Request',
		[4, 4.1, 4.2, 4.3, 4.4],
		[
			property('method', 'string', 'GET'),
			property('url', 'string', ''),
			property('authentication', 'string', 'none'),
			property('nodeCredentialType', 'string', ''),
		],
	),
	async execute() {
		const read = (name, index) => this.getNodeParameter(name, index);
		const request = async (_item, index) => {
			const options = { method: read('method', index), url: read('url', index), encoding: 'text' };
			const data =
				read('authentication', index) === 'predefinedCredentialType'
					? await this.helpers.httpRequestWithAuthentication.call(this, read('nodeCredentialType', index), options)
					: await this.helpers.httpRequest(options);
			return { json: { data }, ...pairTo(index) };
		};
		return [await Promise.all(this.getInputData().map(request))];
	},
};

module.exports = { httpRequest };
