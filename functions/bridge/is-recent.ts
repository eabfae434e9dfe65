/**
 * Whether what was found out at a moment still counts. A moment in the future tells that the clock was set back since: nobody
 * knows how long ago it was.
 *
 * @param sinceMs the moment, epoch milliseconds; negative infinity for never.
 */
export function isRecent(sinceMs: number, maxAgeMs: number, nowMs: number): boolean {
  const ageMs = nowMs - sinceMs;
  return ageMs >= 0 && ageMs < maxAgeMs;
}
