declare module 'qs' {
	interface ParseOptions {
		depth?: number;
		parameterLimit?: number;
		parseArrays?: boolean;
		duplicates?: 'combine' | 'first' | 'last';
	}
	const qs: { parse(text: string, options?: ParseOptions): Record<string, unknown> };
	export default qs;
}
