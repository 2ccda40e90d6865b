import { classic } from './classic/dialect';
import type { Dialect } from './dialect';

/** The API that a credential speaks. */
export const dialectOf = (): Dialect => classic;
