import { phoneNumber, reportWords } from './words.js';

const dialog = document.getElementById('failDialog');
const form = dialog.querySelector('form');

/**
 * Lets a person choose why a message fails.
 *
 * @param {object[]} outcomes the outcome table
 * @param {(message: object, code: string) => void} onChosen
 * @returns what opens the dialog for a message
 */
export function failDialog(outcomes, onChosen) {
	let message;
	const reasons = outcomes.filter(({ status }) => status === 'failed' || status === 'unknown');
	document.getElementById('reasons').append(...reasons.map(choice));

	form.addEventListener('submit', (event) => {
		event.preventDefault();
		dialog.close();
		onChosen(message, new FormData(form).get('reason'));
	});
	form.querySelector('[data-cancel]').addEventListener('click', () => dialog.close());
	dialog.addEventListener('click', (event) => {
		if (event.target === dialog) dialog.close();
	});

	return (chosen) => {
		message = chosen;
		document.getElementById('failNumber').textContent = phoneNumber(message.to);
		const now =
			form.querySelector(`[value="${CSS.escape(message.outcome.code)}"]`) ?? form.querySelector('[value="6"]');
		now.checked = true;
		dialog.showModal();
		now.focus();
		now.scrollIntoView({ block: 'nearest' });
	};
}

function choice({ code, details, plain }) {
	const label = document.createElement('label');
	label.className = 'choice';
	const input = Object.assign(document.createElement('input'), { type: 'radio', name: 'reason', value: code });
	const words = document.createElement('span');
	const hint = Object.assign(document.createElement('span'), {
		className: 'hint',
		textContent: reportWords({ details, code }),
	});
	words.append(Object.assign(document.createElement('b'), { textContent: plain }), hint);
	label.append(input, words);
	return label;
}
