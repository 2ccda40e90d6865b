/** Who reads an error, and so what would send a message a second time. */
export type Place = 'manual' | 'production' | 'retry' | 'subWorkflow';

interface Advice {
	/** The execution of which Retry sends what is left, and nothing else. */
	own: string;
	/** What sends again what went out. */
	again: string;
	/** What sends again what only another node sent. */
	others: string;
}

const BY_PARENT = 'Retry of the workflow that called it, or Retry On Fail of its Execute Sub-workflow node, sends';

/** All advice about a second try is here: none may make a message go out twice. */
const ADVICE: Readonly<Record<Place, Advice>> = {
	manual: {
		own: 'on this execution',
		again: 'Execute sends everything again, including what went out.',
		others: 'Execute workflow sends',
	},
	production: {
		own: 'on this execution',
		again: 'A new execution sends everything again, including what went out.',
		others: 'A new execution sends',
	},
	retry: {
		own: 'on this execution, the newest one',
		again: 'Retry on an earlier execution sends nothing more. A new execution sends everything again.',
		others: 'A new execution sends',
	},
	subWorkflow: {
		own: "on this sub-workflow's own execution",
		again: `${BY_PARENT} everything again, including what went out. To prevent that, put n8n's Remove Duplicates node (across executions) before this node.`,
		others: BY_PARENT,
	},
};

/** What to do after a run of which something went out or may have; `leftOver`: whether something did not. */
export const retryAdvice = (place: Place, { leftOver }: { leftOver: boolean }): string => {
	const { own, again } = ADVICE[place];
	return leftOver ? `To send the rest, use Executions → Retry ${own}. ${again}` : again;
};

/** The same after a run of which nothing went out, where another node of the execution has sent. */
export const adviceAfterOthers = (place: Place): string => {
	const { own, others } = ADVICE[place];
	return `Another MiM SMS node of this execution has already sent messages. To continue from this node, use Executions → Retry ${own}. ${others} those messages again.`;
};

/** How a workflow goes on although some of its messages fail. */
export const continueAdvice = (place: Place): string =>
	`To continue after failures, set On Error in the node's settings, save, and use Executions → Retry with currently saved workflow ${ADVICE[place].own}.`;
