import type { INodeProperties } from 'n8n-workflow';
import { readCount } from '../../bridge/input/fieldReaders';
import { evaluated } from '../../bridge/input/readers';
import type { Run } from '../../bridge/run/run';
import { required } from '../../bridge/send/prepare';
import { readOptions } from './draft';

type CountOption = INodeProperties & Parameters<typeof readCount>[0];

/** An option of the whole run: what the first item says. Where its options can't be evaluated, that item is refused later, and the default serves the others. */
export function readRunOption(run: Run, option: CountOption): number {
	const options = evaluated(() => readOptions(run, run.items[0] ?? 0));
	return options.ok ? required(run, readCount(option, options.value[option.name])) : option.default;
}
