'use strict';
/**
 * n8n's own basic nodes, as far as the test workflows need them, under their real type names.
 *
 * n8n-nodes-base is too large to install for tests (1 GB with what it pulls in), so these are small equivalents of its
 * 2.41 versions: same parameters, same outputs, same pairing. They are not the thing under test; the engine that runs
 * them is n8n's.
 */
const { merge, set, splitOut } = require('./edit');
const { filter, form, ifNode, noOp, stickyNote, stopAndError, wait } = require('./flow');
const { httpRequest } = require('./httpRequest');
const { splitInBatches } = require('./loop');
const { formTrigger, manualTrigger, scheduleTrigger } = require('./start');

const ALL = [
	...[manualTrigger, scheduleTrigger, formTrigger, form, stickyNote, noOp, set, splitOut, wait],
	...[ifNode, filter, merge, splitInBatches, stopAndError, httpRequest],
];

/** By full type name. */
const basicNodes = Object.fromEntries(ALL.map((type) => [`n8n-nodes-base.${type.description.name}`, type]));

module.exports = { basicNodes };
