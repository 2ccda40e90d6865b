import type { Operation } from '../../bridge/operation';
import { readEach } from '../../bridge/readRun';
import { success } from '../../gateway/fault';

/** Get Balance: what is left on the account, in taka. */
export const getBalance: Operation = async (call) =>
	await readEach(call, async () => {
		const balance = await call.connection.ask((gateway) => gateway.balance());
		if (!balance.ok) return balance;
		const { amount, response } = balance.value;
		return success([{ balance: amount, currency: 'BDT', response }]);
	});
