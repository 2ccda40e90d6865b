/** The sources of the pure rooms, and the tests that are to notice when one of them is changed, the slow ones last. */
const REPLIES = ['gateway/classic/replyGrammar', 'hostile/lyingGateway'];

/** Paths without extension: of sources in nodes/MimSms, of tests in test (without `.test`). */
export interface Group {
	sources: string[];
	tests: string[];
}

export const GROUPS: Record<string, Group> = {
	replies: {
		sources: ['gateway/classic/replies', 'gateway/json'],
		tests: [
			'gateway/classic/apiKey',
			'gateway/classic/balance',
			'gateway/classic/failure',
			'gateway/json',
			'gateway/classic/replyWords',
			'gateway/classic/submission',
			'gateway/signsAround',
			...REPLIES,
		],
	},
	codes: {
		sources: [
			'gateway/classic/errorCodes',
			'gateway/fault',
			'gateway/faultText',
			'gateway/classic/deliveryCodes',
			'gateway/deliveryWords',
		],
		tests: [
			'gateway/classic/deliveryCodes',
			'gateway/classic/errorCodes',
			'gateway/deliveryWords',
			'gateway/faultText',
			'gateway/faultWords',
			'gateway/readInOrder',
			'gateway/signsAround',
			'readme/readme',
		],
	},
	reports: {
		sources: [
			'gateway/classic/reports',
			'gateway/classic/records',
			'gateway/report',
			'gateway/classic/jsonReports',
			'gateway/classic/xml',
		],
		tests: [
			// First, since it counts the calls of a library that the others load.
			'gateway/classic/parseWork',
			...['xmlReports', 'jsonReports', 'noReports', 'otherPages', 'pageEnds', 'messageText', 'reportFields'].map(
				(name) => `gateway/classic/${name}`,
			),
			'gateway/reportTime',
			'gateway/otherWriting',
			...REPLIES,
			'gateway/classic/damagedPages',
		],
	},
	phone: {
		sources: ['gateway/phone'],
		tests: ['gateway/phone', 'gateway/recipients', 'gateway/writtenNumbers', 'gateway/atHome', 'gateway/unseen'],
	},
	parts: { sources: ['gateway/parts'], tests: ['gateway/parts'] },
	redact: { sources: ['gateway/redact'], tests: ['gateway/redact'] },
	requests: {
		sources: ['gateway/routes', 'gateway/classic/references', 'gateway/classic/dialect'],
		tests: ['gateway/classic/requests', 'gateway/classic/shootId', 'gateway/classic/dialect', 'gateway/references'],
	},
	v2: {
		sources: ['dialect', 'envelope', 'errorCodes', 'references', 'replies', 'reports'].map(
			(file) => `gateway/v2/${file}`,
		),
		tests: [
			...['dialect', 'requests', 'balance', 'reports', 'submission', 'replyGrammar'].map(
				(test) => `gateway/v2/${test}`,
			),
		],
	},
	texts: {
		sources: ['gateway/amount', 'gateway/placeholders', 'gateway/unseen', 'gateway/references', 'gateway/apis'],
		tests: [
			...['amount', 'placeholders', 'unseen', 'references', 'apis'].map((name) => `gateway/${name}`),
			'gateway/classic/shootId',
			'gateway/v2/requests',
		],
	},
	times: {
		sources: ['gateway/gatewayTime'],
		tests: ['gateway/gatewayTime', 'gateway/reportTime', 'gateway/timeWords', 'gateway/otherWriting'],
	},
	sending: {
		sources: ['gateway/tracking'],
		tests: ['gateway/tracking', 'gateway/severalReports'],
	},
	expressions: {
		sources: ['expressions/fieldFiller'],
		tests: ['expressions/fieldExpressions'],
	},
	trigger: {
		sources: [
			'gateway/reading',
			'trigger/accountReading',
			'trigger/events',
			'trigger/filter',
			'trigger/pollState',
			'trigger/sample',
			'trigger/silence',
		],
		tests: [
			'gateway/reading',
			'trigger/accountReading',
			'trigger/filter',
			'trigger/silence',
			'trigger/pollState',
			'trigger/stateLimits',
		],
	},
};
