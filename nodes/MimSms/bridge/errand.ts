/** Tells the credential, which takes the header out again, what to do before the request leaves. */
export const ERRAND_HEADER = 'x-mimsms-first';

/** `renew`: the gateway knows the fetched key no more, fetch another; `test`: ask for the balance and fail when that fails. */
export type Errand = 'renew' | 'test';
