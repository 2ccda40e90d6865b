/** A running n8n, and what its REST routes answer, as far as a step reads it. */
import type { ExecutionStatus, IDataObject } from 'n8n-workflow';
import type { Rest } from '../../n8n/rest.cts';

export type { Rest };

export interface RunningN8n {
	url: string;
	rest: Rest;
	stop(): Promise<void>;
}

export interface KillableN8n extends RunningN8n {
	/** As a power cut would end it. */
	kill(): Promise<void>;
}

export interface StoredCredential {
	id: string;
	name: string;
	data: IDataObject;
}

export interface StoredWorkflow {
	id: string;
	versionId: string;
	active: boolean;
}

/** An execution as a list has it. */
export interface ListedExecution {
	id: string;
	status: ExecutionStatus;
}

export interface InstalledPackage {
	packageName: string;
	installedVersion: string;
	failedLoading: boolean;
	installedNodes: Array<{ type: string }>;
}
