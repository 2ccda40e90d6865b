import { tell } from './feed.js';

const element = (id) => document.getElementById(id);
const COPIED_FOR = 2000;

/**
 * The panels beside the messages: what to enter in n8n, and who decides about new messages.
 *
 * @param {{ announce: (words: string) => void, complain: (sentence: string) => void, outcomes: object[] }} page
 * @returns what shows an account
 */
export function setupPanels({ announce, complain, outcomes }) {
	for (const button of document.querySelectorAll('[data-copy]')) {
		button.addEventListener('click', () => copy(button, announce));
	}
	for (const field of document.querySelectorAll('.copyable input')) {
		field.addEventListener('focus', () => field.select());
	}
	element('outcomes').addEventListener('change', ({ target }) => {
		tell('/settings', { outcomes: target.value }).catch((error) => complain(error.message));
	});
	element('endings').append(...outcomes.map(ending));

	return ({ baseUrl, apiKey, senderIds, outcomes: chosen }) => {
		setValue('baseUrl', baseUrl);
		setValue('apiKey', apiKey);
		setValue('senderId', senderIds?.[0] ?? 'MiMSMS');
		element('otherSenders').textContent = otherSenders(senderIds);
		for (const input of element('outcomes').querySelectorAll('input')) input.checked = input.value === chosen;
	};
}

/** The panels start open where there is room, and the first one also where nothing has been sent yet. */
export function openPanels({ isEmpty }) {
	const roomy = matchMedia('(min-width: 60rem)').matches;
	element('connect').open = roomy || isEmpty;
	element('deciding').open = roomy;
}

function setValue(id, value) {
	if (element(id).value !== value) element(id).value = value;
}

function otherSenders(senderIds) {
	if (senderIds === null) return 'Any other one works too.';
	return senderIds.length > 1 ? `Also allowed: ${senderIds.slice(1).join(', ')}` : '';
}

async function copy(button, announce) {
	const field = element(button.dataset.copy);
	field.select();
	try {
		await navigator.clipboard.writeText(field.value);
	} catch {
		document.execCommand('copy');
	}
	button.focus();
	button.classList.add('copied');
	announce(`${field.labels[0].textContent} copied`);
	setTimeout(() => button.classList.remove('copied'), COPIED_FOR);
}

function ending({ ending: digits, status, becomes, code, plain }) {
	const row = document.createElement('tr');
	const head = Object.assign(document.createElement('th'), {
		scope: 'row',
		textContent: digits === 'other' ? 'Others' : `…${digits}`,
	});
	const words = plain ? `${status}: ${plain} Code ${code}` : becomes;
	row.append(
		head,
		Object.assign(document.createElement('td'), { textContent: words[0].toUpperCase() + words.slice(1) }),
	);
	return row;
}
