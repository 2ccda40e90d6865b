'use strict';
/** Measures one row of the table in a process of its own, and sends its lines to the parent. */
const { openScene } = require('./scene');
const { bounded, growth, sideBySide, sideBySideSync } = require('./measure');
const { memoryGrowth } = require('./memory');

const count = (number) => number.toLocaleString('en-US');

async function main([name, options]) {
	const { isShort, expressions, rounds = isShort ? 3 : 5, memoryRounds = 3 } = JSON.parse(options);
	const row = require(`./rows/${name}`);
	const scene = await openScene(row, { expressions });
	const { subjects } = scene;
	const warm = new Set();

	/** The first run of a program is its compiler's: it doesn't count. */
	async function warmUp(names, size, prepare) {
		for (const subject of names.filter((subject) => !warm.has(subject))) {
			await prepare?.(size);
			await bounded(Promise.resolve(subjects[subject](size)), subject);
			warm.add(subject);
		}
	}

	const bench = {
		...scene,
		isShort,
		count,
		short: (inShort, inFull) => (isShort ? inShort : inFull),
		note: (text) => process.send({ note: text }),
		line: (line) => process.send({ line: { row: row.title, ...line } }),
		once: async (subject, size) => await bounded(Promise.resolve(subjects[subject](size)), subject),
		/** Medians in ms; `slow` ones are run fewer times. */
		async compare(names, size, { prepare, slow = [], rounds: own = rounds, warm: isWarm = true }) {
			if (isWarm) await warmUp(names, size, prepare);
			const contenders = names.map((subject) => [
				subject,
				{
					prepare: () => prepare?.(size),
					run: () => subjects[subject](size),
					rounds: slow.includes(subject) ? Math.min(own, 2) : own,
				},
			]);
			return await sideBySide(Object.fromEntries(contenders), own);
		},
		compareSync: (contenders, { least, rounds: own = rounds } = {}) => sideBySideSync(contenders, own, least),
		/** The growth over three sizes; fills in `known`. */
		async growth(subject, sizes, { prepare, known = {} }) {
			await warmUp([subject], sizes[0], prepare);
			for (const size of sizes)
				known[size] ??= (
					await sideBySide(
						{ it: { prepare: () => prepare?.(size), run: () => subjects[subject](size) } },
						isShort ? 2 : rounds,
					)
				).it;
			return growth(sizes.map((size) => [size, known[size]]));
		},
		growthOf: growth,
		async compareMemory(names, size) {
			const grown = {};
			for (const subject of names)
				grown[subject] = await memoryGrowth({ row: name, subject, size, expressions }, memoryRounds);
			return grown;
		},
	};
	try {
		await row.measure(bench);
	} finally {
		await scene.close();
	}
}

// Nobody waits for the rest.
process.on('disconnect', () => process.exit(1));

main(process.argv.slice(2)).then(
	() => process.exit(0),
	(error) => process.send({ error: error.stack }, () => process.exit(1)),
);
