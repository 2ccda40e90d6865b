import type { InboxMessage, InboxOutcome } from '../inboxState.cts';
import { byId, within } from './elements.mts';
import { phoneNumber, reportWords } from './words.mts';

type Message = InboxMessage<string>;

const dialog = byId('failDialog', HTMLDialogElement);
const form = within(dialog, 'form', HTMLFormElement);

/** Lets a person choose from the outcome table why a message fails. Returns what opens the dialog for a message. */
export function failDialog(
	outcomes: readonly InboxOutcome[],
	onChosen: (message: Message, code: string) => void,
): (message: Message) => void {
	let message: Message | undefined;
	const reasons = outcomes.filter(({ status }) => status === 'failed' || status === 'unknown');
	byId('reasons').append(...reasons.map(choice));

	form.addEventListener('submit', (event) => {
		event.preventDefault();
		dialog.close();
		if (message) onChosen(message, String(new FormData(form).get('reason')));
	});
	within(form, '[data-cancel]').addEventListener('click', () => dialog.close());
	dialog.addEventListener('click', (event) => {
		if (event.target === dialog) dialog.close();
	});

	return (chosen) => {
		message = chosen;
		byId('failNumber').textContent = phoneNumber(message.to);
		const now =
			form.querySelector<HTMLInputElement>(`[value="${CSS.escape(message.outcome.code)}"]`) ??
			within(form, '[value="6"]', HTMLInputElement);
		now.checked = true;
		dialog.showModal();
		now.focus();
		now.scrollIntoView({ block: 'nearest' });
	};
}

function choice({ code, details, plain }: InboxOutcome) {
	const label = document.createElement('label');
	label.className = 'choice';
	const input = Object.assign(document.createElement('input'), { type: 'radio', name: 'reason', value: code });
	const words = document.createElement('span');
	const hint = Object.assign(document.createElement('span'), {
		className: 'hint',
		textContent: reportWords({ details, code }),
	});
	words.append(Object.assign(document.createElement('b'), { textContent: plain ?? details }), hint);
	label.append(input, words);
	return label;
}
