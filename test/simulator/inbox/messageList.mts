import type { InboxMessage, InboxOutcome, InboxState } from '../inboxState.cts';
import { MessageCard } from './messageCard.mts';
import { phoneNumber } from './words.mts';

/** What the list knows of the page around it. */
interface Surroundings {
	/** the outcome table, by code */
	outcomes: ReadonlyMap<string, InboxOutcome>;
	announce(words: string): void;
}

export interface MessageList {
	/** Shows a state in at most `limit` cards, and tells how many messages are new since the one before. */
	update(state: InboxState<string>, limit: number): number;
	/** How many messages it shows. */
	shown(): number;
	cardOf(n: number): MessageCard | undefined;
}

const MAX_TIMEOUT = 2 ** 31 - 1;

/** The list of the newest messages. Cards stay the same elements while their messages change, so that focus and selection last. */
export function messageList(list: HTMLElement, { outcomes, announce }: Surroundings): MessageList {
	const cards = new Map<number, MessageCard>();
	let run = '';
	let skew = 0;
	let timer: number | undefined;

	function update(state: InboxState<string>, limit: number) {
		skew = Date.parse(state.now) - Date.now();
		const fresh = state.run !== run;
		if (fresh) dropCards(() => true);
		run = state.run;
		dropCards((n) => n < state.oldest);

		const newest = Math.max(0, ...cards.keys());
		const arrived = fresh ? 0 : Math.max(0, state.oldest + state.total - 1 - newest);
		for (const message of state.messages) {
			const card = cards.get(message.n) ?? new MessageCard(message);
			cards.set(message.n, card);
			card.show(message, outcomes, now());
		}
		placeCards(limit);
		if (arrived > 0) welcome(arrived, state.messages);
		watchTheClock();
		return arrived;
	}

	function placeCards(limit: number) {
		const order = [...cards].sort(([a], [b]) => b - a);
		const kept = new Map(order.slice(0, limit));
		dropCards((n) => !kept.has(n));
		let next = list.firstElementChild;
		for (const { element } of kept.values()) {
			if (element === next) next = next.nextElementSibling;
			else list.insertBefore(element, next);
		}
	}

	function dropCards(isGone: (n: number) => boolean) {
		for (const [n, { element }] of cards) {
			if (!isGone(n)) continue;
			element.remove();
			cards.delete(n);
		}
	}

	function welcome(arrived: number, messages: ReadonlyArray<InboxMessage<string>>) {
		for (const { n } of messages.slice(0, arrived)) cards.get(n)?.element.classList.add('arrived');
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
			outcome.at === null ? 0 : Date.parse(outcome.at),
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
