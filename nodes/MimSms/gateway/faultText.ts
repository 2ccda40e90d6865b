import { FIELD } from './fieldNames';
import { messageOutcome, type Fault, type Rejected, type Unreadable } from './fault';

/** What the user reads: `message` says what happened, `advice` what to do and where. */
export interface FaultText {
	message: string;
	advice: string;
}

const CHECK_BEFORE_SENDING_AGAIN =
	"The message may have been accepted all the same, so it is not sent again. Look into the gateway's panel or the delivery reports before you send it once more.";

const NOTHING_WAS_SENT = 'Nothing was sent.';

/** The user's words for a fault; for a send (`sending`) with the outcome of the message in front and what it means for it. */
export function faultText(fault: Fault, sending: boolean): FaultText {
	const outcome = sending ? `[${messageOutcome(fault)}] ` : '';
	switch (fault.kind) {
		case 'rejected':
			return rejectionText(fault, outcome);
		case 'unclear':
			return {
				message: `${outcome}The gateway did not say whether it took the message: ${fault.why}`,
				advice: CHECK_BEFORE_SENDING_AGAIN,
			};
		case 'unreadable':
			return {
				message: `${outcome}The gateway answered with something that is neither success nor a known error (${answer(fault.status, fault.text)})`,
				advice: unreadableAdvice(fault, sending),
			};
		case 'unreachable':
			return {
				message: `${outcome}The gateway could not be reached: ${fault.why}`,
				advice: `${sending ? `${NOTHING_WAS_SENT} ` : ''}Check Base URL in the credential and the network of your n8n server; then try again.`,
			};
		case 'stopped':
			return {
				message: `${outcome}${sending ? 'Not sent to' : 'Not asked of'} the gateway: ${fault.why}`,
				advice: sending ? NOTHING_WAS_SENT : '',
			};
		case 'lost':
			return {
				message: `${outcome}The gateway gave no answer: ${fault.why}`,
				advice: sending
					? CHECK_BEFORE_SENDING_AGAIN
					: "Try again in a few minutes; if it stays so, the gateway is slow or the connection to it is bad: ask the gateway's support.",
			};
		case 'invalidInput':
			return {
				message: `${fault.field}: ${fault.problem}`,
				advice: sending ? 'Nothing was sent by this try.' : 'Correct this, then try again.',
			};
	}
}

/** Both halves in one line, as an error item shows them. */
export const oneLine = ({ message, advice }: FaultText): string =>
	advice === '' ? message : `${message.replace(/\.$/, '')}. ${advice}`;

const OTHER_API =
	'Or the wrong API is chosen in the credential: a key of 15 capital letters and digits belongs to the JSON API (V2), one that begins with C2 and has a dot to the classic API.';

function rejectionText({ code, said, meaning, advice: first, ...rest }: Rejected, outcome: string): FaultText {
	const advice = rest.maybeOtherApi ? `${first} ${OTHER_API}` : first;
	if (code === null) return { message: `${outcome}The gateway refused: ${said}`, advice };
	if (meaning !== null) return { message: `[${code}] ${meaning}${rest.saysMore ? `: ${said}` : ''}`, advice };
	const unknown = `The gateway refused with a code that its manual does not explain${said ? `: ${said}` : ''}`;
	return { message: `[${code}] ${unknown}`, advice };
}

function unreadableAdvice({ status, isRefused, maybeOtherApi }: Unreadable, sending: boolean): string {
	const outcome = isRefused ? NOTHING_WAS_SENT : CHECK_BEFORE_SENDING_AGAIN;
	return [...(sending ? [outcome] : []), adviceForStatus(status, sending), ...(maybeOtherApi ? [OTHER_API] : [])].join(
		' ',
	);
}

function answer(status: number, text: string): string {
	const shown = text.trim() === '' ? 'an empty page' : `“${text}”`;
	return `HTTP ${status}: ${shown}`;
}

function adviceForStatus(status: number, sending: boolean): string {
	if (status >= 300 && status < 400)
		return 'The address forwards to another one, and forwarding is not followed, since it would carry the key along: put the final address into Base URL in the credential.';
	if (status === 429)
		return `The gateway receives too many requests: ${sending ? `lower ${FIELD.parallelCalls} under Options, or wait` : 'wait, and ask less often'}.`;
	if (status >= 500) return 'The gateway or something in front of it has a fault: try again later.';
	return "Check Base URL in the credential: it may lead to a web page instead of the gateway's API.";
}
