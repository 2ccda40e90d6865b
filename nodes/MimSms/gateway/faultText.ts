import { FIELD } from './fieldNames';
import { messageOutcome, type Fault, type InvalidInput, type Lost, type Rejected, type Unreadable } from './fault';

/** What the user reads: `message` says what happened, `advice` what to do and where. */
export interface FaultText {
	message: string;
	advice: string;
	/** The advice where strangers may read it: without what concerns the node's own settings. The same as `advice` where it is left out. */
	publicAdvice?: string;
}

/** What was going on: a send, or reading reports, balance or key. */
interface Task {
	sending: boolean;
	/** Whether other messages of this try may have gone out. */
	besideOthers?: boolean;
}

const CHECK_BEFORE_SENDING_AGAIN =
	"The gateway may have accepted the message, so this execution does not send it again. A new execution would send it again. Check the gateway's panel before you send it again.";

const NOT_BY_ANOTHER_CALL =
	"The gateway may have accepted the message. Do not call this tool again with the same text: that would send it again. Check the gateway's panel first.";

/** The other messages of the run may have gone out. */
const NOT_THIS_ONE = 'This message was not sent.';

const NOT_BY_THIS_TRY = 'This try sent nothing.';

/** The user's words for a fault; for a send (`sending`) with the outcome of the message in front and what it means for it. */
export function faultText(fault: Fault, { sending, besideOthers }: Task): FaultText {
	const outcome = sending ? `[${messageOutcome(fault)}] ` : '';
	switch (fault.kind) {
		case 'rejected':
			return rejectionText(fault, { sending }, outcome);
		case 'unclear':
			return {
				message: `${outcome}The gateway did not say whether it accepted the message: ${fault.why}`,
				advice: CHECK_BEFORE_SENDING_AGAIN,
			};
		case 'unreadable':
			return {
				message: `${outcome}The gateway's answer is neither success nor a known error (${answer(fault.status, fault.text)})`,
				...unreadableAdvice(fault, { sending }),
			};
		case 'unreachable':
			return unreachableText(fault, { sending }, outcome);
		case 'stopped':
			return {
				message: `${outcome}${sending ? 'Not sent to the gateway' : 'The gateway was not asked'}: ${fault.why}`,
				advice: sending ? NOT_THIS_ONE : '',
			};
		case 'lost':
			return {
				message: `${outcome}The gateway gave no answer: ${fault.why}`,
				advice: sending ? CHECK_BEFORE_SENDING_AGAIN : lostAdvice(fault),
			};
		case 'forgotten':
			return {
				message: `${outcome}It is not known whether this message went out: ${fault.why}`,
				advice: CHECK_BEFORE_SENDING_AGAIN,
			};
		case 'invalidInput':
			return invalidInputText(fault, { sending, besideOthers });
	}
}

/** Both halves in one line. */
export const oneLine = ({ message, advice }: FaultText): string => joined(message, advice);

/** The same for an agent of whose calls n8n keeps nothing: the next one would send the message again. */
export const unkeptLine = ({ message, advice }: FaultText): string =>
	joined(message, advice.replace(CHECK_BEFORE_SENDING_AGAIN, NOT_BY_ANOTHER_CALL));

/** The same for an error item, which reaches those that a workflow serves. */
export const publicLine = ({ message, advice, publicAdvice = advice }: FaultText): string =>
	joined(message, publicAdvice);

const joined = (message: string, advice: string): string =>
	advice === '' ? message : `${message.replace(/\.$/, '')}. ${advice}`;

const KEY_SHAPES =
	'A key of 15 capital letters and digits belongs to the JSON API (V2). A key that begins with C2 and has a dot belongs to the classic API.';

const OTHER_API = `Or the wrong API is chosen in the credential. ${KEY_SHAPES}`;

/** The gateway does not know the key, and its shape is that of the other API. */
const KEY_OF_OTHER_API = `The wrong API seems to be chosen in the credential. ${KEY_SHAPES}`;

/** Of a code about a message, where a balance or a report was asked for. Not that nothing was sent: the reports may be of a message that was. */
const ASK_WHAT_IT_MEANS = "If this error comes back, ask the gateway's support what it means.";

function rejectionText(
	{ code, said, meaning, scope, advice: first, ...rest }: Rejected,
	{ sending }: Task,
	outcome: string,
): FaultText {
	const isOfMessage = meaning !== null && scope !== 'account' && !rest.ofService;
	const own = isOfMessage && !sending ? ASK_WHAT_IT_MEANS : first;
	const advice = {
		advice: rest.maybeOtherApi ? `${KEY_OF_OTHER_API} If the API is right: ${own}` : own,
		...(rest.aboutSettings && sending && { publicAdvice: NOT_THIS_ONE }),
	};
	if (code === null) return { message: `${outcome}The gateway refused: ${said}`, ...advice };
	if (meaning !== null) return { message: `[${code}] ${meaning}${rest.saysMore ? `: ${said}` : ''}`, ...advice };
	const unknown = `The gateway refused with a code that its manual does not explain${said ? `: ${said}` : ''}`;
	return { message: `[${code}] ${unknown}`, ...advice };
}

