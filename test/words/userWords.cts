/** The words that a user meets in the editor and in errors, as they stand in the descriptions and in the sources. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type {
	ICredentialType,
	INodeProperties,
	INodePropertyCollection,
	INodePropertyOptions,
	INodeType,
} from 'n8n-workflow';
import ts from 'typescript';
import { listSources, ROOT } from '../package/packedPackage.cts';

// As they were built: their sources load what they do by import(), which this compiler does not resolve.
const { MimSms } = require('../../dist/nodes/MimSms/MimSms.node.js') as { MimSms: new () => INodeType };
const { MimSmsTrigger } = require('../../dist/nodes/MimSms/MimSmsTrigger.node.js') as {
	MimSmsTrigger: new () => INodeType;
};
const { MimSmsApi } = require('../../dist/credentials/MimSmsApi.credentials.js') as {
	MimSmsApi: new () => ICredentialType;
};

/** One place of the editor, and what it says. */
export type Words = readonly [place: string, words: string];

type Option = INodePropertyOptions | INodeProperties | INodePropertyCollection;

const PLACES = ['displayName', 'name', 'action', 'description', 'hint', 'placeholder'] as const;

/** The label, description, hint and example of a field or a choice; of a notice its text alone. */
function wordsOf(one: Option, at: string): Words[] {
	const isField = 'displayName' in one;
	const fields = one as unknown as Partial<Record<(typeof PLACES)[number], string>>;
	const said = PLACES.filter((place) => (isField ? place !== 'name' : true))
		.map(
			(place): Words => [
				`${at}, ${place === 'displayName' || place === 'name' ? 'label' : place}`,
				fields[place] ?? '',
			],
		)
		.filter(([, words]) => words !== '');
	return [...said, ...optionsOf(one, at)];
}

const optionsOf = (one: Option, at: string): Words[] =>
	'options' in one ? (one.options ?? []).flatMap((option) => wordsOf(option, `${at}.${keyOf(option)}`)) : [];

const keyOf = (option: Option): string => String('value' in option ? option.value : option.name);

/** The place of a field: its name, with the operation where several have one of this name. */
const placeOf = ({ name, displayOptions }: INodeProperties): string =>
	[...(name === 'operation' || name === 'options' ? [displayOptions?.show?.resource] : []), name].flat().join('.');

const ofFields = (properties: readonly INodeProperties[]): Words[] =>
	properties.flatMap((property) => wordsOf(property, placeOf(property)));

/** The words of one list, each once. */
const distinct = (words: readonly Words[]): Words[] => [
	...new Map(words.map((one) => [one.join('\n'), one] as const)).values(),
];

const node = new MimSms().description;
const trigger = new MimSmsTrigger().description;
const credential = new MimSmsApi();

const hintsOf = ({ hints = [] }: Pick<typeof node, 'hints'>): Words[] =>
	hints.map(({ message }, place) => [`hint ${place + 1}`, message]);

/** What the editor shows, by where. */
export const FIELDS: Readonly<Record<string, Words[]>> = {
	'The node': distinct([['description', node.description], ...hintsOf(node), ...ofFields(node.properties)]),
	'The trigger': distinct([['description', trigger.description], ...hintsOf(trigger), ...ofFields(trigger.properties)]),
	'The credential': distinct(ofFields(credential.properties)),
};

/** Lists of the gateways' words, with examples of them, and reasons for the reviewer of the package. */
const NOT_OURS =
	/gateway\/deliveryWords|gateway\/amount|classic\/replies|classic\/deliveryCodes|resources\/declare|vendor/;

/** A text of the sources, its values as dots. */
const textOf = (node: ts.Node): string | null => {
	if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
	return ts.isTemplateExpression(node)
		? node.head.text + node.templateSpans.map(({ literal }) => `…${literal.text}`).join('')
		: null;
};

/** What reads like words for a person: three words and more. */
const isSentence = (text: string): boolean =>
	/[\p{L}’']+ [\p{L}(…“]\S* [\p{L}(…“]/u.test(text) && !/^\s*={{|^[\^(]|\\b/.test(text);

function sentencesOf(file: string): string[] {
	const source = ts.createSourceFile(file, readFileSync(path.join(ROOT, file), 'utf8'), ts.ScriptTarget.Latest, true);
	const sentences: string[] = [];
	const visit = (node: ts.Node) => {
		const text = ts.isImportDeclaration(node) ? null : textOf(node);
		if (text !== null && isSentence(text)) sentences.push(text);
		ts.forEachChild(node, visit);
	};
	visit(source);
	return sentences;
}

const inEditor = new Set(Object.values(FIELDS).flatMap((words) => words.map(([, text]) => text)));

/** What the sources say beside the fields: hints of a run, problems, advice; in the order of the alphabet, wherever they are. */
export const SENTENCES: readonly string[] = [
	...new Set(
		listSources()
			.filter((file) => file.endsWith('.ts') && !NOT_OURS.test(file))
			.flatMap(sentencesOf)
			.filter((text) => !inEditor.has(text)),
	),
].sort();
