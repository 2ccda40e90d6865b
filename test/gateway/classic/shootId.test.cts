import * as fc from '../../properties.cts';
import { withoutUnseen } from '../../../nodes/MimSms/gateway/unseen';
import { readShootId } from '../../../nodes/MimSms/gateway/classic/references';
import { classic } from '../../../nodes/MimSms/gateway/classic/dialect';

describe('a shoot ID', () => {
	it.each([
		'C200083660a1b2c3d4e5f',
		'bw-rdC3000482765f0a1b2c3d4e5',
		'1002',
		'a.b',
		'getAll2',
		'xgetAll',
		'..a',
		'a..',
		'...',
		'x_y',
		'C2~1',
		'a+b',
		'C2é',
		'আইডি',
		'C2…',
		// No path of a server: it goes out as %EF%BD%87…, which is another word than getAll.
		'ｇｅｔＡｌｌ',
	])('%s is accepted as it is', (id) => {
		expect(readShootId(id)).toEqual({ ok: true, value: id });
	});

	it('is accepted with white space around it, and as a number', () => {
		expect(readShootId(' C2ff\n')).toEqual({ ok: true, value: 'C2ff' });
		expect(readShootId(100200)).toEqual({ ok: true, value: '100200' });
	});

	it.each([
		['empty', ''],
		['white space', ' \t\n'],
		['null', null],
		['undefined', undefined],
		['a dot', '.'],
		['two dots', '..'],
		['dots with white space', ' .. '],
		['getAll', 'getAll'],
		['getall', 'getall'],
		['GETALL', 'GETALL'],
		['getAll with white space', ' GetAll '],
		['a slash', 'a/b'],
		['a way up', '../getBalance'],
		['a slash before it', '/C2ff'],
		['a backslash', 'a\\b'],
		['an encoded slash', 'a%2Fb'],
		['encoded dots', '%2e%2e'],
		['a bare %', 'a%b'],
		['a query', 'C2ff?x=1'],
		['a fragment', 'C2ff#x'],
		['a space within', 'C2 ff'],
		['a line break within', 'C2\nff'],
		['a tab within', 'C2\tff'],
		['a tag', 'C2ff<br'],
		['a quote', '"C2ff"'],
		['an expression that was not evaluated', '{{$json.shootId}}'],
		['201 signs', 'x'.repeat(201)],
		['two IDs', 'C2ff C2fe'],
		['half a character', 'C2\ud83d'],
		['an address', 'https://evil.example/'],
		['an array', ['C2ff']],
		['an object', { shootId: 'C2ff' }],
		['a truth', true],
	])('%s is refused, and the field is named', (_, value) => {
		expect(readShootId(value)).toMatchObject({ ok: false, fault: { kind: 'invalidInput', field: 'Shoot ID' } });
	});

	it.each(['C2\u200bff', '\ufeffC2ff', 'C2ff\u0000', 'C2\ufe0fff'])('without what nobody sees is one: %j', (value) => {
		expect(readShootId(value)).toEqual({ ok: true, value: 'C2ff' });
	});

	it('that is accepted stays one segment of the path, and is the one that was asked for', () => {
		const risky = fc.string({ unit: fc.constantFrom(..."abC2.%/\\?#:@!$&'()*+,;=~-_ \t\n\u0000ক👍"), maxLength: 12 });
		fc.assert(
			fc.property(
				fc.oneof(risky, fc.string({ unit: 'binary' }), fc.stringMatching(/^[\w.~:@!$&'()*,;=-]{1,20}$/)),
				fc.boolean(),
				(text, once) => {
					const outcome = readShootId(text);
					if (!outcome.ok) return;
					const { request } = (once ? classic.takeReportsOf : classic.reportsOf)?.(outcome.value) ?? {};
					const { pathname, search, hash } = new URL(
						`https://gateway.example/sms${request?.path.replace('{apiKey}', 'KEY')}`,
					);
					const segments = pathname.split('/');
					expect([segments.length, segments.slice(0, 5), search, hash]).toEqual([
						6,
						['', 'sms', 'miscapi', 'KEY', once ? 'getDLR' : 'getDLRRep'],
						'',
						'',
					]);
					expect(decodeURIComponent(segments[5])).toBe(withoutUnseen(text).trim());
					expect(segments[5].toLowerCase()).not.toBe('getall');
				},
			),
		);
	});
});

describe('the words for a shoot ID that is none', () => {
	const EMPTY =
		'is empty. Use the shootId from the output of the node that sent the message, for example {{ $json.shootId }}';

	it.each([
		['', EMPTY],
		[null, EMPTY],
		[undefined, EMPTY],
		[{}, 'must be text. Choose the field that contains the shoot ID'],
		[['C2a'], 'must be text. Choose the field that contains the shoot ID'],
		[true, 'must be text. Choose the field that contains the shoot ID'],
		[
			'GetAll',
			'“GetAll” would read all new reports of the account, and the gateway returns each report only once. Use the operation Get Many for that',
		],
		['..', '“..” is not a valid shoot ID. It must be one word without slashes, spaces, %, ? or #'],
		['.', '“.” is not a valid shoot ID. It must be one word without slashes, spaces, %, ? or #'],
		[
			`a/${'x'.repeat(100)}`,
			`“a/${'x'.repeat(58)}” is not a valid shoot ID. It must be one word without slashes, spaces, %, ? or #`,
		],
	])('%j', (value, problem) => {
		expect(readShootId(value)).toEqual({ ok: false, fault: { kind: 'invalidInput', field: 'Shoot ID', problem } });
	});

	it.each(['getAllx', 'xgetAll', '...', 'a.', 'a..', '.a', '..a', 'x'.repeat(200)])('%s is one', (id) => {
		expect(readShootId(id)).toEqual({ ok: true, value: id });
	});

	it('is one character too long', () => {
		expect(readShootId('x'.repeat(201)).ok).toBe(false);
	});
});
