import { MessageCard } from './messageCard.js';
import { phoneNumber } from './words.js';

const MAX_TIMEOUT = 2 ** 31 - 1;

/**
 * The list of the newest messages. Cards stay the same elements while their messages change, so that focus and selection last.
 *
 * @param {HTMLElement} list
 * @param {{ outcomes: Map<string, object>, announce: (words: string) => void }} surroundings
 */
export function messageList(list, { outcomes, announce }) {
	const cards = new Map();
	let run = '';
	let skew = 0;
	let timer;

	/**
	 * Shows a state, and tells how many messages are new since the one before.
	 *
	 * @param {object} state as the simulator tells it
	 * @param {number} limit the most cards
	 */
	function update(state, limit) {
		skew = Date.parse(state.now) - Date.now();
		const fresh = state.run !== run;
		if (fresh) dropCards(() => true);
		run = state.run;
		dropCards((n) => n < state.oldest);

		const newest = Math.max(0, ...cards.keys());
		const arrived = fresh ? 0 : Math.max(0, state.oldest + state.total - 1 - newest);
		for (const message of state.messages) {
			if (!cards.has(message.n)) cards.set(message.n, new MessageCard(message));
			cards.get(message.n).show(message, outcomes, now());
		}
		placeCards(limit);
		if (arrived > 0) welcome(arrived, state.messages);
		watchTheClock();
		return arrived;
	}

	function placeCards(limit) {
		const order = [...cards.keys()].sort((a, b) => b - a);
		const kept = new Set(order.slice(0, limit));
		dropCards((n) => !kept.has(n));
		let next = list.firstElementChild;
		for (const n of kept) {
			const { element } = cards.get(n);
			if (element === next) next = next.nextElementSibling;
			else list.insertBefore(element, next);
		}
	}

	function dropCards(isGone) {
		for (const [n, { element }] of cards) {
			if (!isGone(n)) continue;
			element.remove();
			cards.delete(n);
		}
	}

	function welcome(arrived, messages) {
		for (const { n } of messages.slice(0, arrived)) cards.get(n).element.classList.add('arrived');
		const [{ to, text }] = messages;
		announce(arrived === 1 ? `New message to ${phoneNumber(to)}: ${text}` : `${arrived} new messages`);
	}

	/** Reports fall due without a change in the simulator: the cards turn when their moment has come. */
	function watchTheClock() {
		clearTimeout(timer);
		const moving = [...cards.values()].filter((card) => card.isMoving(now()));
		if (moving.length === 0) return;
		const moments = moving.flatMap(({ message: { sentAt, outcome } }) => [
			Date.parse(sentAt),
			Date.parse(outcome.at ?? 0),
		]);
		const wait = Math.min(...moments.filter((moment) => moment > now())) - now();
		timer = setTimeout(
			() => {
				for (const card of moving) card.show(card.message, outcomes, now());
				watchTheClock();
			},
			Math.min(wait + 20, MAX_TIMEOUT),
		);
	}

	function now() {
		return Date.now() + skew;
	}

	return { update, shown: () => cards.size, cardOf: (n) => cards.get(n) };
}
