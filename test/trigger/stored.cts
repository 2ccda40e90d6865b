/** What a stored state goes through; apart from the engine, which takes seconds to load. */

/** n8n's own limit is none; this is the promise. */
export const MOST_STATIC_DATA = 64 * 1024;

/** What went through the database. */
export const asStored = <T,>(data: T): T => JSON.parse(JSON.stringify(data));
