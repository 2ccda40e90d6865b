import { readdirSync } from 'node:fs';
import path from 'node:path';
import { EXAMPLES } from './examples.cts';

describe('the workflows of npm start', () => {
	it('are all recipes, each under an id of its own', () => {
		const recipes = readdirSync(path.join(__dirname, '../workflows')).filter((file) => file.endsWith('.json'));

		expect(EXAMPLES.map(({ file }) => file).sort()).toEqual(recipes.sort());
		expect(new Set(EXAMPLES.map(({ id }) => id)).size).toBe(recipes.length);
		for (const { id } of EXAMPLES) expect(id).toMatch(/^\w{16}$/);
	});

	it('are unpublished, but for one', () => {
		expect(EXAMPLES.filter(({ publish }) => publish)).toHaveLength(1);
	});
});
