/** The ratios as a picture: a bar for each line with a goal, on a logarithmic scale on which every goal stands at the same place. */
import { UNITS, type Goal, type JudgedLine } from './table.cts';

const WIDTH = 1080;
const LEFT = 400;
const RIGHT = 280;
const ROW = 26;
const TOP = 70;
const SPAN = 16;

const STYLE = `
	text { font: 13px system-ui, sans-serif; fill: #1f2328; }
	.head { font-weight: 600; font-size: 15px; }
	.soft { fill: #59636e; }
	.met { fill: #1a7f37; }
	.missed { fill: #bc4c00; }
	.goal { stroke: #1f2328; stroke-width: 1.5; stroke-dasharray: 4 3; }
	@media (prefers-color-scheme: dark) {
		text { fill: #f0f6fc; } .soft { fill: #9198a1; } .met { fill: #3fb950; } .missed { fill: #f0883e; } .goal { stroke: #f0f6fc; }
	}
`;

const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

type AimingLine = JudgedLine & { goal: Goal; value: number };

const aims = (line: JudgedLine): line is AimingLine => line.goal !== undefined && line.value !== undefined;

/** How many times better than its goal: 1 meets it just so. */
const margin = (goal: Goal, value: number) => (goal.least !== undefined ? value / goal.least : goal.most / value);

export function drawChart(lines: JudgedLine[], caption: string): string {
	const shown = lines.filter(aims);
	const height = TOP + shown.length * ROW + 40;
	const [from, to] = [LEFT, WIDTH - RIGHT];
	const place = (ratio: number) =>
		from + ((Math.log(Math.min(SPAN, Math.max(1 / SPAN, ratio))) / Math.log(SPAN) + 1) / 2) * (to - from);
	const goal = place(1);
	const bars = shown.map((line, index) => {
		const y = TOP + index * ROW;
		const end = place(margin(line.goal, line.value));
		const label =
			line.unit === 'number'
				? `${UNITS.number.show(line.value)} ${line.against}`
				: `${UNITS[line.unit].show(line.value)}: ${line.against}`;
		return [
			`<text x="${LEFT - 10}" y="${y + 14}" text-anchor="end">${escape(line.work)}</text>`,
			`<rect class="${line.met ? 'met' : 'missed'}" x="${Math.min(goal, end).toFixed(1)}" y="${y + 3}" width="${Math.max(2, Math.abs(end - goal)).toFixed(1)}" height="15" rx="2"><title>${escape(`${line.work}: ${label} ${line.goal.least === undefined ? 'at most' : 'at least'} ${line.goal.least ?? line.goal.most}`)}</title></rect>`,
			`<text class="soft" x="${WIDTH - RIGHT + 10}" y="${y + 14}">${escape(label)}</text>`,
		].join('\n');
	});
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="Ratios of the benchmark against their goals">`,
		`<style>${STYLE}</style>`,
		`<text class="head" x="16" y="26">Measured against the goal of each line: right of it is better</text>`,
		`<text class="soft" x="16" y="46">${escape(caption)}</text>`,
		`<line class="goal" x1="${goal}" x2="${goal}" y1="${TOP - 8}" y2="${height - 34}"/>`,
		...bars,
		...[1 / SPAN, 1 / 4, 4, SPAN].map(
			(ratio) =>
				`<text class="soft" x="${place(ratio)}" y="${height - 14}" text-anchor="middle">${ratio < 1 ? `${1 / ratio} × behind` : `${ratio} × ahead`}</text>`,
		),
		`<text class="soft" x="${goal}" y="${height - 14}" text-anchor="middle">goal</text>`,
		'</svg>',
		'',
	].join('\n');
}
