/**
 * n8n-core, set up once per process (in jest: once per test file), with nothing on disk and nothing on the console.
 *
 * The dependency-injection container gets n8n's real Logger at level "debug", whose lines are kept in memory, and
 * instance settings that were never written to a file.
 */
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import * as core from 'n8n-core';
import type {
	IDataDeduplicator,
	IRunExecutionData,
	IRunExecutionDataAll,
	Logger as WorkflowLogger,
} from 'n8n-workflow';
import { ProcessedData } from './processedData.cts';

type Class<T> = abstract new (...parameters: never[]) => T;

interface LogMetadata {
	scopes?: string[];
	[key: string]: unknown;
}

/** What winston is to n8n's Logger. */
interface LogSink {
	levels: Record<string, number>;
	log(level: string, message: string, metadata?: LogMetadata): void;
	child(metadata: LogMetadata): LogSink;
}

interface N8nLogger extends WorkflowLogger {
	setInternalLogger(sink: LogSink): void;
}

// n8n-core's own dependencies are asked for from where n8n-core stands: they need not be hoisted to our node_modules,
// and what is hoisted can be of another version. So their types are written here, as far as they are used.
const fromCore = createRequire(require.resolve('n8n-core'));
const fromBackendCommon = createRequire(fromCore.resolve('@n8n/backend-common'));

const { Container } = fromCore('@n8n/di') as {
	Container: { get<T>(type: Class<T>): T; set<T>(type: Class<T>, instance: T): void };
};
const { Logger, parseFlatted } = fromCore('@n8n/backend-common') as {
	Logger: Class<N8nLogger>;
	parseFlatted(stored: string): Promise<IRunExecutionDataAll>;
};
const flatted = fromBackendCommon('flatted') as { stringify(value: unknown): string };
const { GlobalConfig, InstanceSettingsConfig } = fromCore('@n8n/config') as {
	GlobalConfig: Class<{ logging: { level: string; outputs: string[] } }>;
	InstanceSettingsConfig: Class<{ n8nFolder: string; encryptionKey: string }>;
};

// Not among what n8n-core exports.
const { DataDeduplicationService } = require(
	path.join(path.dirname(require.resolve('n8n-core')), 'data-deduplication-service.js'),
) as { DataDeduplicationService: { init(deduplicator: IDataDeduplicator): Promise<void> } };

const ENCRYPTION_KEY = 'engine-test-encryption-key';

/** Every line that n8n logged in this process, oldest first, as n8n's JSON format would print it. */
export const logLines: string[] = [];

/** JSON of a value, with circular references replaced, as winston's JSON format prints it. */
function printJson(value: unknown): string {
	const ancestors: unknown[] = [];
	return JSON.stringify(value, function replaceCircular(this: unknown, _key, inner: unknown) {
		if (typeof inner !== 'object' || inner === null) return inner;
		while (ancestors.length > 0 && ancestors.at(-1) !== this) ancestors.pop();
		if (ancestors.includes(inner)) return '[Circular]';
		ancestors.push(inner);
		return inner;
	});
}

/** Takes a line and keeps it. */
function createLogSink(scopes: string[] = []): LogSink {
	return {
		levels: { error: 0, warn: 1, info: 2, debug: 5 },
		log: (level, message, metadata) => {
			logLines.push(`${level} ${message} ${printJson({ ...metadata, ...(scopes.length > 0 && { scopes }) })}`);
		},
		child: (metadata) => createLogSink(metadata.scopes),
	};
}

function setUpLogger(): void {
	const { logging } = Container.get(GlobalConfig);
	logging.level = 'debug';
	logging.outputs = [];
	Container.get(Logger).setInternalLogger(createLogSink());
}

function setUpInstanceSettings(): void {
	const n8nFolder = path.join(os.tmpdir(), 'n8n-engine-tests-never-written');
	Object.assign(Container.get(InstanceSettingsConfig), { n8nFolder, encryptionKey: ENCRYPTION_KEY });
	const settings: core.InstanceSettings = Object.create(core.InstanceSettings.prototype);
	Container.set(
		core.InstanceSettings,
		Object.assign(settings, {
			n8nFolder,
			settings: { encryptionKey: ENCRYPTION_KEY },
			instanceId: 'engine-tests',
			hmacSignatureSecret: 'engine-tests-signature',
			instanceType: 'main',
			instanceRole: 'leader',
			hostId: 'main-engine-tests',
		}),
	);
}

/** What nodes have remembered across executions in this process. */
export const processedData = new ProcessedData();

setUpLogger();
setUpInstanceSettings();
void DataDeduplicationService.init(processedData);

/** An execution's data as n8n writes it to its database: a string. */
export const serialize = (data: IRunExecutionData): string => flatted.stringify(data);

/** An execution's data as n8n reads it from its database, before it brings older forms up to date. */
export const deserialize = async (stored: string): Promise<IRunExecutionDataAll> => await parseFlatted(stored);

export { Container, core, Logger };
