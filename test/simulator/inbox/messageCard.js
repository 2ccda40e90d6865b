import { STATUS_WORDS, languageOf, momentWords, partsWords, phoneNumber, reportWords, statusAt } from './words.js';

const DELIVER_WORDS = { pending: 'Deliver', scheduled: 'Deliver now' };
const template = document.getElementById('card');

/** The card of one message. All that came from outside goes in as text, never as HTML. */
export class MessageCard {
	constructor(message) {
		this.element = template.content.firstElementChild.cloneNode(true);
		this.element.dataset.n = message.n;
		this.part = (selector) => this.element.querySelector(selector);
		this.part('.number').textContent = phoneNumber(message.to);
		this.part('.text').textContent = message.text;
		this.part('.text').lang = languageOf(message.text);
		this.part('.sender').textContent = message.senderId;
		this.part('.parts').textContent = partsWords(message);
		this.message = message;
	}

	/** @param {object} message as it is now @param {Map<string, object>} outcomes the table, by code @param {number} now */
	show(message, outcomes, now) {
		this.message = message;
		const status = statusAt(message, now);
		// What looks the same is left alone, so that thousands of cards cost little.
		const looks = JSON.stringify([status, message]);
		if (looks === this.looks) return;
		this.looks = looks;
		this.part('.message').dataset.status = status;
		this.part('.status span').textContent = STATUS_WORDS[status];
		this.part('.status use').setAttribute('href', `#icon-${status}`);
		this.#showReason(status, outcomes);
		this.#showTime(status, now);
		this.#showActions(status);
	}

	/** Whether time alone may change what is shown. */
	isMoving(now) {
		return Date.parse(this.message.sentAt) > now || Date.parse(this.message.outcome.at ?? 0) > now;
	}

	#showReason(status, outcomes) {
		const { outcome } = this.message;
		const plain = outcomes.get(outcome.code)?.plain;
		const told = status === 'failed' || status === 'unknown';
		this.part('.reason').hidden = !told;
		this.part('.reason').textContent = told ? [plain, reportWords(outcome)].filter(Boolean).join(' ') : '';
	}

	#showTime(status, now) {
		const moment = new Date(status === 'scheduled' ? this.message.sentAt : this.message.acceptedAt);
		const time = this.part('time');
		time.dateTime = moment.toISOString();
		time.textContent = `${status === 'scheduled' ? 'Goes out ' : ''}${momentWords(moment, now)}`;
	}

	#showActions(status) {
		const { isFinal, to } = this.message;
		const focused = this.part('.actions :focus');
		const waiting = status === 'pending' || status === 'scheduled';
		const [deliver, fail] = this.part('.actions').children;
		label(deliver, DELIVER_WORDS[status] ?? 'Deliver instead', to);
		label(fail, waiting ? 'Fail…' : status === 'failed' ? 'Other reason…' : 'Fail instead…', to);
		deliver.hidden = status === 'delivered';
		deliver.classList.toggle('primary', waiting);
		this.part('.actions').hidden = isFinal;
		this.part('.final').hidden = !isFinal;
		if (focused?.closest('[hidden]')) this.part('.message').focus();
	}
}

function label(button, words, to) {
	if (button.textContent === words) return;
	button.textContent = words;
	button.setAttribute('aria-label', `${words.replace('…', '')}: message to ${phoneNumber(to)}`);
}
