'use strict';

const vm = require('node:vm');

/**
 * Runs `work` and gives its result; throws when it takes longer. No measure of speed: it turns what would hang for
 * minutes (a pattern that tries all ways to split a run of spaces) into a failure.
 */
const withinSeconds = (seconds, work) => vm.runInNewContext('work()', { work }, { timeout: seconds * 1000 });

module.exports = { withinSeconds };
