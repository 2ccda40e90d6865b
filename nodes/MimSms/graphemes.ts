const characters = new Intl.Segmenter('und', { granularity: 'grapheme' });

/**
 * Stands in for grapheme-splitter in sms-segments-calculator (gulpfile.js): the platform knows today's characters itself,
 * where that library brings 20 kB of old tables.
 */
export default class GraphemeSplitter {
	splitGraphemes(text: string): string[] {
		return Array.from(characters.segment(text), ({ segment }) => segment);
	}
}
