/** What a row of the table is made of, and what it is measured with. */
import type { Engine } from './engine.cts';
import type { Gateway } from './gateway.cts';
import type { Line } from './table.cts';

/** n8n's engine with the nodes in it, and the gateway beside it. */
export interface Stage {
	engine: Engine;
	gateway: Gateway;
}

/** One run of a subject over so many messages, reports or characters. */
export type Subject = (size: number) => unknown;

interface Preparation {
	/** Not measured; before each run. */
	prepare?: (size: number) => unknown;
}

interface Comparison extends Preparation {
	rounds?: number;
	/** Whether each runs once before it counts. */
	warm?: boolean;
}

interface Sizes extends Preparation {
	/** What a comparison has measured already, in ms by size. */
	known?: Record<number, number>;
}

/** How the time grows over several sizes, and what the largest takes, in ms. */
export interface Scaling {
	growth: number;
	largest: number;
}

/** What a row measures its subjects with. Times are medians in ms. */
export interface Bench<Name extends string> {
	/** Whether n8n's own nodes are there to be measured against. */
	hasPeers: boolean;
	isShort: boolean;
	/** Whether n8n's plain expression engine evaluates, and not the sandbox. */
	isPlain: boolean;
	short<T>(inShort: T, inFull: T): T;
	line(line: Line): void;
	note(text: string): void;
	once(subject: Name, size: number): Promise<void>;
	compare<Compared extends Name>(
		subjects: Compared[],
		size: number,
		options?: Comparison,
	): Promise<Record<Compared, number>>;
	/** The same for short synchronous work. */
	compareSync<Compared extends string>(
		runs: Record<Compared, () => unknown>,
		options?: { least?: number; rounds?: number },
	): Promise<Record<Compared, number>>;
	scaling(subject: Name, sizes: number[], options?: Sizes): Promise<Scaling>;
	/** Bytes by which a process grows at most while a subject runs. */
	compareMemory<Compared extends Name>(subjects: Compared[], size: number): Promise<Record<Compared, number>>;
}

interface RowOf<Name extends string> {
	title: string;
	/** The subjects that `--profile` shows, with their sizes. */
	profiled?: Partial<Record<Name, number>>;
}

/** A row that runs workflows. */
export interface EngineRow<Name extends string = string> extends RowOf<Name> {
	needsEngine: true;
	/**
	 * Whether the workflows hold expressions: then the row is measured on the sandbox, and on the plain engine. The others are
	 * measured on the plain engine, since n8n starts a sandbox for each poll, whether it is needed or not.
	 */
	evaluates?: true;
	subjects(stage: Stage): Record<Name, Subject>;
	/** Before a single run, where it takes more than an empty gateway. */
	prepare?(stage: Stage, size: number): Promise<unknown>;
	measure(bench: Bench<Name> & Stage): Promise<void>;
}

/** A row that needs neither n8n nor a gateway. */
export interface PlainRow<Name extends string = string> extends RowOf<Name> {
	needsEngine: false;
	subjects(): Record<Name, Subject>;
	measure(bench: Bench<Name>): Promise<void>;
}

export type Row = EngineRow | PlainRow;