function unreachableText(
	{ why, proxy }: Extract<Fault, { kind: 'unreachable' }>,
	{ sending }: Task,
	outcome: string,
): FaultText {
	const [what, check] = proxy
		? ['The proxy', 'Check Proxy under Request Options, and whether the proxy runs.']
		: ['The gateway', 'Check Base URL in the credential and the network of your n8n server.'];
	const message = `${outcome}${what} could not be reached: ${why}`;
	if (!sending) return { message, advice: check };
	const advice = `${NOT_THIS_ONE} ${check}`;
	return proxy ? { message, advice, publicAdvice: NOT_THIS_ONE } : { message, advice };
}

function invalidInputText({ field, problem, remedy }: InvalidInput, { sending, besideOthers }: Task): FaultText {
	const message = `${field}: ${problem}`;
	const advice = remedy === undefined ? '' : `${remedy.replace(/\.$/, '')}.`;
	const notSent = besideOthers ? NOT_THIS_ONE : NOT_BY_THIS_TRY;
	if (sending) return { message, advice: `${advice} ${notSent}`.trim(), publicAdvice: NOT_THIS_ONE };
	return remedy === undefined ? { message, advice: 'Correct this.' } : { message, advice, publicAdvice: '' };
}

/** What a call that takes reports out of the gateway may have cost: a second one would not bring them. */
const gone = (reports: number, answer: string): string =>
	`Up to ${reports} reports may be lost: the gateway returns each report only once, and the answer ${answer}. Another request returns only the other reports.`;

const SLOW_OR_BAD = "the gateway is slow or the connection to it is bad: ask the gateway's support.";

const USUALLY_PASSES = 'It usually passes. If it does not,';

/** Without a word about another try: where another node has sent, a new execution would send again. */
const lostAdvice = ({ mayHaveTaken }: Lost): string =>
	mayHaveTaken === undefined
		? `${USUALLY_PASSES} ${SLOW_OR_BAD}`
		: `${gone(mayHaveTaken, 'did not arrive')} If it happens often, ${SLOW_OR_BAD}`;

function unreadableAdvice(fault: Unreadable, { sending }: Task): Omit<FaultText, 'message'> {
	const { isRefused, maybeOtherApi, mayHaveTaken } = fault;
	const outcome = isRefused ? NOT_THIS_ONE : CHECK_BEFORE_SENDING_AGAIN;
	const lost = mayHaveTaken === undefined ? [] : [gone(mayHaveTaken, 'could not be read')];
	const first = sending ? [outcome] : lost;
	const last = maybeOtherApi ? [OTHER_API] : [];
	const isBusy = fault.status === 429;
	const advice = [...first, adviceForStatus(fault, { sending }), ...last].join(' ');
	return isBusy && sending ? { advice, publicAdvice: [...first, ...last].join(' ') } : { advice };
}

function answer(status: number, text: string): string {
	const shown = text.trim() === '' ? 'an empty page' : `“${text}”`;
	return `HTTP ${status}: ${shown}`;
}

function adviceForStatus({ status, text, maybeOtherApi }: Unreadable, { sending }: Task): string {
	if (status >= 300 && status < 400)
		return 'The address redirects to another one. The node does not follow redirects, because the other address would receive the key. Enter the final address as Base URL in the credential.';
	if (status === 407)
		return 'A proxy between n8n and the gateway asks for a user name and a password. Enter them in Proxy under Request Options, as in http://user:password@host:port. If that field is empty or not there, ask whoever runs your n8n server.';
	if (status === 429)
		return `The gateway receives too many requests: ${sending ? `lower ${FIELD.parallelCalls} under Options, or wait` : 'wait, and ask less often'}.`;
	if (status >= 500)
		return `The gateway, or a server in front of it, has a fault. ${USUALLY_PASSES} ask the gateway's support.`;
	if (status === 401 || status === 403)
		return "The server does not accept this request. It may answer only listed addresses: add the public IP address of your n8n server to the whitelist, in the gateway's panel or through its support. If this answer does not come from the gateway, correct Base URL in the credential.";
	if (maybeOtherApi || text.trim() === '')
		return "Check Base URL in the credential: it may be the address of a web page, not of the gateway's API.";
	return "Ask the gateway's support what this answer means. If it does not come from the gateway, correct Base URL in the credential.";
}
