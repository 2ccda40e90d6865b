import type { IDataObject } from 'n8n-workflow';
import type { DeliveryReport } from '../gateway/report';

/** A report as an output item; `shootId` is the one asked for, since reports do not name it. */
export const toItem = (report: DeliveryReport, shootId: string | null, more: IDataObject = {}): IDataObject => ({ shootId, ...report, ...more });

/** The hint for a page that did not arrive whole, of a call that takes reports out of the gateway. */
export const CUT_OFF =
	'The answer of the gateway was cut off on the way. What had arrived is here; what was lost with the rest of it, the gateway will not hand out again.';
