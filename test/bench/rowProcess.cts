/** Measures one row of the table in a process of its own, and sends its lines to the parent. */
import { isInstalled } from './host.cts';
import { bounded, growth, sideBySide, sideBySideSync } from './measure.cts';
import { memoryGrowth } from './memory.cts';
import type { Bench } from './row.cts';
import { isEvaluating, rowNamed, type RowName } from './rows/index.cts';
import { openScene, type Expressions, type Scene } from './scene.cts';
import type { Line } from './table.cts';

export interface RowOptions {
	isShort: boolean;
	expressions: Expressions;
	rounds?: number;
	memoryRounds?: number;
}

/** A message to the parent. */
export type RowMessage = { line: Line } | { note: string } | { error: string };

const tell = (message: RowMessage, told?: () => void) => process.send?.(message, undefined, undefined, told);

function createBench(name: RowName, { subjects }: Scene, options: RowOptions): Bench<string> {
	const { isShort, expressions, rounds = 3, memoryRounds } = options;
	const isPlain = expressions === 'legacy';
	const warm = new Set<string>();
	const once = async (subject: string, size: number) => {
		await bounded(Promise.resolve(subjects[subject](size)), subject);
	};

	/** The first run of a program is its compiler's: it doesn't count. */
	async function warmUp(names: string[], size: number, prepare?: (size: number) => unknown) {
		for (const subject of names.filter((one) => !warm.has(one))) {
			await prepare?.(size);
			await once(subject, size);
			warm.add(subject);
		}
	}

	return {
		hasPeers: isInstalled,
		isShort,
		isPlain,
		short: (inShort, inFull) => (isShort ? inShort : inFull),
		note: (note) => tell({ note }),
		line: (line) =>
			tell({ line: isPlain && isEvaluating(name) ? { ...line, work: `${line.work}, plain engine` } : line }),
		once,
		async compare(names, size, { prepare, rounds: own = rounds, warm: isWarm = true } = {}) {
			if (isWarm) await warmUp(names, size, prepare);
			const contenders = names.map((subject) => ({
				name: subject,
				prepare: () => prepare?.(size),
				run: () => subjects[subject](size),
			}));
			return await sideBySide(contenders, own);
		},
		compareSync: async (runs, { least, rounds: own = rounds } = {}) => await sideBySideSync(runs, own, least),
		async scaling(subject, sizes, { prepare, known = {} } = {}) {
			await warmUp([subject], sizes[0], prepare);
			const points: Array<[number, number]> = [];
			for (const size of sizes) {
				const contender = { name: 'it' as const, prepare: () => prepare?.(size), run: () => subjects[subject](size) };
				points.push([size, known[size] ?? (await sideBySide([contender], isShort ? 2 : rounds)).it]);
			}
			return { growth: growth(points), largest: points[points.length - 1][1] };
		},
		async compareMemory(names, size) {
			const grown: Array<[string, number]> = [];
			for (const subject of names)
				grown.push([subject, await memoryGrowth({ row: name, subject, size, expressions }, memoryRounds)]);
			return Object.fromEntries(grown) as Record<(typeof names)[number], number>;
		},
	};
}

async function main(name: string, options: RowOptions) {
	const scene = await openScene(rowNamed(name), options.expressions);
	try {
		await scene.measure(createBench(name as RowName, scene, options));
	} finally {
		await scene.close();
	}
}

// Nobody waits for the rest.
process.on('disconnect', () => process.exit(1));

const [name, options] = process.argv.slice(2);
main(name, JSON.parse(options) as RowOptions).then(
	() => process.exit(0),
	(error: Error) => tell({ error: error.stack ?? error.message }, () => process.exit(1)),
);
