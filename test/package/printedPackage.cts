/**
 * The finished descriptions as n8n source files of literals only. The linters read nothing else: a label that comes from a table,
 * a field that a function makes and a list that is put together pass them unread in the sources.
 */
import fs from 'node:fs';
import path from 'node:path';
import type { ICredentialType, INodeType } from 'n8n-workflow';
import { provideModule, ROOT } from './packedPackage.cts';

// As they were built: without what n8n adds when it loads a package.
const { MimSms } = require('../../dist/nodes/MimSms/MimSms.node.js') as { MimSms: new () => INodeType };
const { MimSmsTrigger } = require('../../dist/nodes/MimSms/MimSmsTrigger.node.js') as {
	MimSmsTrigger: new () => INodeType;
};
const { MimSmsApi } = require('../../dist/credentials/MimSmsApi.credentials.js') as {
	MimSmsApi: new () => ICredentialType;
};

/** Where a connection is named, the linters want n8n's constant. */
const CONNECTIONS = ['inputs', 'outputs'];

function literalOf(value: unknown, key = ''): string {
	if (typeof value === 'function') return 'async () => []';
	if (CONNECTIONS.includes(key))
		return `[${(value as string[]).map((name) => (name === 'main' ? 'NodeConnectionTypes.Main' : literalOf(name))).join()}]`;
	if (Array.isArray(value)) return `[${value.map((one) => literalOf(one)).join(',\n')}]`;
	if (typeof value !== 'object' || value === null) return JSON.stringify(value);
	const entries = Object.entries(value).filter(([, one]) => one !== undefined);
	return `{${entries.map(([name, one]) => `${/^\w+$/.test(name) ? name : JSON.stringify(name)}: ${literalOf(one, name)}`).join(',\n')}}`;
}

const nodeFile = (name: string, { description }: INodeType, method: string): string =>
	`import { NodeConnectionTypes, type INodeType, type INodeTypeDescription } from 'n8n-workflow';

export class ${name} implements INodeType {
description: INodeTypeDescription = ${literalOf(description)};

${method}
}
`;

/** Types of a credential's members, which the linters go by. */
const MEMBER_TYPES: Record<string, string> = {
	icon: ': Icon',
	properties: ': INodeProperties[]',
	test: ': ICredentialTestRequest',
};

function credentialFile(name: string, credential: ICredentialType): string {
	const members = Object.entries(credential).map(([member, value]) => {
		const literal = `${literalOf(value)}${member === 'restrictToSupportedNodes' ? ' as const' : ''}`;
		return `${member}${MEMBER_TYPES[member] ?? ''} = ${literal};`;
	});
	return `import type { ICredentialTestRequest, ICredentialType, Icon, INodeProperties } from 'n8n-workflow';

export class ${name} implements ICredentialType {
${members.join('\n\n')}
}
`;
}

/** The package with its descriptions printed, in an empty folder. */
export function printPackage(folder: string) {
	const files = {
		'nodes/MimSms/MimSms.node.ts': nodeFile('MimSms', new MimSms(), 'customOperations = {};'),
		'nodes/MimSms/MimSmsTrigger.node.ts': nodeFile(
			'MimSmsTrigger',
			new MimSmsTrigger(),
			'async poll() { return null; }',
		),
		'credentials/MimSmsApi.credentials.ts': credentialFile('MimSmsApi', new MimSmsApi()),
	};
	for (const [file, text] of Object.entries(files)) {
		fs.mkdirSync(path.join(folder, path.dirname(file)), { recursive: true });
		fs.writeFileSync(path.join(folder, file), text);
	}
	for (const file of ['package.json', 'nodes/MimSms/mimSms.svg', 'nodes/MimSms/mimSms.dark.svg'])
		fs.copyFileSync(path.join(ROOT, file), path.join(folder, file));
	provideModule('n8n-workflow', folder);
}
