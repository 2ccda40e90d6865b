import type { IHttpRequestOptions, INodeExecutionData, INodeType } from 'n8n-workflow';
import { describeNode, pairTo, property } from './description.cts';

/** Only what tests need of it: one request an item with a credential of some other node ("predefined credential type"). */
export const httpRequest: INodeType = {
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
		const read = (name: string, index: number) => this.getNodeParameter(name, index) as string;
		const request = async (_item: INodeExecutionData, index: number): Promise<INodeExecutionData> => {
			const method = read('method', index) as IHttpRequestOptions['method'];
			const options: IHttpRequestOptions = { method, url: read('url', index), encoding: 'text' };
			const data =
				read('authentication', index) === 'predefinedCredentialType'
					? await this.helpers.httpRequestWithAuthentication.call(this, read('nodeCredentialType', index), options)
					: await this.helpers.httpRequest(options);
			return { json: { data }, ...pairTo(index) };
		};
		return [await Promise.all(this.getInputData().map(request))];
	},
};
