import type { Operation } from '../../bridge/operation';
import { readEach } from '../../bridge/readRun';
import { success } from '../../gateway/fault';
import { readBalance } from '../../gateway/replies';
import { balanceRequest } from '../../gateway/requests';

/** Get Balance: what is left on the account, in taka. */
export const getBalance: Operation = async (call) =>
	await readEach(call, async () => {
		const balance = await call.connection.ask(balanceRequest(), (reply) => {
			const amount = readBalance(reply);
			return amount.ok ? success({ balance: amount.value, currency: 'BDT', response: reply.text.trim() }) : amount;
		});
		return balance.ok ? success([balance.value]) : balance;
	});
