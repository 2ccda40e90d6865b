import os from 'node:os';

/** The ratio that a line should have: at least this, or at most. */
export type Goal = { least: number; most?: undefined } | { least?: undefined; most: number };

interface Measured {
	/** What was done, in the table's words. */
	work: string;
	/** What the ratio is to, or what the number counts. */
	against: string;
	/** ms, bytes or requests, by the unit. */
	ours: number;
	/** How the cost grows with the work: 1.0 is linear, 2.0 quadratic. */
	growth?: number;
	growthGoal?: number;
}

/** Ours beside somebody else's. */
interface ComparedLine extends Measured {
	unit: 'speed' | 'time' | 'memory' | 'requests';
	theirs: number;
	goal?: Goal;
}

/** A number that is a result by itself. */
interface NumberLine extends Measured {
	unit: 'number';
	theirs?: undefined;
	goal?: Goal;
}

/** A time of which only the growth is judged. */
interface GrowthLine extends Measured {
	unit: 'alone';
	theirs?: undefined;
	goal?: undefined;
	growth: number;
}

/** A row of the table, as it was measured. */
export type Line = ComparedLine | NumberLine | GrowthLine;

/** A line with its ratio, and whether it meets its goal: `far` when it falls behind it by half. */
export type JudgedLine = Line & {
	value: number | undefined;
	met: boolean;
	far: boolean;
	hasGoal: boolean;
};

export const round = (number: number): string =>
	number >= 100 ? number.toFixed(0) : number >= 10 ? number.toFixed(1) : number.toFixed(2);
const time = (ms: number) =>
	ms >= 1000 ? `${round(ms / 1000)} s` : ms >= 1 ? `${round(ms)} ms` : `${round(ms * 1000)} µs`;
const size = (bytes: number) => `${round(bytes / 1e6)} MB`;

/** How many of something, in the table's words. */
export const count = (number: number): string => number.toLocaleString('en-US');

interface Unit {
	/** The ratio, or the number, in words. */
	show: (value: number) => string;
	/** What was measured of one side. */
	amount: (measured: number) => string;
}

export const UNITS: Record<Line['unit'], Unit> = {
	/** How many times as fast as the other: more is better. */
	speed: { show: (ratio) => `${round(ratio)} × as fast`, amount: time },
	/** How many times the time of the other: less is better. */
	time: { show: (ratio) => `${round(ratio)} × the time`, amount: time },
	memory: {
		show: (ratio) => `${ratio < 1 ? `1/${round(1 / ratio)}` : `${round(ratio)} ×`} of the memory`,
		amount: size,
	},
	requests: { show: (ratio) => `1/${round(1 / ratio)} of the requests`, amount: String },
	number: { show: round, amount: round },
	alone: { show: () => '', amount: time },
};

function valueOf(line: Line): number | undefined {
	switch (line.unit) {
		case 'speed':
			return line.theirs / line.ours;
		case 'time':
		case 'memory':
		case 'requests':
			return line.ours / line.theirs;
		case 'number':
			return line.ours;
		case 'alone':
			return undefined;
	}
}

const written = (limit: number) => (limit < 0.5 ? `1/${Number(round(1 / limit))}` : String(limit));

/** Judges a line by its goal. */
export function judge(line: Line): JudgedLine {
	const { goal, growth, growthGoal = 1.15 } = line;
	const value = valueOf(line);
	const verdicts: Array<{ met: boolean; far: boolean }> = [];
	if (goal?.least !== undefined && value !== undefined)
		verdicts.push({ met: value >= goal.least, far: value < goal.least * 0.5 });
	if (goal?.most !== undefined && value !== undefined)
		verdicts.push({ met: value <= goal.most, far: value > goal.most * 1.5 });
	// Growth by half more than linear is on its way to quadratic.
	if (growth !== undefined) verdicts.push({ met: growth <= growthGoal, far: growth > 1.5 });
	return {
		...line,
		value,
		met: verdicts.every(({ met }) => met),
		far: verdicts.some(({ far }) => far),
		hasGoal: verdicts.length > 0,
	};
}

function goalText({ goal }: Line): string {
	if (goal === undefined) return '';
	return goal.least !== undefined ? `≥ ${written(goal.least)}` : `≤ ${written(goal.most)}`;
}

function cells(line: JudgedLine): string[] {
	const { work, against, unit, value, ours, theirs, growth, met, hasGoal } = line;
	const { show, amount } = UNITS[unit];
	return [
		work,
		value === undefined ? '' : `${show(value)}${unit === 'number' ? ` ${against}` : ` (${against})`}`,
		goalText(line),
		unit === 'number' ? '' : theirs === undefined ? amount(ours) : `${amount(ours)} / ${amount(theirs)}`,
		growth === undefined ? '' : growth.toFixed(2),
		hasGoal ? (met ? 'yes' : 'no') : '',
	];
}

const HEAD = ['work', 'ratio', 'goal', 'ours / theirs', 'growth', 'met'];

export function plainTable(lines: JudgedLine[]): string {
	const rows = [HEAD, ...lines.map(cells)];
	const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column].length)));
	const print = (row: string[]) =>
		row
			.map((cell, column) => cell.padEnd(widths[column]))
			.join('  ')
			.trimEnd();
	return [print(rows[0]), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.slice(1).map(print)].join('\n');
}

export const markdownTable = (lines: JudgedLine[]): string =>
	[HEAD, HEAD.map(() => '---'), ...lines.map(cells)]
		.map((row) => `| ${row.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
		.join('\n');

/** The machine and the versions, in one sentence. */
export function machine(versions: Record<string, string | undefined>): string {
	const cpus = os.cpus();
	const { platform, arch, totalmem } = os;
	const words = Object.entries(versions)
		.map(([name, version]) => `${name} ${version}`)
		.join(', ');
	return `${cpus[0]?.model.trim() ?? 'unknown processor'}, ${cpus.length} cores, ${round(totalmem() / 2 ** 30)} GB, ${platform()} ${arch()}; ${words}.`;
}
