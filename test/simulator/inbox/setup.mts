import type { InboxAccount, InboxOutcome } from '../inboxState.cts';
import { byId } from './elements.mts';
import { tell } from './feed.mts';

/** What the panels ask of the page around them. */
interface Page {
	announce(words: string): void;
	complain(sentence: string): void;
	/** the outcome table */
	outcomes: readonly InboxOutcome[];
}

const COPIED_FOR = 2000;

/**
 * The panels beside the messages: what to enter in n8n, and who decides about new messages.
 * Returns what shows an account.
 */
export function setupPanels({ announce, complain, outcomes }: Page): (account: InboxAccount) => void {
	for (const button of document.querySelectorAll<HTMLElement>('[data-copy]')) {
		button.addEventListener('click', () => copy(button, announce));
	}
	for (const field of document.querySelectorAll<HTMLInputElement>('.copyable input')) {
		field.addEventListener('focus', () => field.select());
	}
	byId('outcomes').addEventListener('change', ({ target }) => {
		if (!(target instanceof HTMLInputElement)) return;
		tell('/settings', { outcomes: target.value }).catch((error: Error) => complain(error.message));
	});
	byId('endings').append(...outcomes.map(ending));

	return ({ baseUrl, apiKey, v2UserName, v2ApiKey, senderIds, outcomes: chosen }) => {
		setValue('baseUrl', baseUrl);
		setValue('apiKey', apiKey);
		setValue('v2UserName', v2UserName);
		setValue('v2ApiKey', v2ApiKey);
		setValue('senderId', senderIds?.[0] ?? 'MiMSMS');
		byId('otherSenders').textContent = otherSenders(senderIds);
		for (const input of byId('outcomes').querySelectorAll('input')) input.checked = input.value === chosen;
	};
}

/** The panels start open where there is room, and the first one also where nothing has been sent yet. */
export function openPanels({ isEmpty }: { isEmpty: boolean }): void {
	const roomy = matchMedia('(min-width: 60rem)').matches;
	byId('connect', HTMLDetailsElement).open = roomy || isEmpty;
	byId('deciding', HTMLDetailsElement).open = roomy;
}

function setValue(id: string, value: string) {
	const field = byId(id, HTMLInputElement);
	if (field.value !== value) field.value = value;
}

function otherSenders(senderIds: InboxAccount['senderIds']) {
	if (senderIds === null) return 'Any other one works too.';
	return senderIds.length > 1 ? `Also allowed: ${senderIds.slice(1).join(', ')}` : '';
}

async function copy(button: HTMLElement, announce: Page['announce']) {
	const field = byId(String(button.dataset.copy), HTMLInputElement);
	field.select();
	try {
		await navigator.clipboard.writeText(field.value);
	} catch {
		document.execCommand('copy');
	}
	button.focus();
	button.classList.add('copied');
	announce(`${field.labels?.[0].textContent} copied`);
	setTimeout(() => button.classList.remove('copied'), COPIED_FOR);
}

function ending({ ending: digits, status, becomes, code, plain }: InboxOutcome) {
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
