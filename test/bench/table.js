'use strict';
const os = require('node:os');

const round = (number) => (number >= 100 ? number.toFixed(0) : number >= 10 ? number.toFixed(1) : number.toFixed(2));
const time = (ms) => (ms >= 1000 ? `${round(ms / 1000)} s` : ms >= 1 ? `${round(ms)} ms` : `${round(ms * 1000)} µs`);
const size = (bytes) => `${round(bytes / 1e6)} MB`;

const UNITS = {
	/** How many times as fast as the other: more is better. */
	speed: { value: ({ ours, theirs }) => theirs / ours, show: (ratio) => `${round(ratio)} × as fast`, amount: time },
	/** How many times the time of the other: less is better. */
	time: { value: ({ ours, theirs }) => ours / theirs, show: (ratio) => `${round(ratio)} × the time`, amount: time },
	memory: {
		value: ({ ours, theirs }) => ours / theirs,
		show: (ratio) => `${ratio < 1 ? `1/${round(1 / ratio)}` : `${round(ratio)} ×`} of the memory`,
		amount: size,
	},
	requests: {
		value: ({ ours, theirs }) => ours / theirs,
		show: (ratio) => `1/${round(1 / ratio)} of the requests`,
		amount: String,
	},
	number: { value: ({ ours }) => ours, show: round, amount: round },
	alone: { value: () => undefined, show: () => '', amount: time },
};

const written = (limit) => (limit < 1 && Number.isInteger(1 / limit) ? `1/${1 / limit}` : String(limit));

/**
 * A line with its ratio, and whether it meets its goal: `far` when it falls behind it by half. `reachable` is the ratio that a
 * node could have that took no time of its own, as measured in the same run; where the goal lies beyond it, `far` is by that.
 */
function judge(line) {
	const { goal, growth, growthGoal = 1.15, reachable, unit } = line;
	const value = UNITS[unit].value(line);
	const verdicts = [];
	if (goal?.least !== undefined)
		verdicts.push({ met: value >= goal.least, far: value < Math.min(goal.least, reachable ?? Infinity) * 0.5 });
	if (goal?.most !== undefined)
		verdicts.push({ met: value <= goal.most, far: value > Math.max(goal.most, reachable ?? 0) * 1.5 });
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

/** The goal, and where it can't be reached what can. */
function goalText({ goal, reachable }) {
	if (goal === undefined) return '';
	const isBeyond =
		reachable !== undefined && (goal.least !== undefined ? reachable < goal.least : reachable > goal.most);
	return `${goal.least !== undefined ? `≥ ${written(goal.least)}` : `≤ ${written(goal.most)}`}${isBeyond ? ` (at best ${round(reachable)})` : ''}`;
}

function cells(line) {
	const { work, against, unit, value, ours, theirs, growth, met, hasGoal } = line;
	const { show, amount } = UNITS[unit];
	return [
		work,
		against === 'growth'
			? ''
			: value === undefined
				? ''
				: `${show(value)}${unit === 'number' ? ` ${against}` : ` (${against})`}`,
		goalText(line),
		unit === 'number' ? '' : theirs === undefined ? amount(ours) : `${amount(ours)} / ${amount(theirs)}`,
		growth === undefined ? '' : growth.toFixed(2),
		hasGoal ? (met ? 'yes' : 'no') : '',
	];
}

const HEAD = ['work', 'ratio', 'goal', 'ours / theirs', 'growth', 'met'];

function plainTable(lines) {
	const rows = [HEAD, ...lines.map(cells)];
	const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column].length)));
	const print = (row) =>
		row
			.map((cell, column) => cell.padEnd(widths[column]))
			.join('  ')
			.trimEnd();
	return [print(rows[0]), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.slice(1).map(print)].join('\n');
}

const markdownTable = (lines) =>
	[HEAD, HEAD.map(() => '---'), ...lines.map(cells)]
		.map((row) => `| ${row.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
		.join('\n');

/** The machine and the versions, in one sentence. */
function machine(versions) {
	const cpus = os.cpus();
	const { platform, arch, totalmem } = os;
	const words = Object.entries(versions)
		.map(([name, version]) => `${name} ${version}`)
		.join(', ');
	return `${cpus[0]?.model.trim() ?? 'unknown processor'}, ${cpus.length} cores, ${round(totalmem() / 2 ** 30)} GB, ${platform()} ${arch()}; ${words}.`;
}

module.exports = { UNITS, judge, machine, markdownTable, plainTable };
