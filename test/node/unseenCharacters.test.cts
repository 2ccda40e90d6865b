/** Characters that can't be seen, on n8n's engine: dropped from what they would spoil, kept in a text. */
import { BY_KEY, GOING_ON, NODE, SEND, told, useBench } from './setup.cts';

const bench = useBench();
const UNSEEN = '\u200b\ufe0f\u034f\u3164\u2800\u0000\u2060\ufeff';
const amid = (text: string) => `${UNSEEN}${text.slice(0, 3)}${UNSEEN}${text.slice(3)}${UNSEEN}`;

it.each(['send', 'sendMany'])('%s drops them from number, sender ID and key, not from the text', async (operation) => {
	bench.sim.settings.senderIds = ['MyShop'];
	bench.saveCredential(BY_KEY, { signInWith: 'apiKey', apiKey: amid(bench.sim.settings.apiKey) });
	const input = [{ to: amid('01712345678'), from: amid('MyShop'), text: 'র\u200d্য ক\u200cখ ✂\ufe0f' }];

	const run = await bench.run(
		{ ...SEND, operation, to: '={{ $json.to }}', senderId: '={{ $json.from }}', message: '={{ $json.text }}' },
		{ input },
	);

	expect(told(run)).toBe('undefined | undefined');
	expect(bench.sim.requests[0].fields).toMatchObject({ api_key: bench.sim.settings.apiKey, senderid: 'MyShop' });
	expect(bench.sim.messages).toMatchObject([{ to: '8801712345678', text: input[0].text }]);
});

it('the Default Sender ID of the credential is free of them, too, and one of nothing else counts as empty', async () => {
	bench.saveCredential(BY_KEY, { signInWith: 'apiKey', apiKey: bench.sim.settings.apiKey, senderId: amid('MiMSMS') });

	await bench.send({ senderId: '={{ "\\u200b\\u3164" }}' });

	expect(bench.sim.requests[0].fields.senderid).toBe('MiMSMS');
});

it('a key of nothing else is empty', async () => {
	bench.saveCredential(BY_KEY, { signInWith: 'apiKey', apiKey: UNSEEN });

	expect(told(await bench.send({}))).toMatch(/API Key is empty/);
	expect(bench.sim.count()).toBe(0);
});

it('a key that the gateway shows in its answer is taken out, though it was saved with such characters', async () => {
	bench.saveCredential(BY_KEY, { signInWith: 'apiKey', apiKey: amid(bench.sim.settings.apiKey) });
	bench.sim.fault({ call: 'smsapi', kind: 'text', body: `Sorry, ${bench.sim.settings.apiKey} is no good` });

	const run = await bench.send({});

	expect(told(run)).toMatch(/Sorry, \*\*\* is no good/);
	expect(run.stored).not.toContain(bench.sim.settings.apiKey);
});

it('Encoding: Text names them by their code points', async () => {
	const run = await bench.send({ message: '={{ "Hello\\u200b \\u00a0it’s" }}', options: { type: 'text' } });

	expect(told(run)).toMatch(/these characters of Message: U\+200B U\+00A0 ’ \| Choose/);
});

it('a number that is none is shown as what was read of it, a strange space as its code point', async () => {
	const input = [{ to: '0171\u200b234\u00a0567' }];

	const [{ error }] = (await bench.send({ to: '={{ $json.to }}' }, { input, ...GOING_ON })).items(NODE);

	expect(error).toMatch(/^To: “0171234\[U\+00A0\]567” is not a valid mobile number/);
});
