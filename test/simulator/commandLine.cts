import { parseArgs } from 'node:util';
import { SETTINGS, type Settings } from './settings.cts';

const USUAL_PORT = 8025;

const OPTIONS = Object.entries(SETTINGS)
	.filter(([name]) => name !== 'now')
	.map(([name, setting]) => ({
		name,
		option: name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
		...setting,
	}));

/** The settings that a command line asks for, and whether it asks for help. Throws with a sentence on a wrong option. */
export function readCommandLine(args: string[]): { help: boolean; settings: Partial<Settings> } {
	const options: Record<string, { type: 'boolean' | 'string'; short?: string }> = {
		help: { type: 'boolean', short: 'h' },
	};
	for (const { option, value } of OPTIONS)
		options[option] = { type: typeof value === 'boolean' ? 'boolean' : 'string' };
	const { values } = parseArgs({ args, options, allowNegative: true });

	const settings = { port: USUAL_PORT };
	for (const { name, option, value, list } of OPTIONS) {
		const given = values[option];
		if (given === undefined) continue;
		Reflect.set(settings, name, typeof given === 'string' ? valueOf(given, { option, value, list }) : given);
	}
	return { help: values.help === true, settings };
}

function valueOf(text: string, { option, value, list }: { option: string; value: unknown; list?: true }) {
	if (list) return listOf(text);
	return typeof value === 'number' ? numberOf(text, option) : text;
}

function listOf(text: string) {
	if (text === 'any') return null;
	return text === 'none' ? [] : text.split(',').map((entry) => entry.trim());
}

function numberOf(text: string, option: string) {
	const number = Number(text);
	if (text.trim() === '' || Number.isNaN(number)) throw new TypeError(`--${option} is a number, not "${text}"`);
	return number;
}

/** The help text: every option with its default. */
export function helpText(): string {
	const lines = OPTIONS.map(({ name, option, value, about, list, oneOf }) => {
		const usual = name === 'port' ? USUAL_PORT : value === null ? 'any' : String(value) || 'empty';
		const values = list ? 'a,b | any | none; ' : oneOf ? `${oneOf.join(' | ')}; ` : '';
		return `  --${option.padEnd(17)} ${about} (${values}default ${usual})`;
	});
	return `The MiM SMS gateway, simulated on this machine.\n\n  npm run simulator -- [options]\n\n${lines.join('\n')}\n\nOn and off: --label-required, --no-extra-fields.\n`;
}
