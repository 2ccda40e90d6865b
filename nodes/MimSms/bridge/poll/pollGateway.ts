import type { IPollFunctions, NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { Dialect } from '../../gateway/dialect';
import { andThen, success, type Fault, type Result } from '../../gateway/fault';
import { faultText, oneLine } from '../../gateway/faultText';
import type { DeliveryReport, ReportPage } from '../../gateway/report';
import type { Connection } from '../http/connection';
import { nodeError } from '../run/nodeErrors';

const HOUR_MS = 3_600_000;

/** n8n's own time budget of a poll where it does not tell (versions before 2). */
const DEFAULT_BUDGET_MS = 300_000;

/** Shares of the budget: no question is asked after the first, no answer read after the second, none of use to n8n after the third. */
const LAST_QUESTION_SHARE = 0.7;
const LAST_BYTE_SHARE = 0.9;
const ABANDONED_SHARE = 0.95;

/** No request of a poll may take longer. */
const REQUEST_TIMEOUT_MS = 60_000;

/** The error of a poll. */
export const pollError = (context: IPollFunctions, fault: Fault): NodeApiError | NodeOperationError =>
	nodeError(context.getNode(), fault, { itemIndex: 0, runIndex: 0, sending: false });

/** What a poll asks of the gateway, within n8n's time budget. */
export class PollGateway {
	/** No new request after this moment; milliseconds since the epoch. */
	private readonly deadline: number;

	/** What has not arrived at its deadline is cut off. */
	private readonly patience: { timeoutMs: number; deadline: number };

	/** From this moment on n8n may take no answer of this poll: it began to count a little before this did. */
	private readonly abandonedAt: number;

	constructor(
		private readonly context: IPollFunctions,
		private readonly connection: Connection,
	) {
		const budgetMs = context.getPollBudgetMs?.() ?? DEFAULT_BUDGET_MS;
		const now = Date.now();
		this.abandonedAt = now + budgetMs * ABANDONED_SHARE;
		this.deadline = now + budgetMs * LAST_QUESTION_SHARE;
		this.patience = { timeoutMs: REQUEST_TIMEOUT_MS, deadline: now + budgetMs * LAST_BYTE_SHARE };
	}

	get hasTime(): boolean {
		return Date.now() < this.deadline;
	}

	get isAbandoned(): boolean {
		return Date.now() >= this.abandonedAt;
	}

	/** What the gateway can be asked. */
	async dialect(): Promise<Dialect> {
		const gateway = await this.connection.gateway();
		if (!gateway.ok) throw this.error(gateway.fault);
		return gateway.value;
	}

	/** Now, since the epoch. */
	hour(): number {
		return Math.floor(Date.now() / HOUR_MS);
	}

	/** Up to 100 reports, taken out of the gateway. */
	async askAll(): Promise<Result<ReportPage>> {
		return await this.connection.ask((gateway) => gateway.takeReports?.(), this.patience);
	}

	/** The reports of one shoot ID; of an answer that was cut off, the broken last record is left out, since it comes again whole. */
	async askOne(shootId: string): Promise<Result<DeliveryReport[]>> {
		const page = await this.connection.ask((gateway) => gateway.reportsOf(shootId), this.patience);
		return andThen(page, ({ reports, complete }) =>
			success(complete || reports.at(-1)?.raw === undefined ? reports : reports.slice(0, -1)),
		);
	}

	/** In taka. */
	async askBalance(): Promise<number> {
		const balance = await this.connection.ask((gateway) => gateway.balance(), this.patience);
		if (!balance.ok) throw this.error(balance.fault);
		return balance.value.amount;
	}

	error(fault: Fault): NodeApiError | NodeOperationError {
		return pollError(this.context, fault);
	}

	/** What goes wrong after the first page can't be thrown: n8n's log has it. */
	warn(what: string, fault?: Fault): void {
		this.context.logger.warn(
			`MiM SMS Trigger: ${what}${fault ? `: ${oneLine(faultText(fault, { sending: false }))}` : ''}`,
		);
	}
}
