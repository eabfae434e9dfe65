/** A date alone is midnight UTC; a time has to say its zone, because records are in UTC and the operator may not be. */
const MOMENT = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))?$/;

/** Epoch milliseconds of `2026-11-20` or `2026-11-20T08:30:00Z`; undefined for any other text. */
export function momentMs(text: string): number | undefined {
  const ms = MOMENT.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(ms) ? undefined : ms;
}
