export type DeliveryStatus = 'delivered' | 'failed' | 'pending' | 'unknown';

interface DeliveryWords {
	/** What the words say. */
	name: string;
	/** A text that this line is the first to match. */
	example: string;
	pattern: RegExp;
	status: DeliveryStatus;
}

/** Whole words, unless a word before them takes them back: "not barred", "no failure". */
const unlessNegated = (words: string): RegExp =>
	new RegExp(`(?<!\\b(?:not|no|without|never|zero) )\\b(?:${words})\\b`, 'i');

/** Whole words of another try, unless a word before them says that there is none: "no retry at", "stopped retrying". */
const unlessGivenUp = (words: string): RegExp =>
	new RegExp(`(?<!\\b(?:not|never|no|longer|stopped|without|after|up) )\\b(?:${words})\\b`, 'i');

/** A count and a greater one, or a smaller: "1 of 2", but not "2 of 2". */
const FEWER = '\\b(\\d{1,3})(?: (?:recipients?|parts?|sms|messages?))? ?(?:\\/|of|out of) ?(?!\\1\\b)\\d{1,3}\\b';

/** Who has a message before the phone has it. */
const NETWORK =
	'(?:smsc|smpp|gateway|operator|network|carrier|provider|aggregator|telco|upstream|switch|sms cent(?:er|re))';

/** Words on the way to the network's name: "the mobile", but not "the handset by the". */
const ON_THE_WAY =
	'(?:(?!(?:handset|phone|terminal|device|subscriber|recipient|customer|user|via|by|on|from|through|over)\\b)\\w+ ){0,3}';

/**
 * What a gateway's or an operator's words say, in the form of `plainWords`; the first line that matches decides. Among the words
 * are the message states of SMPP (3.4, 5.2.28: DELIVRD, UNDELIV, REJECTD, ACCEPTD, ENROUTE) and of OMA's REST API
 * (DeliveredToTerminal, DeliveredToNetwork, DeliveryImpossible, MessageWaiting), which some gateways pass on.
 */
