import type { Operation } from '../../bridge/run/run';
import { readEach } from '../../bridge/run/readEach';
import { andThen, success } from '../../gateway/fault';

/** Get Balance: what is left on the account, in taka. */
export const getBalance: Operation = async (run) =>
	await readEach(run, async () => {
		const balance = await run.connection.ask((gateway) => gateway.balance());
		const clean = await run.connection.cleaner();
		return andThen(balance, ({ amount, response, expiresOn }) =>
			success([{ balance: amount, currency: 'BDT', expiresOn, response: clean.text(response) }]),
		);
	});
