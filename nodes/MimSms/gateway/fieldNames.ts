/** The labels of the fields that faults name: the editor shows these very words. */
export const FIELD = {
	invalidNumbers: 'Invalid Numbers',
	message: 'Message',
	parallelCalls: 'Parallel Calls',
	scheduledDateTime: 'Scheduled Date and Time',
	senderId: 'Sender ID',
	shootId: 'Shoot ID',
	to: 'To',
	type: 'Type',
} as const;
