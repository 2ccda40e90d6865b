/** Packages that ship no types, as far as the programs of this folder use them. */

declare module 'eslint-plugin-n8n-nodes-base' {
	import type { ESLint, Linter } from 'eslint';

	const plugin: ESLint.Plugin & {
		configs: Record<'community' | 'credentials' | 'nodes', { rules: Linter.RulesRecord }>;
	};
	export = plugin;
}

declare module '@n8n/scan-community-package/scanner/scanner.mjs' {
	interface ScanResult {
		passed: boolean;
		message?: string;
		details?: string;
	}

	export const SOURCE_FILE_PATTERNS: string[];
	export function analyzePackage(folder: string, patterns: string[]): Promise<ScanResult>;
}
