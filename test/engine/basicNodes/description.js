'use strict';
const { NodeConnectionTypes } = require('n8n-workflow');

const { Main } = NodeConnectionTypes;

/** A node's description, with one main input and output unless `rest` says otherwise. */
const describeNode = (name, displayName, version, properties, rest = {}) => ({
	displayName,
	name,
	group: ['transform'],
	version,
	description: displayName,
	defaults: { name: displayName },
	inputs: [Main],
	outputs: [Main],
	properties,
	...rest,
});

const property = (name, type, initial, rest = {}) => ({ displayName: name, name, type, default: initial, ...rest });

const whenShown = (name, ...values) => ({ displayOptions: { show: { [name]: values } } });

const pairTo = (item) => ({ pairedItem: { item } });

module.exports = { describeNode, Main, pairTo, property, whenShown };
