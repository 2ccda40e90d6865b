/** Labels that faults name, of fields that several files name or that the core names: the editor shows these very words. */
export const FIELD = {
	api: 'API',
	apiKey: 'API Key',
	baseUrl: 'Base URL',
	invalidNumbers: 'Invalid Numbers',
	label: 'Message Purpose',
	message: 'Message',
	operation: 'Operation',
	parallelCalls: 'Max Requests at Once',
	password: 'Password',
	scheduledDateTime: 'Scheduled Date and Time',
	senderId: 'Sender ID',
	shootId: 'Shoot ID',
	signInWith: 'Sign In With',
	to: 'To',
	type: 'Encoding',
	username: 'User Name',
} as const;
