import type { Operation } from '../../bridge/run/run';
import { readEach } from '../../bridge/run/readEach';
import { andThen, invalidInput, success } from '../../gateway/fault';
import { FIELD } from '../../gateway/fieldNames';

/** Get API Key: the only output that holds a secret, so no agent may ask for it. */
export const getApiKey: Operation = async (run) =>
	await readEach(run, async () => {
		if (run.asTool)
			return invalidInput(
				FIELD.operation,
				'Get API Key does not run as a tool of an AI agent, because the model would see the key. Choose another operation',
			);
		const account = await run.connection.signedIn();
		if (!account.ok) return account;
		const { dialect } = account.value;
		if (!dialect.can.fetchKey)
			return invalidInput(
				FIELD.operation,
				`Get API Key does not work with ${dialect.name}: copy the key from the panel at sms.mimsms.com under Utility → Developer`,
			);
		if (!account.value.renewable)
			return invalidInput(
				FIELD.signInWith,
				'must be User Name and Password in the credential: the gateway returns the key only for these',
			);
		const key = await run.connection.ask((gateway) => gateway.apiKey?.());
		return andThen(key, (apiKey) => success([{ apiKey }]));
	});
