import type { DeliveryStatus } from './deliveryWords';

/** What a field of a report may hold: XML has texts only. */
export type FieldValue = string | number | boolean | null;

/** What became of one message (a DLR). Times are ISO 8601 with +06:00; codes are texts, `"1"`. */
export interface DeliveryReport {
	to: string | null;
	message: string | null;
	sentAt: string | null;
	receivedAt: string | null;
	code: string | null;
	status: DeliveryStatus;
	meaning: string | null;
	details: string | null;
	/** Fields this package does not know, as the gateway names them; its own ID and Parts are among them. */
	other: Record<string, FieldValue>;
	/** The text of a record that can't be read; then all else is null or empty. */
	raw?: string;
	/** Those of the fields that are shown in another form than the gateway's, as it wrote them: a report is known again by these. Never shown. */
	written?: AsWritten;
}

export type AsWritten = Partial<
	Pick<DeliveryReport, 'to' | 'message' | 'sentAt' | 'receivedAt' | 'code' | 'meaning' | 'details' | 'other'>
>;

export interface ReportPage {
	reports: DeliveryReport[];
	/** Whether the page came to its end; false when it was cut off. */
	complete: boolean;
}

/** What can't be read, as it came. */
export const unreadable = (raw: string): DeliveryReport => ({
	to: null,
	message: null,
	sentAt: null,
	receivedAt: null,
	code: null,
	status: 'unknown',
	meaning: null,
	details: null,
	other: {},
	raw,
});
