import type { DeliveryReport } from '../../gateway/report';

/** A report that has not come out before. */
export interface Found {
	report: DeliveryReport;
	/** The one asked for; null where the account as a whole was read. */
	shootId: string | null;
}
