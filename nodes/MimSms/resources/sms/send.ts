import type { Operation } from '../../bridge/run/run';
import { toItems } from '../../bridge/send/output';
import { hintSchedules } from './draft';
import { sendEachItem } from './oneText';

/** Send: one text to one or many numbers, one request an item. */
export const send: Operation = async (run) => {
	const { jobs, results } = await sendEachItem(run);
	hintSchedules(
		run,
		results,
		[...jobs].map(([item, { sms }]) => [item, sms.schedule]),
	);
	return toItems(run, results);
};
