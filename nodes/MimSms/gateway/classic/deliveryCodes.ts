import { readDeliveryWords, type DeliveryStatus } from '../deliveryWords';

interface DeliveryCode {
	meaning: string;
	status: DeliveryStatus;
}

/** The delivery report codes of the manual, "Delivery Report Error Codes". */
export const DELIVERY_CODES: Readonly<Record<string, DeliveryCode>> = {
	'0': { meaning: 'Delivered', status: 'delivered' },
	'1': { meaning: 'Delivered', status: 'delivered' },
	'5': { meaning: 'Unidentified subscriber', status: 'failed' },
	'6': { meaning: 'Absent subscriber for SM', status: 'failed' },
	'9': { meaning: 'Illegal subscriber', status: 'failed' },
	'13': { meaning: 'Barred subscriber', status: 'failed' },
	'16': { meaning: 'REJECTED', status: 'failed' },
	'31': { meaning: 'Subscriber Busy', status: 'failed' },
	'32': { meaning: 'SM Delivery Failure', status: 'failed' },
	'34': { meaning: 'System failure', status: 'failed' },
	'400': { meaning: 'SMSC Timeout-abort', status: 'failed' },
	'1028': { meaning: 'Absent subscriber', status: 'failed' },
};

/**
 * What a delivery report says: by its code where the manual knows it, else by its details, else `unknown`.
 * `code` is null where the gateway gave none; `details` may be empty.
 */
export function readDelivery(code: string | null, details: string): DeliveryCode {
	if (code !== null && Object.hasOwn(DELIVERY_CODES, code)) return DELIVERY_CODES[code];
	const words = code !== null && !/^\d+$/.test(code) ? `${code} ${details}` : details;
	const meaning = words.trim() || (code === null ? 'No status given' : `Unknown code ${code}`);
	return { meaning, status: readDeliveryWords(words) };
}
