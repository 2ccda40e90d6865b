import type { failure, Fault, Result } from '../../gateway/fault';
import { ERRAND_HEADER } from './errand';

type Attempt<T> = (headers: Record<string, string>) => Promise<Result<T>>;

/**
 * Requests with a fetched key, within one run of a node: where none is stored yet the first goes alone and fetches it; one that
 * meets 1003 (surely not accepted) is repeated once with a new key. Requests that meet it side by side share one renewal.
 */
export class KeyRenewal {
	private first?: Promise<Result<unknown>>;

	private renewing?: Promise<unknown>;

	/** A request that began before a renewal was refused for the old key. */
	private renewals = 0;

	/** How the last renewal failed, where it did. */
	private failed?: ReturnType<typeof failure>;

	/** `hasKeyNow`: whether a key is stored by now. */
	constructor(private readonly hasKeyNow: () => Promise<boolean>) {}

	/** `hasKey`: whether a key was stored when the run began. */
	async run<T>(attempt: Attempt<T>, { hasKey }: { hasKey: boolean }): Promise<Result<T>> {
		const first = !hasKey && this.first ? await this.first : undefined;
		// Signing in failed, and would fail for each of them: a gateway may lock an account that tries too often.
		if (first && !first.ok && !(await this.hasKeyNow())) return first;
		const renewals = this.renewals;
		const tried = attempt({});
		this.first ??= tried;
		const outcome = await tried;
		if (!isUnknownKey(outcome)) return outcome;
		if (this.renewing) await this.renewing;
		// Another sign-in would be refused as well, and the old key is known to be wrong.
		if (this.failed) return this.failed;
		return this.renewals > renewals ? await attempt({}) : await this.renewed(attempt);
	}

	private async renewed<T>(attempt: Attempt<T>): Promise<Result<T>> {
		const repeated = attempt({ [ERRAND_HEADER]: 'renew' });
		this.renewing = repeated;
		try {
			const outcome = await repeated;
			if (!outcome.ok && (outcome.fault.kind === 'stopped' || isSignIn(outcome.fault))) this.failed = outcome;
			return outcome;
		} finally {
			this.renewals++;
			this.renewing = undefined;
		}
	}
}

const isSignIn = (fault: Fault): boolean => fault.kind === 'rejected' && fault.signingIn === true;

const isUnknownKey = (outcome: Result<unknown>): boolean =>
	!outcome.ok && outcome.fault.kind === 'rejected' && outcome.fault.unknownKey === true && !isSignIn(outcome.fault);
