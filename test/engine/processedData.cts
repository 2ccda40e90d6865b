/** n8n's memory of a node across executions, as its DeduplicationHelper keeps it in its table processed_data (2.41.1). */
import { createHash } from 'node:crypto';
import { UserError } from 'n8n-workflow';
import type {
	DeduplicationItemTypes,
	DeduplicationScope,
	ICheckProcessedContextData,
	ICheckProcessedOptions,
	IDataDeduplicator,
	IDeduplicationOutput,
} from 'n8n-workflow';

/** In memory: the hashes by workflow and node, oldest first. */
export class ProcessedData implements IDataDeduplicator {
	private readonly rows = new Map<string, string[]>();

	async checkProcessedAndRecord(
		items: DeduplicationItemTypes[],
		scope: DeduplicationScope,
		contextData: ICheckProcessedContextData,
		{ maxEntries }: ICheckProcessedOptions,
	): Promise<IDeduplicationOutput> {
		const key = keyOf(scope, contextData);
		const data = [...(this.rows.get(key) ?? [])];
		const output: IDeduplicationOutput = { new: [], processed: [] };
		// As slow as a database: of two that read before either writes, one is lost.
		await new Promise(setImmediate);
		for (const item of items) {
			const hash = hashOf(item);
			if (data.includes(hash)) output.processed.push(item);
			else {
				output.new.push(item);
				data.push(hash);
			}
		}
		if (maxEntries !== undefined) data.splice(0, data.length - maxEntries);
		this.rows.set(key, data);
		return output;
	}

	async removeProcessed(
		items: DeduplicationItemTypes[],
		scope: DeduplicationScope,
		contextData: ICheckProcessedContextData,
	): Promise<void> {
		const key = keyOf(scope, contextData);
		const gone = items.map(hashOf);
		this.rows.set(
			key,
			(this.rows.get(key) ?? []).filter((hash) => !gone.includes(hash)),
		);
	}

	async clearAllProcessedItems(scope: DeduplicationScope, contextData: ICheckProcessedContextData): Promise<void> {
		this.rows.delete(keyOf(scope, contextData));
	}

	async getProcessedDataCount(scope: DeduplicationScope, contextData: ICheckProcessedContextData): Promise<number> {
		return this.rows.get(keyOf(scope, contextData))?.length ?? 0;
	}

	/** What a new database holds. */
	clear(): void {
		this.rows.clear();
	}

	/** How many points are remembered of all nodes together. */
	get size(): number {
		return [...this.rows.values()].reduce((sum, { length }) => sum + length, 0);
	}
}

function keyOf(scope: DeduplicationScope, { workflow, node }: ICheckProcessedContextData): string {
	if (!workflow.id || node === undefined) throw new UserError('The workflow is not saved');
	return `${workflow.id} ${scope === 'node' ? `n:${node.id}` : ''}`;
}

const hashOf = (item: DeduplicationItemTypes): string => createHash('md5').update(item.toString()).digest('base64');
