/** Who reads an error, and so what would send a message a second time. */
export type Place = 'manual' | 'production' | 'retry' | 'subWorkflow';

/** How to send what is left, and what sends again what went out. All advice about a second try is here: none may make a message go out twice. */
const ADVICE: Readonly<Record<Place, { rest: string; again: string }>> = {
	manual: {
		rest: 'To send the rest, use Executions → Retry on this execution.',
		again: 'Execute sends everything again, including what went out.',
	},
	production: {
		rest: 'To send the rest, use Executions → Retry on this execution.',
		again: 'A new execution sends everything again, including what went out.',
	},
	retry: {
		rest: 'To send the rest, use Executions → Retry on this execution, the newest one.',
		again: 'Retry on an earlier execution sends nothing more. A new execution sends everything again.',
	},
	subWorkflow: {
		rest: "To send the rest, use Executions → Retry on this sub-workflow's own execution.",
		again:
			"Retry of the workflow that called it, or Retry On Fail of its Execute Sub-workflow node, sends everything again, including what went out. To prevent that, put n8n's Remove Duplicates node (across executions) before this node.",
	},
};

/** What to do after a run of which something went out or may have; `leftOver`: whether something did not. */
export const retryAdvice = (place: Place, { leftOver }: { leftOver: boolean }): string =>
	leftOver ? `${ADVICE[place].rest} ${ADVICE[place].again}` : ADVICE[place].again;
