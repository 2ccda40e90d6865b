import { onlyAtHome, readRecipients } from '../../nodes/MimSms/gateway/phone';

describe('recipients for a gateway that sends to Bangladesh alone', () => {
	it('are those of Bangladesh; the others count as invalid, with the reason', () => {
		const recipients = readRecipients('01712345678, +447911123456, nobody, +8801812345678');

		expect(onlyAtHome(recipients, 'is abroad')).toEqual({
			msisdns: ['8801712345678', '8801812345678'],
			invalid: [...recipients.invalid, { input: '+447911123456', reason: 'is abroad' }],
		});
	});

	it('are all of them, where all are at home', () => {
		const recipients = readRecipients('01712345678, nobody');

		expect(onlyAtHome(recipients, 'is abroad')).toEqual(recipients);
	});
});
