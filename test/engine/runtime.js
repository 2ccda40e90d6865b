'use strict';
/**
 * n8n-core, set up once per process (in jest: once per test file), with nothing on disk and nothing on the console.
 *
 * The dependency-injection container gets n8n's real Logger at level "debug", whose lines are kept in memory, and
 * instance settings that were never written to a file.
 */
const { createRequire } = require('node:module');
const os = require('node:os');
const path = require('node:path');
const core = require('n8n-core');

// n8n-core's own dependencies are asked for from where n8n-core stands: they need not be hoisted to our node_modules.
const fromCore = createRequire(require.resolve('n8n-core'));
const fromBackendCommon = createRequire(fromCore.resolve('@n8n/backend-common'));

const { Container } = fromCore('@n8n/di');
const { Logger, parseFlatted } = fromCore('@n8n/backend-common');
const flatted = fromBackendCommon('flatted');
const { GlobalConfig, InstanceSettingsConfig } = fromCore('@n8n/config');

const ENCRYPTION_KEY = 'engine-test-encryption-key';

/** Every line that n8n logged in this process, oldest first, as n8n's JSON format would print it. */
const logLines = [];

/** @returns {string} JSON of a value, with circular references replaced, as winston's JSON format prints it. */
function printJson(value) {
	const ancestors = [];
	return JSON.stringify(value, function replaceCircular(key, inner) {
		if (typeof inner !== 'object' || inner === null) return inner;
		while (ancestors.length > 0 && ancestors.at(-1) !== this) ancestors.pop();
		if (ancestors.includes(inner)) return '[Circular]';
		ancestors.push(inner);
		return inner;
	});
}

/** What winston is to n8n's Logger: takes a line and keeps it. */
function createLogSink(scopes = []) {
	return {
		levels: { error: 0, warn: 1, info: 2, debug: 5 },
		log: (level, message, metadata) => {
			logLines.push(`${level} ${message} ${printJson({ ...metadata, ...(scopes.length > 0 && { scopes }) })}`);
		},
		child: (metadata) => createLogSink(metadata.scopes),
	};
}

function setUpLogger() {
	const { logging } = Container.get(GlobalConfig);
	logging.level = 'debug';
	logging.outputs = [];
	Container.get(Logger).setInternalLogger(createLogSink());
}

function setUpInstanceSettings() {
	const n8nFolder = path.join(os.tmpdir(), 'n8n-engine-tests-never-written');
	Object.assign(Container.get(InstanceSettingsConfig), { n8nFolder, encryptionKey: ENCRYPTION_KEY });
	const settings = Object.create(core.InstanceSettings.prototype);
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

setUpLogger();
setUpInstanceSettings();

/**
 * An execution's data as n8n writes it to its database: a string.
 * @param {import('n8n-workflow').IRunExecutionData} data
 */
const serialize = (data) => flatted.stringify(data);

/** An execution's data as n8n reads it from its database. */
const deserialize = async (stored) => await parseFlatted(stored);

module.exports = { core, Container, Logger, logLines, serialize, deserialize };
