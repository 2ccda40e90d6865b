// Node 24 has it, which runs n8n; the types here are those of Node 20, which runs the rest.
declare module 'node:sqlite' {
	interface Statement {
		run(...values: Array<string | number | null>): unknown;
		all(...values: Array<string | number | null>): unknown[];
	}
	export class DatabaseSync {
		constructor(file: string, options?: { readOnly?: boolean; timeout?: number });
		exec(statement: string): void;
		prepare(statement: string): Statement;
		close(): void;
	}
}
