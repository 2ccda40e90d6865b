import { andThen, inOrder, invalidInput, success, type Result } from '../../nodes/MimSms/gateway/fault';
import { faultOf, valueOf } from './results.cts';

const BAD = invalidInput('To', 'is empty');

describe('reading several values', () => {
	it('gives all of them by name', () => {
		expect(valueOf(inOrder({ to: () => success('8801712345678'), parts: () => success(2) }))).toEqual({
			to: '8801712345678',
			parts: 2,
		});
	});

	it('ends at the first fault: what stands behind it is not read', () => {
		const read: string[] = [];
		const noting = (name: string, result: Result<string>) => () => {
			read.push(name);
			return result;
		};
		const result = inOrder({
			senderId: noting('senderId', success('MyShop')),
			to: noting('to', BAD),
			message: noting('message', invalidInput('Message', 'is empty')),
		});
		expect(faultOf(result)).toBe(BAD.fault);
		expect(read).toEqual(['senderId', 'to']);
	});

	it('goes on from a value, and passes a fault by', () => {
		const doubled = (number: number) => success(2 * number);
		expect(valueOf(andThen(success(21), doubled))).toBe(42);
		const of: Result<number> = BAD;
		expect(faultOf(andThen(of, doubled))).toBe(BAD.fault);
	});
});
