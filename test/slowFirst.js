'use strict';
const { default: Sequencer } = require('@jest/test-sequencer');

/** The files that take longest. jest takes the largest first where it has not measured yet, which leaves these small ones for the end. */
const SLOW = [
	'hostile/manyItems',
	'hostile/faults',
	'hostile/faultsV2',
	'contract/everyFault',
	'sending/anySchedule',
	'package/build',
	'package/linters',
	'trigger/pages',
	'demo/demo',
];

const placeOf = ({ path }) => SLOW.findIndex((file) => path.includes(`/test/${file}.test.`));

/** Starts with the slowest, so that no worker is left alone with one of them. */
class SlowFirst extends Sequencer {
	sort(tests) {
		const slow = tests.filter((test) => placeOf(test) >= 0).sort((a, b) => placeOf(a) - placeOf(b));
		return [...slow, ...super.sort(tests.filter((test) => placeOf(test) < 0))];
	}
}

module.exports = SlowFirst;
