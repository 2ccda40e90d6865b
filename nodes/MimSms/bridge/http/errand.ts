/** A private word between a run and the credential: what to do before the request leaves. The credential takes the header out again. */
export const ERRAND_HEADER = 'x-mimsms-first';

/** `renew`: the gateway knows the fetched key no more, fetch another; `test`: ask for the balance and fail when that fails. */
export type Errand = 'renew' | 'test';
