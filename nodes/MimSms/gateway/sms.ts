import type { Schedule } from './gatewayTime';
import type { Parts } from './parts';

/** The purposes that some installations want to be told; none is not sent. */
export type Label = 'none' | 'promotional' | 'transactional';

/** One text to one or many MSISDNs. */
export interface Sms {
	msisdns: string[];
	message: string;
	senderId: string;
	type: Parts['type'];
	schedule: Schedule | null;
	reply: boolean;
	label: Label;
	/** The approved campaign of a promotional message; empty where the API has none. */
	campaign: string;
}

/** One row of a list with its own text. */
export interface Row {
	to: string;
	message: string;
	senderId: string;
	schedule: Schedule | null;
	label: Label;
}

/** Rows that go out in one call: they share all but number and text. */
export interface Batch<T extends Row> {
	senderId: string;
	schedule: Schedule | null;
	label: Label;
	rows: T[];
}
