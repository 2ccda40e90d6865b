import { GATEWAY_ZONE, type Schedule } from '../../gateway/gatewayTime';
import type { Run } from '../run/run';
import type { ItemOutcome } from './itemOutcome';

const SHOWN_MOMENTS = 3;

const momentInWords = ({ wire, local }: Schedule, zone: string): string =>
	`${wire} Bangladesh time (${GATEWAY_ZONE})${local === wire ? '' : `, or ${local} in the workflow's time zone (${zone})`}`;

/** Shows each moment for which messages were submitted in both zones, once. */
export function hintSchedules(
	run: Run,
	results: ReadonlyMap<number, ItemOutcome>,
	schedules: ReadonlyArray<[item: number, schedule: Schedule | null]>,
): void {
	const moments = new Set(
		schedules.flatMap(([item, schedule]) =>
			schedule && results.get(item)?.outcome === 'submitted' ? [momentInWords(schedule, run.zone)] : [],
		),
	);
	const shown = [...moments].slice(0, SHOWN_MOMENTS).join('; ');
	const more = moments.size - SHOWN_MOMENTS;
	if (moments.size > 0) run.hint(`Scheduled for ${shown}${more > 0 ? `; and ${more} more times` : ''}.`);
}