export const DELIVERY_WORDS: readonly DeliveryWords[] = [
	{
		name: 'delivered in the end',
		example: 'Delivered (after temporary failure)',
		pattern: /^\W*(?:(?:message|sms|msg) )?delivered\W+after\b/i,
		status: 'delivered',
	},
	{
		name: 'will be tried again',
		example: 'Temporary failure, will be retried',
		pattern:
			/\b(?:will|shall|going to) (?:be |also |automatically )*(?:re ?tr(?:y|ied)|re ?sen[dt]|re ?attempt(?:ed)?|(?:try|tried|attempt(?:ed)?|sen[dt]) again)\b/i,
		status: 'pending',
	},
	{
		name: 'is to be tried again',
		example: 'Failed, to be retried at 10:30',
		pattern: /(?<!\b(?:not|never|failed|unable) )\b(?:to be|being) (?:re ?tried|re ?sent|re ?attempted)\b/i,
		status: 'pending',
	},
	{
		name: 'is tried again',
		example: 'Failed (retrying)',
		pattern: unlessGivenUp('re ?trying(?! (?:failed|stopped|ended|exhausted))'),
		status: 'pending',
	},
	{
		name: 'a retry has its time',
		example: 'Failed, retry at 10:30',
		pattern: unlessGivenUp('re ?try (?:scheduled|queued|pending|in|at)'),
		status: 'pending',
	},
	{
		name: 'the next try',
		example: 'Failed, next attempt 10:30',
		pattern: unlessGivenUp('next (?:re ?try|attempt|try)'),
		status: 'pending',
	},
	{
		name: 'waits for a retry',
		example: 'Failed, queued for retry',
		pattern: unlessGivenUp('(?:queued|scheduled|waiting) for re ?try'),
		status: 'pending',
	},
	{
		name: 'not delivered, in one word',
		example: 'UNDELIV',
		pattern: unlessNegated('(?:un|non) ?deliv\\w*|delivery impossible'),
		status: 'failed',
	},
	{
		name: 'refused on the way',
		example: 'Blacklisted',
		pattern: unlessNegated(
			'reject(?:ed|d|ion|s)?|refused|barr(?:ed|ing)|black ?list(?:ed)?|blocked|denied|forbidden|nacke?d?|dnd|spam|insufficient|prohibited|disallowed|suspended|unsubscribed',
		),
		status: 'failed',
	},
	{
		name: 'the phone can not be reached',
		example: 'AbsentSubscriber',
		pattern: unlessNegated(
			'absent|absence|busy|unreachable|unavailable|(?:switched|switch|powered|power|turned) ?off|out of (?:coverage|reach|range|service)|(?:memory|inbox|mailbox|sim) (?:is )?full|detached|no (?:paging )?response|no (?:route|coverage|answer|reply)',
		),
		status: 'failed',
	},
	{
		name: 'the phone is not reachable',
		example: 'Handset not reachable',
		pattern:
			/\bnot (?:\w+ )?(?:reachable|available|reached|responding|answering|registered|in (?:service|coverage))\b/i,
		status: 'failed',
	},
	{
		name: 'the number is wrong',
		example: 'Unidentified subscriber',
		pattern: unlessNegated(
			'illegal|unidentified|invalid|(?:unknown|wrong|incorrect|unallocated|nonexistent) (?:subscriber|number|msisdn|recipient|destination)|(?:subscriber|number|msisdn|recipient|destination) unknown|no such (?:subscriber|number)|deactivated|disconnected',
		),
		status: 'failed',
	},
	{
		name: 'given up',
		example: 'EXPIRED',
		pattern: unlessNegated(
			'expired?|expiry|deleted|cancell?ed|discarded|dropped|abandoned|time ?outs?|timed ?out|abort(?:ed|ion)?',
		),
		status: 'failed',
	},
	{
		name: 'failed',
		example: 'SM Delivery Failure',
		pattern: unlessNegated('fail(?:ed|ure|ures|s|ing)?|err(?:or)?s?|fault'),
		status: 'failed',
	},
	{
		name: 'not yet',
		example: 'Has not been delivered yet',
		pattern: /\b(?:no|not|none|nothing)(?: \w+){0,4} yet\b/i,
		status: 'pending',
	},
	{
		name: 'yet to be',
		example: 'Yet to be delivered',
		pattern: /\byet to be\b/i,
		status: 'pending',
	},
	{
		name: 'still',
		example: 'Still being processed',
		pattern: /\bstill (?:not|being|trying|waiting|in|on)\b/i,
		status: 'pending',
	},
	{
		name: 'delivered: no',
		example: 'Delivered: No',
		pattern: /\b(?:delivered|delivery)(?: status)? ?[:=?"'‐-—/|~-]+ ?(?:no|nope|not|n|none|never|false|nil)\b/i,
		status: 'failed',
	},
	{
		name: 'delivered: 0, which may be a code or a count',
		example: 'Delivered: 0',
		pattern: /\b(?:delivered|delivery) ?[:=] ?0+\b/i,
		status: 'unknown',
	},
	{
		name: 'not delivered',
		example: 'Could not be delivered',
		pattern:
			/\b(?:not(?! only\b)|never|unable to|neither)(?: (?:be|been|being|get|got|able|to|properly|successfully|fully|actually|really|it|was|is)){0,3} (?:deliver\w*|sen[dt]|submit(?:ted)?|accepte?d?|transmitted)\b/i,
		status: 'failed',
	},
	{
		name: 'no delivery',
		example: 'No delivery',
		pattern:
			/\b(?:no|without|nothing|none|zero|0)(?: (?:was|were|is))? (?:deliver(?:y|ed|ies)|sent)\b(?! (?:report|receipt|status|info|information)\b)/i,
		status: 'failed',
	},
	{
		name: 'delivered in part',
		example: 'Partially delivered',
		pattern: /\bpart(?:ly|ial|ially|s)?\b.*\bdeliver(?:ed|y)\b/i,
		status: 'pending',
	},
	{
		name: 'delivered, but not all',
		example: 'Delivered partially',
		pattern: /\bdeliver(?:ed|y)\b.*\b(?:part(?:ly|ial|ially)|in parts?|incomplete(?:ly)?)\b/i,
		status: 'pending',
	},
	{
		name: 'not all of it delivered',
		example: 'Not all delivered',
		pattern: /\bnot (?:all|every\w*|completely|entirely|wholly|totally)\b.*\bdeliver(?:ed|y)\b/i,
		status: 'pending',
	},
	{
		name: 'an incomplete delivery',
		example: 'Incomplete delivery',
		pattern: /\bincomplete(?:ly)? deliver(?:ed|y)\b/i,
		status: 'pending',
	},
	{
		name: 'some of so many delivered',
		example: '1 of 2 delivered',
		pattern: new RegExp(`${FEWER}.*\\bdelivered\\b`, 'i'),
		status: 'pending',
	},
	{
		name: 'delivered some of so many',
		example: 'Delivered 1/2',
		pattern: new RegExp(`\\bdelivered\\b.*${FEWER}`, 'i'),
		status: 'pending',
	},
	{
		name: 'handed to the network',
		example: 'Delivered to SMSC',
		pattern: new RegExp(
			`\\b(?:delivered|delivery|handed|hand(?:ed)? ?over|passed|given|forwarded|routed|transferred|relayed)(?: (?:over|on))? (?:to|into|at) ${ON_THE_WAY}${NETWORK}\\b`,
			'i',
		),
		status: 'pending',
	},
	{
		name: 'the network has it',
		example: 'Received by the operator',
		pattern: new RegExp(
			`\\b(?:received|accepted|taken|acknowledged|queued|buffered|held) (?:by|at|in) ${ON_THE_WAY}${NETWORK}\\b`,
			'i',
		),
		status: 'pending',
	},
	{
		name: 'to be delivered',
		example: 'Waiting to be delivered',
		pattern:
			/\b(?:to be|will be|being|awaiting|if|when|until|once|before)(?: (?:it|message|the message))?(?: (?:is|was|be))? (?:delivered|sent)\b/i,
		status: 'pending',
	},
	{
		name: 'not confirmed',
		example: 'Delivered (unconfirmed)',
		pattern: /\b(?:unconfirmed|uncertain|not (?:confirmed|known|certain|sure|supported))\b/i,
		status: 'unknown',
	},
	{
		name: 'delivered to nobody',
		example: 'Delivered to none',
		pattern: /\bdelivered (?:to|for) (?:none|nobody|no one|no|zero|0)\b/i,
		status: 'failed',
	},
	{
		name: 'not in some other way',
		example: 'Not surely delivered',
		pattern: /\b(?:not(?! only\b)|never|neither|none|nobody|hardly|scarcely)\b[^.,;()]*\bdelivered\b/i,
		status: 'unknown',
	},
	{
		name: 'a guess',
		example: 'Probably delivered',
		pattern: /\b(?:possibly|probably|perhaps|maybe|presumably|presumed|assumed)\b/i,
		status: 'unknown',
	},
	{
		name: 'delivered: unknown',
		example: 'Delivered: unknown',
		pattern: /\bdelivered\W+unknown\b/i,
		status: 'unknown',
	},
	{
		name: 'a question',
		example: 'Delivered?',
		pattern: /\bdelivered ?\?\W*$/i,
		status: 'unknown',
	},
	{
		name: 'delivered',
		example: 'DeliveredToTerminal',
		pattern: /\bdelivered\b/i,
		status: 'delivered',
	},
	{
		name: 'success, and no other word',
		example: 'Success',
		pattern: /^\W*success(?:ful)?\W*$/i,
		status: 'delivered',
	},
	{
		name: 'on its way',
		example: 'Submitted',
		pattern:
			/\b(?:pending|sent|submitted|queued?|queueing|waiting|awaiting|process(?:ing|ed)?|accepte?d|scheduled|en ?route|buffered|deferred|delayed|dispatched|transmitted|in (?:progress|transit)|ongoing|handed over)\b/i,
		status: 'pending',
	},
];

/** The line that decides what words say about a delivery, or undefined where none does. */
export const findDeliveryWords = (words: string): DeliveryWords | undefined => {
	const plain = plainWords(judged(words));
	return DELIVERY_WORDS.find(({ pattern }) => pattern.test(plain));
};

/** What the words of a gateway or an operator say about a delivery; `unknown` where they say nothing. */
export const readDeliveryWords = (words: string): DeliveryStatus => findDeliveryWords(words)?.status ?? 'unknown';

/** Failures after which the operator tries again (manual and MiM SMS's list of V2: those with retries). */
const TEMPORARY =
	/\b(?:absent|busy|system (?:failure|error)|smsc time ?out|time ?out ?abort|temporar(?:y|ily))\b|^\W*sms failed\W*$/i;

const PERMANENT =
	/\b(?:permanent(?:ly)?|expired?|deleted|reject(?:ed|d)?|undeliv\w*|barred|black ?list(?:ed)?|invalid|illegal|unidentified|cancell?ed)\b/i;

/** Whether the words of a failure are of one that may still become a delivery. */
export function isTemporaryFailure(words: string): boolean {
	const plain = plainWords(judged(words));
	return TEMPORARY.test(plain) && !PERMANENT.test(plain);
}

/** Characters: no status is as long. */
const READ_CHARACTERS = 2_000;

/** Of an SMPP receipt its `stat:`; of other words what stands before `text:`, which is the message's own. */
function judged(words: string): string {
	const [report] = words.slice(0, READ_CHARACTERS).split(/\btext["']?\s*[:=]/i, 1);
	const stat = /\bstat["']?\s*[:=]([^:=]*)([:=])?/i.exec(report);
	if (!stat) return report;
	// Before a colon stands the name of the next field.
	return stat[2] === undefined ? stat[1] : stat[1].trimEnd().replace(/[^\s,;|&]+$/, '');
}

/** What joins two words, or a word and a number; but not before the "no" of "Delivered-No". */
const JOINT =
	/(?<=[a-z\d])[-‐-—/.|~]+(?=[a-z])(?!(?:no|nope|not|n|none|never|false|nil)\b)|(?<=[a-z])[-‐-—/.|~]+(?=\d)/gi;

/** Words apart from each other and in one spelling, "not" for its short forms, and without what says that nothing went wrong. */
const plainWords = (words: string): string =>
	words
		.replace(/(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|_/g, ' ')
		.replace(JOINT, ' ')
		.replace(/deliv(?:rd|erd|erred)\b/gi, 'delivered')
		.replace(/\b(not|never)\b\W+(?=deliver)/gi, '$1 ')
		.replace(/(?:n['’]t|(?<=\b(?:could|did|does|was|is|has|have|would))nt|(?<=\bcan)not)\b/gi, ' not')
		.replace(/\s+/g, ' ')
		.replace(/\b(?:no|without|zero|0) (?:errors?|failures?|failed)\b/gi, ' ')
		.replace(/\b(?:err(?:or)?s?|fail(?:ed|ures?)?)(?: ?code)? ?[:=#-]? ?0+\b/gi, ' ');
