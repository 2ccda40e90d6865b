/**
 * n8n's own basic nodes, as far as the test workflows need them, under their real type names.
 *
 * n8n-nodes-base is too large to install for tests (1 GB with what it pulls in), so these are small equivalents of its
 * 2.41 versions: same parameters, same outputs, same pairing. They are not the thing under test; the engine that runs
 * them is n8n's.
 */
import type { INodeType } from 'n8n-workflow';
import { merge, set, splitOut } from './edit.cts';
import { filter, form, ifNode, noOp, stickyNote, stopAndError, wait } from './flow.cts';
import { httpRequest } from './httpRequest.cts';
import { splitInBatches } from './loop.cts';
import { formTrigger, manualTrigger, scheduleTrigger } from './start.cts';

const ALL = [
	...[manualTrigger, scheduleTrigger, formTrigger, form, stickyNote, noOp, set, splitOut, wait],
	...[ifNode, filter, merge, splitInBatches, stopAndError, httpRequest],
];

/** By full type name. */
export const basicNodes: Record<string, INodeType> = Object.fromEntries(
	ALL.map((type) => [`n8n-nodes-base.${type.description.name}`, type]),
);
