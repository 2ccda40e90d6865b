/** How n8n calls the node. */
import type { Context } from './database';

/** Whether an AI agent is calling. */
export const isTool = (context: Context): boolean => context.getNode().type.endsWith('Tool');

/** Which run of the node this is; of a tool, which call in the whole execution. */
export const runIndexOf = (context: Context): number => context.getWorkflowDataProxy(0).$runIndex as number;
