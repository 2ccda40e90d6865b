/** The sources of the two cores, and the tests that are to notice when one of them is changed, the slow ones last. */
const REPLIES = ['gateway/replyGrammar', 'hostile/lyingGateway'];

/** Paths without extension: of sources in nodes/MimSms, of tests in test (without `.test`). */
export interface Group {
	sources: string[];
	tests: string[];
}

export const GROUPS: Record<string, Group> = {
	replies: {
		sources: ['gateway/classic/replies', 'gateway/json', 'gateway/replyText'],
		tests: [
			'gateway/apiKey',
			'gateway/balance',
			'gateway/failure',
			'gateway/replyText',
			'gateway/replyWords',
			'gateway/submission',
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
		tests: ['gateway/deliveryCodes', 'gateway/errorCodes', 'gateway/faultText', 'gateway/faultWords', 'readme/readme'],
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
			...[
				'xmlReports',
				'jsonReports',
				'noReports',
				'otherPages',
				'pageEnds',
				'messageText',
				'reportFields',
				'reportTime',
			].map((name) => `gateway/${name}`),
			...REPLIES,
			'gateway/damagedPages',
			'gateway/parseWork',
		],
	},
	phone: { sources: ['gateway/phone'], tests: ['gateway/phone', 'gateway/recipients'] },
	parts: { sources: ['gateway/parts'], tests: ['gateway/parts'] },
	redact: { sources: ['gateway/redact'], tests: ['gateway/redact'] },
	requests: {
		sources: ['gateway/classic/requests', 'gateway/classic/references', 'gateway/classic/dialect'],
		tests: ['gateway/requests', 'gateway/shootId', 'gateway/faultWords'],
	},
	times: {
		sources: ['gateway/gatewayTime'],
		tests: ['gateway/gatewayTime', 'gateway/reportTime', 'gateway/timeWords'],
	},
	sending: { sources: ['gateway/batches', 'gateway/tracking'], tests: ['gateway/batches', 'gateway/tracking'] },
	trigger: {
		sources: ['gateway/reading', 'trigger/filter', 'trigger/pollState', 'trigger/sample'],
		tests: ['gateway/reading', 'trigger/filter', 'trigger/pollState', 'trigger/stateLimits'],
	},
};
