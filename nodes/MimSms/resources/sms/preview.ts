import { errorItem, sendingError } from '../../bridge/run/nodeErrors';
import type { Operation } from '../../bridge/run/run';
import { readDraft } from './draft';
import { evaluated } from '../../bridge/input/readers';
import { faultText, oneLine } from '../../gateway/faultText';

/** Preview: who would get the message and in how many parts, without a request and without a credential. */
export const preview: Operation = async (run) =>
	run.items.map((item) => {
		const read = evaluated(() => readDraft(run, item));
		const draft = read.ok ? read.value : read;
		if (!draft.ok) {
			if (run.continueOnFail) return errorItem(oneLine(faultText(draft.fault, true)), item);
			throw sendingError(run, draft.fault, item);
		}
		const { recipients, parts } = draft.value;
		return {
			json: {
				to: recipients.msisdns,
				recipientCount: recipients.msisdns.length,
				invalidRecipients: recipients.invalid.map(({ input, reason }) => ({ input, reason })),
				...parts,
				totalSegments: parts.segments * recipients.msisdns.length,
			},
			pairedItem: { item },
		};
	});
