/** Words of the left column of the house style (“Words”), which a user who learned English later stumbles over. */
export const ODD: Readonly<Record<string, RegExp>> = {
	'is no number':
		/\b(?:is|are|was|and) no (?!longer\b)(?:\w+ )?(?:number|text|date|address|ID|one|value|shoot|time)\b/i,
	'what became of it': /\bwhat (?:becomes?|became|comes?|came|has become) of\b/i,
	'it stands': /\b(?:stands?|stood)\b(?! for\b)/i,
	'told as': /\btold (?:as|of)\b|\btells? (?:of|once)\b/i,
	'comes out': /\b(?:comes?|came) out\b/i,
	'taken out of the gateway':
		/\b(?:takes?|taken|took|taking)\b[^.]{0,60}\bout of the gateway\b|\b(?:is|are|was|were) taken out\b/i,
	'hands out': /\b(?:hand|give)(?:s|ed|n)? (?:\w+ ){0,3}out\b|\bgives out\b/i,
	'by itself': /\bby itself\b/i,
	surely: /\bsurely\b/i,
	anew: /\banew\b/i,
	mend: /\bmend(?:s|ed|ing)?\b/i,
	beside: /\bbeside\b/i,
	'a sign': /\b(?:a|the|one|special|common) signs?\b(?!-?in)/i,
	'in another make': /\bin (?:a|another|some) make\b/i,
	'falls low': /\b(?:falls?|fell|falling|fallen) (?:low|below)\b/i,
	'armed again': /\barmed\b/i,
	'own text for each': /\bown text\b|\ba text of (?:its|their|your) own\b/i,
	folded: /\bfold(?:ed|s)?\b/i,
	'which is': /\bwhich (?:is|are)\b/i,
	'all the same': /\ball the same\b/i,
	'once more': /\bonce more\b/i,
	'in spite of': /\bin spite of\b/i,
};

/** The odd words in a text. */
export const oddWordsIn = (text: string): string[] =>
	Object.entries(ODD).flatMap(([name, pattern]) => (pattern.test(text) ? [name] : []));

/** A sentence ends at a stop or a colon before a space, and at the end of a line. */
export const sentencesIn = (text: string): string[] =>
	text
		.replaceAll(/<[^>]+>/g, '')
		.replaceAll(/\be\.g\. /g, '')
		.split(/(?<=[.!?:])\s+|\n+/)
		.filter((sentence) => sentence !== '');

export const wordCount = (text: string): number => text.split(/\s+/).filter((word) => /\p{L}|\d/u.test(word)).length;
