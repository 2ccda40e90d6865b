import { GSM, split, UNICODE } from 'split-sms';
import type { ChangeFeed } from './changeFeed.cts';
import { detailsOf, PENDING } from './deliveryOutcomes.cts';
import type { Api, Message, MessageType } from './message.cts';
import { messageReports, type MessageTrail } from './messageReports.cts';
import { isValidNumber } from './msisdn.cts';
import type { ReportBook, ReportRow } from './reportBook.cts';
import type { Settings } from './settings.cts';
import { shootIdMaker } from './shootIds.cts';

/** One text to one number. */
export interface OrderRow {
	to: string;
	text: string;
	/** in V2 each row has its own */
	trackingId?: string;
}

/** A send that was checked: what a request asks for, in whatever words it came. */
export interface Order {
	api: Api;
	rows: OrderRow[];
	senderId: string;
	/** null: what each text needs decides */
	type: MessageType | null;
	label: string | null;
	/** null: at once */
	schedule: { wallTime: string; at: Date } | null;
	/** in V2 the call has its own */
	trxnId?: string;
}

/** A report to put in without a send: what is left out is made up. */
export type WantedReport = Partial<
	Pick<ReportRow, 'to' | 'text' | 'parts' | 'details' | 'shootId' | 'sentAt' | 'receivedAt' | 'raw'>
> & {
	/** DLR code, `1` when it is left out; empty is pending */
	code?: string | number;
};

/** What one account holds: the ledger of accepted messages and their delivery reports. The balance is a setting. */
export interface Account {
	/** the ledger, in order of arrival */
	readonly messages: Message[];
	/**
	 * Takes a send into the ledger and its cost off the balance, and returns the messages; null, and nothing is taken, when the
	 * balance is too low.
	 */
	accept(order: Order): Message[] | null;
	/**
	 * Puts reports into the gateway without a send, due at once. Returns their rows. `wanted` is how many, or what each holds;
	 * rows of one call share a shoot ID unless they name one.
	 */
	addReports(wanted: number | readonly WantedReport[]): ReportRow[];
	/**
	 * Decides by hand what becomes of message `n`, at this moment, and returns it. Throws when there is no such message, when
	 * the report that settled it was read already, or when the code is no DLR code.
	 */
	settle(n: number, code: unknown): Message;
	/** Forgets messages and reports. */
	reset(): void;
	reports(): ReportBook;
	/** V2: the last report about a number under a trackingId, or the trxnId of its call; undefined when there is none yet. */
	reportOf(id: string, to: string): ReportRow | undefined;
	trailOf(message: Message): MessageTrail;
	/** How many messages were before the first of the ledger. */
	forgotten(): number;
}

/** `feed` hears of every change. */
export function openAccount(settings: Settings, feed: ChangeFeed): Account {
	const messages: Message[] = [];
	const newShootId = shootIdMaker(settings);
	const clock = () => settings.now();
	let reports = messageReports(settings, feed);
	let forgotten = 0;

	function accept({ api, rows, senderId, type, label, schedule, trxnId }: Order) {
		const partsOf = partCounter(type);
		const valid = rows
			.filter(({ to }) => isValidNumber(to))
			.map(({ to, text, trackingId }) => ({ to, text, trackingId, ...partsOf(text) }));
		const cost = valid.reduce((sum, { parts }) => sum + parts, 0) * settings.pricePerPart;
		if (cost > settings.balance) return null;
		settings.balance = Math.round((settings.balance - cost) * 1e6) / 1e6;

		const acceptedAt = clock();
		const sentAt = schedule && schedule.at > acceptedAt ? schedule.at : acceptedAt;
		const shootId = newShootId();
		const shared = {
			api,
			trxnId: trxnId ?? null,
			senderId,
			label,
			scheduledDateTime: schedule?.wallTime ?? null,
			acceptedAt,
		};
		feed.touch();
		return valid.map(({ to, text, trackingId = null, ...count }) => {
			const message: Message = {
				n: forgotten + messages.length + 1,
				...shared,
				shootId: trackingId ?? shootId,
				trackingId,
				to,
				text,
				...count,
				outcome: { ...PENDING, at: null },
				handedOut: false,
			};
			reports.track(message, sentAt);
			messages.push(message);
			return message;
		});
	}

	function settle(n: number, code: unknown) {
		const isCode = typeof code === 'string' || typeof code === 'number';
		if (!isCode || String(code).trim() === '') {
			throw new TypeError("The code is a DLR code: '1' is Delivered, '31' is Subscriber Busy");
		}
		const message = messages[n - forgotten - 1];
		if (!message) throw refusal(404, `There is no message ${n}`);
		if (reports.isFinal(message))
			throw refusal(409, `The delivery report of message ${n} was read already, and can't change any more`);
		reports.settle(message, String(code).trim());
		return message;
	}

	function addReports(wanted: number | readonly WantedReport[]) {
		const given = typeof wanted === 'number' ? Array.from({ length: wanted }, (): WantedReport => ({})) : wanted;
		const shootId = newShootId();
		const at = clock();
		return given.map((report, index) => {
			const code = String(report.code ?? '1');
			const row: ReportRow = {
				shootId,
				to: String(8801710000000 + index),
				text: `Report ${index + 1}`,
				parts: 1,
				details: code === PENDING.code ? PENDING.details : detailsOf(code),
				sentAt: at,
				receivedAt: code === PENDING.code ? null : at,
				...report,
				code,
				dueAt: at.getTime(),
				handedOut: false,
			};
			reports.book.expect(row);
			return row;
		});
	}

	function reportOf(id: string, to: string) {
		const underId = reports.book.repeat(id, Infinity).filter((row) => row.to === to);
		if (underId.length > 0) return underId.at(-1);
		const ofCall = messages.find((message) => message.trxnId === id && message.to === to);
		return ofCall && reports.book.repeat(ofCall.shootId, Infinity).at(-1);
	}

	function reset() {
		forgotten += messages.length;
		messages.length = 0;
		reports = messageReports(settings, feed);
		feed.touch();
	}

	return {
		messages,
		accept,
		addReports,
		settle,
		reset,
		reports: () => reports.book,
		reportOf,
		trailOf: (message) => reports.trailOf(message),
		forgotten: () => forgotten,
	};
}

function refusal(statusCode: number, sentence: string) {
	return Object.assign(new Error(sentence), { statusCode });
}

// Equal texts are counted once.
function partCounter(type: MessageType | null) {
	const counted = new Map<string, { type: MessageType; parts: number }>();
	return (text: string) => {
		const known = counted.get(text);
		if (known) return known;
		const { characterSet, parts } = split(text, {
			summary: true,
			...(type === 'unicode' && { characterset: UNICODE }),
		});
		const count = { type: type ?? (characterSet === GSM ? 'text' : 'unicode'), parts: parts.length } as const;
		counted.set(text, count);
		return count;
	};
}
