/** The labels of the fields that faults name: the editor shows these very words. */
export const FIELD = {
	invalidNumbers: 'Invalid Numbers',
	label: 'Message Purpose',
	message: 'Message',
	parallelCalls: 'Max Requests at Once',
	scheduledDateTime: 'Scheduled Date and Time',
	senderId: 'Sender ID',
	shootId: 'Shoot ID',
	to: 'To',
	type: 'Encoding',
} as const;
