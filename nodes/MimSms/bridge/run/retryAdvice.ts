/** Who reads an error, and so what would send a message a second time. */
export type Place = 'manual' | 'production' | 'retry' | 'subWorkflow';

/** How to send what is left, what sends again what went out, and both where only another node sent. All advice about a second try is here: none may make a message go out twice. */
const ADVICE: Readonly<Record<Place, { rest: string; again: string; onward: string }>> = {
	manual: {
		rest: 'To send the rest, use Executions → Retry on this execution.',
		again: 'Execute sends everything again, including what went out.',
		onward:
			'To continue from this node, use Executions → Retry on this execution. Execute workflow sends those messages again.',
	},
	production: {
		rest: 'To send the rest, use Executions → Retry on this execution.',
		again: 'A new execution sends everything again, including what went out.',
		onward:
			'To continue from this node, use Executions → Retry on this execution. A new execution sends those messages again.',
	},
	retry: {
		rest: 'To send the rest, use Executions → Retry on this execution, the newest one.',
		again: 'Retry on an earlier execution sends nothing more. A new execution sends everything again.',
		onward:
			'To continue from this node, use Executions → Retry on this execution, the newest one. A new execution sends those messages again.',
	},
	subWorkflow: {
		rest: "To send the rest, use Executions → Retry on this sub-workflow's own execution.",
		again:
			"Retry of the workflow that called it, or Retry On Fail of its Execute Sub-workflow node, sends everything again, including what went out. To prevent that, put n8n's Remove Duplicates node (across executions) before this node.",
		onward:
			"To continue from this node, use Executions → Retry on this sub-workflow's own execution. Retry of the workflow that called it, or Retry On Fail of its Execute Sub-workflow node, sends those messages again.",
	},
};

/** What to do after a run of which something went out or may have; `leftOver`: whether something did not. */
export const retryAdvice = (place: Place, { leftOver }: { leftOver: boolean }): string =>
	leftOver ? `${ADVICE[place].rest} ${ADVICE[place].again}` : ADVICE[place].again;

/** The same after a run of which nothing went out, where another node of the execution has sent. */
export const adviceAfterOthers = (place: Place): string =>
	`Another MiM SMS node of this execution has already sent messages. ${ADVICE[place].onward}`;
