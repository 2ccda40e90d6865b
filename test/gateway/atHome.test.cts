import { readRecipients } from '../../nodes/MimSms/gateway/phone';

describe('recipients for a gateway that sends to Bangladesh alone', () => {
	it('are those of Bangladesh; the others count as invalid, as they were written, with the reason', () => {
		const written = '01712345678, 0044 7911 123456, nobody, +8801812345678, +447911123456|+447911123457';

		expect(readRecipients(written, 'is abroad')).toEqual({
			msisdns: ['8801712345678', '8801812345678'],
			invalid: [
				{ input: '0044 7911 123456', reason: 'is abroad' },
				{ input: 'nobody', reason: 'is not a valid mobile number: write 01XXXXXXXXX' },
				{ input: '+447911123456', reason: 'is abroad' },
				{ input: '+447911123457', reason: 'is abroad' },
			],
		});
	});

	it('are all of them, where all are at home', () => {
		expect(readRecipients('01712345678, 8.80171E+12', 'is abroad')).toEqual(readRecipients('01712345678, 8.80171E+12'));
	});
});
