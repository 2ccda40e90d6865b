/** The example workflows that the package offers. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { MimSmsCredentials, Workflow } from './workflows.cts';

const FOLDER = path.join(__dirname, '../../workflows');

export const exampleFiles = (): string[] => readdirSync(FOLDER).filter((name) => name.endsWith('.json'));

/** An example as it is once a user has imported it and chosen the credential. */
export function readExample(file: string, credentials: MimSmsCredentials): Workflow {
	const workflow = JSON.parse(readFileSync(path.join(FOLDER, file), 'utf8')) as Workflow;
	const nodes = workflow.nodes.map((node, index) => ({
		...node,
		id: node.id ?? `node-${index}`,
		...(node.credentials?.mimSmsApi && { credentials }),
	}));
	return { ...workflow, nodes };
}
