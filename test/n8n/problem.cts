/** A failure told to the person at the terminal: what happened, and what to do. */
export class Problem extends Error {
	constructor(whatHappened: string, whatToDo: string, options?: ErrorOptions) {
		super(`${whatHappened}\n${whatToDo}`, options);
	}
}
