import type { IDataObject } from 'n8n-workflow';
import type { Operation, Run } from '../../bridge/run/run';
import { counted, ranges, readIncludesInput, withInputFields } from '../../bridge/send/output';
import { evaluated, flattened } from '../../bridge/input/parameters';
import { success, type Fault, type Result } from '../../gateway/fault';
import { faultText, oneLine } from '../../gateway/faultText';
import { checkSendable, countParts, unicodeCharacters, type Parts } from '../../gateway/parts';
import { readRecipients, type InvalidRecipient } from '../../gateway/phone';
import {
	checkFilledIn,
	checkRecipients,
	hintWrittenLineBreaks,
	readInvalidNumbers,
	readOptions,
	readText,
	readType,
} from './draft';

/** What Preview tells of one item; null where something can't be told. */
interface Preview {
	/** Whether Send would take the item. */
	valid: boolean;
	reason: string | null;
	to: string[];
	recipientCount: number;
	invalidRecipients: InvalidRecipient[];
	message: string | null;
	type: Parts['type'] | null;
	encoding: Parts['encoding'] | null;
	unicodeCharacters: string[];
	characters: number | null;
	segments: number | null;
	/** For all recipients; 0 where the item would not be sent. */
	totalSegments: number;
}

/** Preview: who would get the message and in how many parts, without a request and without a credential. It tells what is wrong with an item in its output. */
export const preview: Operation = async (run) => {
	const previews = run.items.map((item) => [item, previewItem(run, item)] as const);
	hintSums(run, previews);
	hintWrittenLineBreaks(
		run,
		previews.map(([, { message }]) => message ?? ''),
	);
	return withInputFields(
		run,
		previews.map(([item, preview]) => ({ json: { ...preview } as IDataObject, pairedItem: { item } })),
	);
};

function previewItem(run: Run, item: number): Preview {
	const problems = new Set<string>();
	/** The value that was read, or undefined, with what is wrong among the problems. */
	function noted<T>(read: () => Result<T>): T | undefined {
		const result = flattened(evaluated(read));
		if (result.ok) return result.value;
		problems.add(problemWithRemedy(result.fault));
		return undefined;
	}

	const options = noted(() => success(readOptions(run, item))) ?? {};
	const invalidNumbers = noted(() => readInvalidNumbers(options)) ?? 'fail';
	const recipients = noted(() => success(readRecipients(run.parameter('to', item, ''))));
	if (recipients) noted(() => checkRecipients(recipients, invalidNumbers));
	const written = noted(() => success({ value: run.parameter('message', item, '') }));
	const message = written && noted(() => readText(written.value));
	if (message !== undefined) noted(() => checkFilledIn(run, item, message));
	const type = noted(() => readType(options));
	const parts = message !== undefined && type ? noted(() => countParts(message, type)) : undefined;
	if (parts) noted(() => checkSendable(parts));
	noted(() => readIncludesInput(run, item));

	const { msisdns = [], invalid = [] } = recipients ?? {};
	const valid = problems.size === 0;
	return {
		valid,
		reason: valid ? null : [...problems].map((problem) => problem.replace(/\.$/, '')).join('. '),
		to: msisdns,
		recipientCount: msisdns.length,
		invalidRecipients: invalid.map(({ input, reason }) => ({ input, reason })),
		message: message ?? (typeof written?.value === 'string' ? written.value : null),
		type: parts?.type ?? null,
		encoding: parts?.encoding ?? null,
		unicodeCharacters: unicodeCharacters(message ?? ''),
		characters: parts?.characters ?? null,
		segments: parts?.segments ?? null,
		totalSegments: valid && parts ? parts.segments * msisdns.length : 0,
	};
}

/** The problem, and how to mend it where the node's settings can. */
function problemWithRemedy(fault: Fault): string {
	const text = faultText(fault, { sending: false });
	return fault.kind === 'invalidInput' && fault.remedy !== undefined ? oneLine(text) : text.message;
}

/** What all items come to. */
function hintSums(run: Run, previews: ReadonlyArray<readonly [item: number, preview: Preview]>): void {
	const bad = previews.flatMap(([item, { valid }]) => (valid ? [] : [item]));
	const sum = (of: (preview: Preview) => number) => previews.reduce((all, [, preview]) => all + of(preview), 0);
	const parts = sum(({ totalSegments }) => totalSegments);
	const leftOut = sum(({ valid, invalidRecipients }) => (valid ? invalidRecipients.length : 0));
	run.hint(
		[
			`${previews.length - bad.length} of ${counted(previews.length, 'item')} can be sent, as ${counted(parts, 'SMS part')} in total.`,
			...(leftOut > 0
				? [`${counted(leftOut, 'entry', 'entries')} of To would be left out: see invalidRecipients.`]
				: []),
			...(bad.length > 0
				? [
						`Not valid: ${bad.length === 1 ? 'item' : 'items'} ${ranges(bad)} (counted from 0). The field reason says why.`,
					]
				: []),
		].join(' '),
	);
}
