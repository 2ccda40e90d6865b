'use strict';

/** A failure told to the person at the terminal: what happened, and what to do. */
class Problem extends Error {
	constructor(whatHappened, whatToDo, options) {
		super(`${whatHappened}\n${whatToDo}`, options);
	}
}

module.exports = { Problem };
