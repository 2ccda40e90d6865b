'use strict';
/** What is tried, row by row of the README's table: places where the gateway is not reached, and the faults of the simulator. */
const { FAULTS } = require('../faults');
const { BAD_CERTIFICATES } = require('../node/badCertificates');

const COULD_NOT_BE_REACHED =
	/could not be reached: (?:it refused the connection|its name was not found|its name could not be looked up)/;

const PLACES = [
	[
		'Connection refused; name not found',
		['refusing', 'nowhere'].map((place) => ({ place, words: COULD_NOT_BE_REACHED })),
	],
	[
		`Certificate ${Object.keys(BAD_CERTIFICATES).join(', ')}`,
		Object.entries(BAD_CERTIFICATES).map(([place, { words }]) => ({
			place,
			words: new RegExp(`could not be reached: ${words}`),
		})),
	],
];

const faultRows = [...new Set(FAULTS.flatMap(({ row }) => row ?? []))];

const ROWS = [...PLACES, ...faultRows.map((title) => [title, FAULTS.filter(({ row }) => row === title)])];

module.exports = { ROWS };
