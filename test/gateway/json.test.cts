import { parseJson } from '../../nodes/MimSms/gateway/json';

describe('JSON', () => {
	it('begins like a list, an object or a text; a number alone is none', () => {
		expect(parseJson('12')).toBeUndefined();
		expect(parseJson(' {"a":12,"b":12345678901234567890,"c":1.0}')).toEqual({
			a: 12,
			b: '12345678901234567890',
			c: '1.0',
		});
		expect(parseJson('["a\uFEFFb"]')).toEqual(['a\uFEFFb']);
		expect(parseJson('\uFEFF["a"]')).toEqual(['a']);
		expect(parseJson('{')).toBeUndefined();
	});
});
