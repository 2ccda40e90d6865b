/**
 * fast-check, with one number of runs and one seed for every property of a test run (see jest.config.js). A failing property
 * prints its seed and path; PROPERTY_SEED=<seed> replays them all.
 */
import * as fc from 'fast-check';

export const RUNS = Number(process.env.PROPERTY_RUNS ?? 1000);
export const SEED = Number(process.env.PROPERTY_SEED ?? Date.now() % 2 ** 31);

fc.configureGlobal({ numRuns: RUNS, seed: SEED });

/** A property that runs workflows takes a thousand times as long as one of the core. */
export const RUNS_ON_ENGINE = Math.ceil(RUNS / 25);

export * from 'fast-check';
