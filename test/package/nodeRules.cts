/**
 * Started by linters.test in a process of its own, for NODE_ENV=test changes the rules: the rules of both of n8n's plug-ins on the
 * package in the current folder, but for those that n8n-node itself switches off. Prints what it looked at and found.
 */
import path from 'node:path';
import { config } from '@n8n/node-cli/eslint';
import { n8nCommunityNodesPlugin } from '@n8n/eslint-plugin-community-nodes';
import { ESLint, type Linter } from 'eslint';
import plugin from 'eslint-plugin-n8n-nodes-base';

export interface NodeRulesReport {
	files: string[];
	/** `<file>: <rule>` */
	findings: string[];
}

const PREFIX = 'n8n-nodes-base/';

/** Each set of rules, and the files for which n8n-node uses it, as they stand in its configuration. */
const SETS = [
	{ rules: plugin.configs.nodes.rules, files: './nodes/**/*.ts' },
	{ rules: plugin.configs.credentials.rules, files: './credentials/**/*.ts' },
	{ rules: plugin.configs.community.rules, files: 'package.json' },
];

/** The part of n8n-node's configuration that sets the plug-in's rules for these files. */
function partFor(files: string) {
	const found = config.find(
		(part) => part.files?.includes(files) && Object.keys(part.rules ?? {}).some((rule) => rule.startsWith(PREFIX)),
	);
	if (found === undefined) throw new Error(`n8n-node's configuration has no rules of the plug-in for ${files}`);
	return found;
}

const switchedOff = (files: string): Linter.RulesRecord =>
	Object.fromEntries(
		Object.entries(partFor(files).rules ?? {}).flatMap(([rule, level]) => (level === 'off' ? [[rule, level]] : [])),
	);

// typescript-eslint types the tree that a parser gives as unknown: it is a parser of ESLint all the same.
const { parser } = partFor('package.json').languageOptions ?? {};
if (!parser) throw new Error("n8n-node's configuration has no parser for package.json");

const configuration: Linter.Config[] = SETS.map(({ rules, files }) => ({
	files: [files.replace(/^\.\//, '')],
	plugins: { 'n8n-nodes-base': plugin },
	rules: { ...rules, ...switchedOff(files) },
	languageOptions: { parser: parser as Linter.Parser, parserOptions: { extraFileExtensions: ['.json'] } },
	linterOptions: { noInlineConfig: true },
}));

const both: Linter.Config[] = [
	{ ...n8nCommunityNodesPlugin.configs.recommended, files: ['nodes/**/*.ts', 'credentials/**/*.ts', 'package.json'] },
	...configuration,
];

async function lint(folder: string): Promise<NodeRulesReport> {
	const linter = new ESLint({ cwd: folder, overrideConfigFile: true, overrideConfig: both });
	const results = await linter.lintFiles(['nodes', 'credentials', 'package.json']);
	const nameOf = (file: string) => path.relative(folder, file).split(path.sep).join('/');
	return {
		files: results.map(({ filePath }) => nameOf(filePath)),
		findings: results.flatMap(({ filePath, messages }) =>
			messages.map(({ ruleId, message }) => `${nameOf(filePath)}: ${ruleId ?? message}`),
		),
	};
}

void lint(process.cwd()).then((report) => console.log(JSON.stringify(report)));
