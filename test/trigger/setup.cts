/** The built trigger on n8n's engine against the simulator: one of each per test file, put back to the start before each test. */
import { inspect } from 'node:util';
import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';
import type { NamedNode, Poller, PollerOptions, PollResult } from '../engine/index.cts';
import type { PollState } from '../../nodes/MimSms/trigger/pollState';
import { Bench, openForTests, REPLY_STYLES, told, v2Account } from '../node/setup.cts';
import type { Fault, Simulator } from '../node/setup.cts';
import { asStored, MOST_STATIC_DATA } from './stored.cts';

export { asStored, MOST_STATIC_DATA, REPLY_STYLES, told };

export type { Fault, Poller, PollerOptions, PollResult };

const CREDENTIAL = 'account';

/** An account of the JSON API (V2). */
export const V2 = 'account-v2';

export const REPORTS = { events: ['delivered', 'failed'], source: 'account', options: {} } satisfies IDataObject;

/** What a report that comes in may say of itself. */
export type ReportFields = Extract<Parameters<Simulator['addReports']>[0], readonly unknown[]>[number];

export class TriggerBench extends Bench {
	private arrived = 0;

	begin(): void {
		this.arrived = 0;
		this.saveCredential(this.sim.settings.apiKey);
		this.saveV2Credential(this.sim.settings.v2ApiKey);
	}

	saveCredential(apiKey: ICredentialDataDecryptedObject[string]): void {
		this.saveAccount(CREDENTIAL, 'Account', { signInWith: 'apiKey', apiKey });
	}

	saveV2Credential(apiKey: string): void {
		this.engine.saveCredential(V2, {
			type: 'mimSmsApi',
			name: 'Account V2',
			data: { ...v2Account(this.sim), apiKey },
		});
	}

	node(parameters?: IDataObject, credentials = CREDENTIAL): NamedNode {
		return {
			type: 'mimSmsTrigger',
			name: 'Trigger',
			credentials,
			parameters: { ...REPORTS, ...parameters },
		};
	}

	/** A registration; as n8n makes it when the workflow is saved, unless told otherwise. */
	poller(parameters?: IDataObject, options?: PollerOptions): Poller {
		return this.engine.poller(this.node(parameters), { activationMode: 'update', ...options });
	}

	/** A test run in the editor. */
	async test(parameters?: IDataObject, staticData?: IDataObject): Promise<PollResult> {
		return await this.engine.poll(this.node(parameters), { mode: 'manual', staticData });
	}

	/** Reports come into the gateway, numbered on from those before; returns their texts. */
	arrive(count: number, fields: ReportFields = {}): string[] {
		const rows = Array.from({ length: count }, () => ({ text: `No. ${(this.arrived += 1)}`, ...fields }));
		this.sim.addReports(rows);
		return rows.map(({ text }) => text);
	}

	/** The same, received an hour ago: old ones for who activates the workflow now. */
	arriveEarlier(count: number, fields: ReportFields = {}): string[] {
		const anHourAgo = new Date(Date.now() - 3_600_000);
		return this.arrive(count, { sentAt: anHourAgo, receivedAt: anHourAgo, ...fields });
	}

	/** Polls until one brings nothing; the results. */
	async drain(poller: Poller, most = 50): Promise<PollResult[]> {
		const results: PollResult[] = [];
		while (results.length < most) {
			const result = await poller.poll();
			results.push(result);
			if (result.items === null) break;
		}
		return results;
	}
}

export const useBench = (): TriggerBench => openForTests(new TriggerBench());

/** The message texts of what a poll, or several, gave. */
export const texts = (...results: Array<PollResult | PollResult[]>): Array<string | null> =>
	results.flat().flatMap(({ items }) => (items ?? []).map(({ message }) => message as string | null));

export const events = ({ items }: PollResult): string[] | null => items?.map(({ event }) => event as string) ?? null;

export const sorted = <T,>(list: Iterable<T>): T[] => [...list].sort();

/** The state that the trigger has put into n8n's static data. */
export const stateIn = (staticData: IDataObject): PollState | undefined =>
	staticData.mimSmsReports as PollState | undefined;

/** All that n8n keeps of a poll or shows of it, its items apart. */
export const kept = ({ error, staticData, saved, log }: PollResult): string =>
	[
		...log,
		JSON.stringify([staticData, saved]),
		inspect(error, { depth: 12, showHidden: true }),
		JSON.stringify(error) ?? '',
		error?.stack ?? '',
	].join('\n');

/** The lines of the node itself. */
export const ownLog = ({ log }: PollResult): string[] => log.filter((line) => line.includes('MiM SMS Trigger'));
