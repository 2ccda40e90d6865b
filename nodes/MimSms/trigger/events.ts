import type { DeliveryStatus } from '../gateway/deliveryWords';

/**
 * The events of the trigger that ask for delivery reports; each of the others has a question of its own. It imports only types: n8n
 * loads it at its start, with the description of the trigger.
 */
export const REPORT_EVENTS = ['delivered', 'failed', 'pending', 'unknown'] as const satisfies readonly DeliveryStatus[];

export type TriggerEvent = DeliveryStatus | 'balanceLow';
