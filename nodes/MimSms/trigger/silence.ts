import type { DeliveryReport } from '../gateway/report';

/** A report that came so shortly before the activation may be one that the user waits for, and clocks differ. */
const GRACE_MS = 120_000;

/** How long old reports stay silent after the activation, where the gateway does not come to their end before. */
const LONGEST_MS = 3_600_000;

/** When a person activated the workflow for the first time, in milliseconds since the epoch, and whether this poll is that activation's own. */
export interface Activation {
	at: number;
	isOwnPoll: boolean;
}

/** Whether a report was there before the activation: by its time of receipt; one without it only in the activation's own poll. */
export function isEarlier({ receivedAt }: DeliveryReport, { at, isOwnPoll }: Activation): boolean {
	return receivedAt === null ? isOwnPoll : Date.parse(receivedAt) < at - GRACE_MS;
}

/** Whether nothing is silent any more. */
export const isSilenceOver = (at: number, now: number): boolean => now - at > LONGEST_MS;
