import type { NodeHint } from 'n8n-workflow';

/** What the editor says of a message while it is typed. n8n evaluates the conditions, so they are text, without `}` beside `}`. */

/** The letters of GSM-7, as a class of a regular expression; those of the extension table take two places. */
const EXTENDED = String.raw`\f^\u007b\u007d\\\[~\]|€`;
const PLAIN = String.raw`@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&'()*+,\-.\/0-9:;<=>?¡A-ZÄÖÑÜ§¿a-zäöñüà`;

interface Letters {
	isPlain: boolean;
}

/** Whether the message goes out in GSM-7 (`isPlain`) and its count of parts fits `test`, as gateway/parts.ts counts. */
const whenParts = ({ isPlain }: Letters, test: string): string =>
	`={{ ((text, forced) => {
		const plain = !forced && /^[${PLAIN}${EXTENDED}]*$/.test(text);
		const [alone, joined] = plain ? [160, 153] : [70, 67];
		let [all, used, parts] = [0, 0, 1];
		for (const letter of text) {
			const places = !plain ? letter.length : /[${EXTENDED}]/.test(letter) ? 2 : 1;
			all += places;
			if (used + places > joined) { parts += 1; used = 0; }
			used += places;
		}
		const count = all > alone ? parts : 1;
		return plain === ${isPlain} && count ${test};
	})(String($parameter["message"] ?? ""), $parameter["options"]?.["type"] === "unicode") }}`;

const partsHint = (letters: Letters, test: string, message: string): NodeHint => ({
	message,
	type: 'info',
	location: 'outputPane',
	displayCondition: whenParts(letters, test),
});

const PLAIN_LIMIT = 'One part holds 160 characters of plain English.';
const UNICODE_LIMIT = 'With Bangla, an emoji or a special character, one part holds only 70 characters.';

export const messageHints: NodeHint[] = [
	partsHint({ isPlain: true }, '=== 2', `The message has 2 SMS parts, and you pay for 2. ${PLAIN_LIMIT}`),
	partsHint({ isPlain: true }, '=== 3', `The message has 3 SMS parts, and you pay for 3. ${PLAIN_LIMIT}`),
	partsHint(
		{ isPlain: true },
		'> 3',
		`The message has more than 3 SMS parts. SMS → Preview counts them. ${PLAIN_LIMIT}`,
	),
	partsHint({ isPlain: false }, '=== 2', `The message has 2 SMS parts, and you pay for 2. ${UNICODE_LIMIT}`),
	partsHint({ isPlain: false }, '=== 3', `The message has 3 SMS parts, and you pay for 3. ${UNICODE_LIMIT}`),
	partsHint(
		{ isPlain: false },
		'> 3',
		`The message has more than 3 SMS parts. SMS → Preview counts them. ${UNICODE_LIMIT}`,
	),
	{
		message:
			'The message contains a word in braces, such as {name}, and the node does not fill it in. If it is a column, switch Message to Expression and drag the column there.',
		type: 'warning',
		location: 'outputPane',
		displayCondition: String.raw`={{ /\u007b\s*\$?[\p{L}_][^\u007b\u007d"':;]*\u007d/u.test(String($parameter["message"] ?? "")) }}`,
	},
];
