import { GSM, split, UNICODE } from 'split-sms';
import type { ChangeFeed } from './changeFeed.cts';
import { detailsOf, PENDING } from './deliveryOutcomes.cts';
import type { Message, MessageType } from './message.cts';
import { messageReports, type MessageTrail } from './messageReports.cts';
import { isValidNumber } from './msisdn.cts';
import type { ReportBook, ReportRow } from './reportBook.cts';
import type { Settings } from './settings.cts';
import { shootIdMaker } from './shootIds.cts';

/** One text to one number. */
export interface OrderRow {
	to: string;
	text: string;
}

/** A send that was checked: what a request asks for, in whatever words it came. */
export interface Order {
	rows: OrderRow[];
	senderId: string;
	/** null: what each text needs decides */
	type: MessageType | null;
	label: string | null;
	/** null: at once */
	schedule: { wallTime: string; at: Date } | null;
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
	/** Takes a send into the ledger and its cost off the balance; null, and nothing is taken, when the balance is too low. */
	accept(order: Order): { shootId: string } | null;
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

	function accept({ rows, senderId, type, label, schedule }: Order) {
		const partsOf = partCounter(type);
		const valid = rows.filter(({ to }) => isValidNumber(to)).map((row) => ({ ...row, ...partsOf(row.text) }));
		const cost = valid.reduce((sum, { parts }) => sum + parts, 0) * settings.pricePerPart;
		if (cost > settings.balance) return null;
		settings.balance = Math.round((settings.balance - cost) * 1e6) / 1e6;

		const acceptedAt = clock();
		const sentAt = schedule && schedule.at > acceptedAt ? schedule.at : acceptedAt;
		const shootId = newShootId();
		const shared = { shootId, senderId, label, scheduledDateTime: schedule?.wallTime ?? null, acceptedAt };
		feed.touch();
		for (const row of valid) {
			const message: Message = {
				n: forgotten + messages.length + 1,
				...shared,
				...row,
				outcome: { ...PENDING, at: null },
				handedOut: false,
			};
			reports.track(message, sentAt);
			messages.push(message);
		}
		return { shootId };
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
