import type { InboxMessage, InboxOutcome } from '../inboxState.cts';
import { byId, within } from './elements.mts';
import {
	API_WORDS,
	STATUS_WORDS,
	languageOf,
	momentWords,
	partsWords,
	phoneNumber,
	reportWords,
	statusAt,
	type ShownStatus,
} from './words.mts';

type Message = InboxMessage<string>;
type Outcomes = ReadonlyMap<string, InboxOutcome>;

const DELIVER_WORDS: Partial<Record<ShownStatus, string>> = { pending: 'Deliver', scheduled: 'Deliver now' };
const template = byId('card', HTMLTemplateElement);

/** The card of one message. All that came from outside goes in as text, never as HTML. */
export class MessageCard {
	readonly element: HTMLElement;
	message: Message;
	#looks = '';

	constructor(message: Message) {
		const copy = document.importNode(template.content, true);
		this.element = within(copy, 'li');
		this.element.dataset.n = String(message.n);
		this.#part('.number').textContent = phoneNumber(message.to);
		this.#part('.text').textContent = message.text;
		this.#part('.text').lang = languageOf(message.text);
		this.#part('.sender').textContent = message.senderId;
		this.#part('.parts').textContent = partsWords(message);
		this.#part('.api').textContent = API_WORDS[message.api];
		this.message = message;
	}

	/** Shows the message as it is at a moment (ms); `outcomes` is the outcome table, by code. */
	show(message: Message, outcomes: Outcomes, now: number): void {
		this.message = message;
		const status = statusAt(message, now);
		// What looks the same is left alone, so that thousands of cards cost little.
		const looks = JSON.stringify([status, message]);
		if (looks === this.#looks) return;
		this.#looks = looks;
		this.#part('.message').dataset.status = status;
		this.#part('.status span').textContent = STATUS_WORDS[status];
		this.#part('.status use', SVGUseElement).setAttribute('href', `#icon-${status}`);
		this.#showReason(status, outcomes);
		this.#showTime(status, now);
		this.#showActions(status);
	}

	/** Whether time alone may change what is shown. */
	isMoving(now: number): boolean {
		const { sentAt, outcome } = this.message;
		return Date.parse(sentAt) > now || (outcome.at !== null && Date.parse(outcome.at) > now);
	}

	#showReason(status: ShownStatus, outcomes: Outcomes) {
		const { outcome } = this.message;
		const plain = outcomes.get(outcome.code)?.plain;
		const told = status === 'failed' || status === 'unknown';
		this.#part('.reason').hidden = !told;
		this.#part('.reason').textContent = told ? [plain, reportWords(outcome)].filter(Boolean).join(' ') : '';
	}

	#showTime(status: ShownStatus, now: number) {
		const moment = new Date(status === 'scheduled' ? this.message.sentAt : this.message.acceptedAt);
		const time = this.#part('time', HTMLTimeElement);
		time.dateTime = moment.toISOString();
		time.textContent = `${status === 'scheduled' ? 'Goes out ' : ''}${momentWords(moment, now)}`;
	}

	#showActions(status: ShownStatus) {
		const { isFinal, to } = this.message;
		const focused = this.element.querySelector('.actions :focus');
		const waiting = status === 'pending' || status === 'scheduled';
		const deliver = this.#part('[data-act=deliver]');
		const fail = this.#part('[data-act=fail]');
		label(deliver, DELIVER_WORDS[status] ?? 'Deliver instead', to);
		label(fail, waiting ? 'Fail…' : status === 'failed' ? 'Other reason…' : 'Fail instead…', to);
		deliver.hidden = status === 'delivered';
		deliver.classList.toggle('primary', waiting);
		this.#part('.actions').hidden = isFinal;
		this.#part('.final').hidden = !isFinal;
		if (focused?.closest('[hidden]')) this.#part('.message').focus();
	}

	#part(selector: string): HTMLElement;
	#part<E extends Element>(selector: string, kind: new () => E): E;
	#part(selector: string, kind: new () => Element = HTMLElement) {
		return within(this.element, selector, kind);
	}
}

function label(button: HTMLElement, words: string, to: string) {
	if (button.textContent === words) return;
	button.textContent = words;
	button.setAttribute('aria-label', `${words.replace('…', '')}: message to ${phoneNumber(to)}`);
}
