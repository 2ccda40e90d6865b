import { errorItem, sendingError } from '../../bridge/nodeErrors';
import type { Operation } from '../../bridge/operation';
import { readDraft } from '../../bridge/parameters';
import { evaluated } from '../../bridge/values';
import { faultText, oneLine } from '../../gateway/faultText';

/** Preview: who would get the message and in how many parts, without a request and without a credential. */
export const preview: Operation = async (call) =>
	call.items.map((item) => {
		const read = evaluated(() => readDraft(call, item));
		const draft = read.ok ? read.value : read;
		if (!draft.ok) {
			if (call.continueOnFail) return errorItem(oneLine(faultText(draft.fault, true)), item);
			throw sendingError(call, draft.fault, item);
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
