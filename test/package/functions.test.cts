/** How functions of the sources are called: what an argument means stands where the call is read. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { listSources, ROOT } from './packedPackage.cts';

const MOST_PARAMETERS = 4;

interface Found {
	tooMany: string[];
	booleans: string[];
}

const isBooleanWord = ({ kind }: ts.Node): boolean =>
	kind === ts.SyntaxKind.TrueKeyword || kind === ts.SyntaxKind.FalseKeyword;

/** A parameter that a call can fill with `true` alone; one that is taken apart has a name at the call. */
const isBoolean = ({ type, initializer }: ts.ParameterDeclaration): boolean =>
	type?.kind === ts.SyntaxKind.BooleanKeyword || (initializer !== undefined && isBooleanWord(initializer));

/** `success(false)` says what was read: no setting, but the value itself. */
const holdsBoolean = (node: ts.CallExpression | ts.NewExpression): boolean =>
	node.expression.getText() !== 'success' && (node.arguments ?? []).some(isBooleanWord);

/** The functions of a source with more than four parameters, and the booleans that a call would pass by their place alone. */
function check(file: string, text: string): Found {
	const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
	const found: Found = { tooMany: [], booleans: [] };
	const at = (node: ts.Node) => `${file}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
	const visit = (node: ts.Node): void => {
		if (ts.isFunctionLike(node) && node.parameters.length > MOST_PARAMETERS) found.tooMany.push(at(node));
		if (ts.isParameter(node) && isBoolean(node)) found.booleans.push(at(node));
		if ((ts.isCallExpression(node) || ts.isNewExpression(node)) && holdsBoolean(node)) found.booleans.push(at(node));
		ts.forEachChild(node, visit);
	};
	visit(source);
	return found;
}

const SOURCES = listSources().filter((file) => file.endsWith('.ts'));

describe('the functions of the sources', () => {
	const found = SOURCES.map((file) => check(file, readFileSync(path.join(ROOT, file), 'utf8')));

	it('take at most four parameters', () => {
		expect(SOURCES.length).toBeGreaterThan(50);
		expect(found.flatMap(({ tooMany }) => tooMany)).toEqual([]);
	});

	it('are told a yes or no by its name', () => {
		expect(found.flatMap(({ booleans }) => booleans)).toEqual([]);
	});
});

describe('this check', () => {
	it.each([
		['function send(a, b, c, d, e) {}', { tooMany: ['a.ts:1'], booleans: [] }],
		[
			'class A { constructor(private a: number, b = 1, c = 2, d = 3, e = 4) {} }',
			{ tooMany: ['a.ts:1'], booleans: [] },
		],
		['const read = (text: string, isLast: boolean) => 1;', { tooMany: [], booleans: ['a.ts:1'] }],
		['const read = (text: string, isLast = false) => 1;', { tooMany: [], booleans: ['a.ts:1'] }],
		['\nread(text, true);', { tooMany: [], booleans: ['a.ts:2'] }],
		['new Memory(context, false);', { tooMany: [], booleans: ['a.ts:1'] }],
		['read(text, { isLast: true }); success(false);', { tooMany: [], booleans: [] }],
	])('of %s finds %j', (text, expected) => {
		expect(check('a.ts', text)).toEqual(expected);
	});
});
