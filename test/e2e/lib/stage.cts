/** What a step plays on: simulators, n8n in a place of its own, a browser. */
import type { Browser } from 'playwright-core';
import { startSimulator, type Settings, type Simulator } from '../../simulator/index.cts';
import { openBrowser } from './browser.cts';
import { failed } from './checks.cts';
import { newPlace, type Place } from './place.cts';

export interface Stage {
	simulator(settings?: Partial<Settings>): Promise<Simulator>;
	browser(): Promise<Browser>;
	/** A place closes with the n8n that runs in it. */
	place(...options: Parameters<typeof newPlace>): Promise<Place>;
	/** Takes anything else, and how it is closed; returns it. */
	add<Prop>(prop: Prop, close: (prop: Prop) => unknown): Prop;
	/** Closes all of it, what came last first. What fails to close counts as a failed check, and the others close all the same. */
	close(): Promise<void>;
}

/** An empty stage; `close()` it in `finally`. */
export function newStage(): Stage {
	const closings: Array<() => unknown> = [];
	const add: Stage['add'] = (prop, close) => {
		closings.push(() => close(prop));
		return prop;
	};
	return {
		simulator: async (settings) => add(await startSimulator(settings), (simulator) => simulator.close()),
		browser: async () => add(await openBrowser(), (browser) => browser.close()),
		place: async (...options) => add(await newPlace(...options), (place) => place.remove()),
		add,
		close: async () => {
			for (const close of closings.reverse()) {
				try {
					await close();
				} catch (error) {
					failed('what the step opened closes again', error);
				}
			}
		},
	};
}
