import * as fc from '../../properties.cts';
import { readSubmission } from '../../../nodes/MimSms/gateway/classic/replies';
import { fixture, reply } from '../fixtures.cts';
import { valueOf } from '../results.cts';

const OLD = 'C200083660a1b2c3d4e5f';
const NEW = 'bw-rdC3000482765f0a1b2c3d4e5';

describe('the reply to a send that was accepted', () => {
	it.each([
		['submission/old-id.txt', OLD],
		['submission/hyphenated-id.txt', NEW],
		['submission/id-with-1002.txt', 'C21002366100210031007f'],
		['submission/without-dash.txt', OLD],
		['submission/short.txt', OLD],
		['submission/short-hyphenated.txt', NEW],
		['submission/bare-1000.txt', null],
		['submission/json-quoted.txt', NEW],
	])('%s gives the shoot ID %s', (name, shootId) => {
		expect(readSubmission(fixture(name))).toMatchObject({ ok: true, value: { shootId } });
	});

	it.each([
		['white space around it', `\r\n  SMS SUBMITTED: ID - ${NEW}  \r\n`, NEW],
		['a byte order mark', `\uFEFFSMS SUBMITTED: ID - ${NEW}`, NEW],
		['a byte order mark and the short form', `\uFEFF1000, ${NEW}\n`, NEW],
		['no space after the comma', `1000,${NEW}`, NEW],
		['no space beside the dash', `SMS SUBMITTED: ID -${NEW}`, NEW],
		['an ID of digits that is an error code', 'SMS SUBMITTED: ID - 1002', '1002'],
		['the short form with an ID that is an error code', '1000, 1003', '1003'],
		['an ID of more digits than a number can hold', '1000, 12345678901234567890123', '12345678901234567890123'],
		['an ID with leading zeros', 'SMS SUBMITTED: ID - 000123', '000123'],
		['a text after the ID', `SMS SUBMITTED: ID - ${OLD} (2 numbers)`, OLD],
		['a JSON string of the short form', `"1000, ${OLD}"`, OLD],
		['a JSON string of the bare code', '"1000"', null],
	])('is read with %s', (_, text, shootId) => {
		expect(readSubmission(reply(text))).toMatchObject({ ok: true, value: { shootId } });
	});

	it("keeps the gateway's own text", () => {
		expect(valueOf(readSubmission(fixture('submission/old-id.txt'))).response).toBe(`SMS SUBMITTED: ID - ${OLD}`);
	});

	it.each([200, 202, 400, 404, 500])('is decided by the body, here with HTTP status %i', (status) => {
		expect(readSubmission(fixture('submission/hyphenated-id.txt', status))).toMatchObject({
			ok: true,
			value: { shootId: NEW },
		});
	});

	it('takes the whole run of non-space characters as the ID, whatever stands in it', () => {
		const id = fc.stringMatching(/^[A-Za-z0-9](?:[A-Za-z0-9_.:/+=-]{0,60}[A-Za-z0-9_=])?$/);
		const around = fc.constantFrom('', ' ', '\n', '\r\n', '\t', '\uFEFF');
		const form = fc.constantFrom('SMS SUBMITTED: ID - ', 'SMS SUBMITTED: ID ', '1000, ', '1000,');
		fc.assert(
			fc.property(form, id, around, around, (words, shootId, before, after) => {
				expect(readSubmission(reply(`${before}${words}${shootId}${after}`))).toMatchObject({
					ok: true,
					value: { shootId },
				});
			}),
		);
	});
});

describe('what is no accepted send', () => {
	it.each([
		['the words inside a web page', '<p>SMS SUBMITTED: ID - C2ff</p>'],
		['the short form inside a web page', '<html>1000, C2ff</html>'],
		['the words after others', 'Not SMS SUBMITTED: ID - C2ff'],
		['a number that begins with 1000', '10001'],
		['a number that ends in 1000', '21000'],
		['1000 in a sentence', 'Limit of 1000 reached'],
		['an empty body', ''],
		['white space', ' \r\n\t'],
		['a balance', 'Your Balance is:BDT 1000'],
		['the code of success as an error', 'Error: 1000'],
		['JSON of another kind', '{"ok":true}'],
		['a list of reports', '[{"sms_status_str":"Delivered"}]'],
	])('%s', (_, text) => {
		expect(readSubmission(reply(text)).ok).toBe(false);
	});
});
