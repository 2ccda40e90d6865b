import {
	NodeConnectionTypes,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
} from 'n8n-workflow';
import { triggerFields } from './bridge/poll/fields';

export class MimSmsTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'MiM SMS Trigger',
		name: 'mimSmsTrigger',
		icon: { light: 'file:mimSms.svg', dark: 'file:mimSms.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["events"].join(", ") }}',
		// n8n's search shows this one for the pair of nodes.
		description:
			'Send SMS through MiM SMS (Bangladesh), or start the workflow when a delivery report arrives or the balance is low',
		defaults: { name: 'MiM SMS Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'mimSmsApi', required: true }],
		hints: [
			{
				message:
					'The test button returns an example report, not a real one. To see real reports, set Test With under Options to Live Reports.',
				type: 'info',
				location: 'outputPane',
				displayCondition: '={{ $parameter["options"]?.["testWith"] !== "live" }}',
			},
		],
		properties: triggerFields,
	};

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		const { pollNode } = await import('./bridge/poll/pollRun');
		return await pollNode(this);
	}
}
