import { SegmentedMessage } from '../vendor';
import { invalidInput, success, type Outcome } from './fault';

export type TypeChoice = 'auto' | 'text' | 'unicode';

export interface Parts {
	/** The gateway's word for the encoding. */
	type: 'text' | 'unicode';
	encoding: 'GSM-7' | 'UCS-2';
	/** As the network counts them: in UCS-2 a Bangla vowel sign is one, an emoji two. */
	characters: number;
	/** Parts that the message is sent and paid as. */
	segments: number;
}

/**
 * How a text goes out: GSM-7 when it can carry the text or is demanded, else UCS-2, and in how many parts.
 * Refuses `text` for a text that GSM-7 can't carry, naming the characters.
 */
export function countParts(message: string, choice: TypeChoice): Outcome<Parts> {
	const counted = new SegmentedMessage(message, choice === 'unicode' ? 'UCS-2' : 'auto');
	if (choice === 'text' && counted.encodingName !== 'GSM-7') {
		const foreign = [...new Set(counted.getNonGsmCharacters())].slice(0, 5).join(' ');
		return invalidInput('Type', `Text can't carry these characters of Message: ${foreign}. Choose Automatic or Unicode`);
	}
	return success({
		type: counted.encodingName === 'GSM-7' ? 'text' : 'unicode',
		encoding: counted.encodingName,
		characters: counted.encodingName === 'GSM-7' ? counted.numberOfCharacters : message.length,
		segments: counted.segmentsCount,
	});
}
