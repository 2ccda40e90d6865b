/** The labels of the fields that faults name: the editor shows these very words. */
export const FIELD = {
	api: 'API',
	apiKey: 'API Key',
	baseUrl: 'Base URL',
	invalidNumbers: 'Invalid Numbers',
	label: 'Message Purpose',
	message: 'Message',
	parallelCalls: 'Max Requests at Once',
	password: 'Password',
	scheduledDateTime: 'Scheduled Date and Time',
	senderId: 'Sender ID',
	shootId: 'Shoot ID',
	signInWith: 'Sign In With',
	to: 'To',
	type: 'Encoding',
	username: 'User Name',
	v2BaseUrl: 'V2 Base URL',
} as const;
