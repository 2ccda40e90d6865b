/** The example workflows as their users have them: imported, and the credential chosen. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IConnections, IDataObject, IExecuteFunctions, INode, IWorkflowSettings } from 'n8n-workflow';
import type { Engine, LoadedPackage } from '../engine/index.cts';
import { describeNode, pairTo, property } from '../engine/basicNodes/description.cts';

/** A workflow as n8n exports it, without what belongs to one instance. */
export interface Example {
	name: string;
	nodes: INode[];
	connections: IConnections;
	settings: IWorkflowSettings;
}

export type { LoadedPackage };
export type RunOptions = NonNullable<Parameters<InstanceType<typeof Engine>['run']>[1]> & { furtherTypes?: object };
export type Run = Awaited<ReturnType<InstanceType<typeof Engine>['run']>>;

export const EMAIL = 'n8n-nodes-base.emailSend';
const MAIL_FIELDS = ['fromEmail', 'toEmail', 'subject', 'text'];

export const exampleFiles = () => readdirSync(__dirname).filter((file) => file.endsWith('.json'));

export const readExample = (file: string): Example => JSON.parse(readFileSync(join(__dirname, file), 'utf8'));

/** @param id of a credential that the engine has */
export const withCredential = (flow: Example, id: string): Example => ({
	...flow,
	nodes: flow.nodes.map((node) =>
		node.credentials ? { ...node, credentials: { mimSmsApi: { id, name: `Account ${id}` } } } : node,
	),
});

/** Stands in for n8n's Send Email node: keeps the mails. */
export function mailbox() {
	const mails: IDataObject[] = [];
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
		async execute(this: IExecuteFunctions) {
			const mailOf = (index: number): IDataObject =>
				Object.fromEntries(MAIL_FIELDS.map((field) => [field, this.getNodeParameter(field, index)]));
			const items = this.getInputData().map((_item, index) => ({ json: mailOf(index), ...pairTo(index) }));
			mails.push(...items.map(({ json }) => json));
			return [items];
		},
	};
	return { mails, furtherTypes: { [EMAIL]: type } };
}
