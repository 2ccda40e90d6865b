import type { IDataObject } from 'n8n-workflow';
import type { Fault } from '../../gateway/fault';
import { faultText } from '../../gateway/faultText';
import type { Run } from '../run/run';
import type { ItemOutcome } from '../run/ledger';

/** The recipients of a submitted message whom the gateway did not accept, as its output lists them. */
export function otherRecipients(faults: ReadonlyArray<[msisdn: string, fault: Fault]>) {
	return {
		refusedRecipients: faults.flatMap(([to, fault]) =>
			fault.kind === 'rejected' ? [{ to, code: fault.code, reason: reasonOf(fault) }] : [],
		),
		unknownRecipients: faults.flatMap(([to, fault]) =>
			fault.kind === 'rejected' ? [] : [{ to, reason: reasonOf(fault) }],
		),
	} satisfies IDataObject;
}

/** What the gateway said, without the code that stands beside it. */
const reasonOf = (fault: Fault): string => faultText(fault, { sending: false }).message.replace(/^\[\d+\] /, '');

/** Counts these recipients of all submitted messages in words; null where there are none. */
export function otherRecipientsInWords(results: Iterable<ItemOutcome>): string | null {
	let [refused, unknown] = [0, 0];
	for (const result of results) {
		if (result.outcome !== 'submitted') continue;
		refused += lengthOf(result.output.refusedRecipients);
		unknown += lengthOf(result.output.unknownRecipients);
	}
	if (refused + unknown === 0) return null;
	return [
		'Of the recipients of submitted messages,',
		[
			...(refused > 0 ? [`${refused} ${refused === 1 ? 'was' : 'were'} refused (refusedRecipients)`] : []),
			...(unknown > 0 ? [`${unknown} ${unknown === 1 ? 'is' : 'are'} unknown (unknownRecipients)`] : []),
		].join(' and '),
	].join(' ');
}

const lengthOf = (list: unknown): number => (Array.isArray(list) ? list.length : 0);

/** Tells of them above the output. */
export function hintOtherRecipients(run: Run, results: ReadonlyMap<number, ItemOutcome>): void {
	const others = otherRecipientsInWords(results.values());
	if (others !== null)
		run.hint(`${others}. The node does not send to them again: the output says why for each number.`);
}
