import type { TemporalValue } from './header-value.ts';

const DATE = /^(\d{4})-(\d\d)-(\d\d)$/;
const TIME = /^(\d\d):(\d\d):(\d\d)\.(\d{3})Z$/;
const TIMESTAMP = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d\.\d{3}Z)$/;

/** `yyyy-MM-ddTHH:mm:ss.SSSZ`, and the backslash before each colon that escapes may add. */
const MAX_TEMPORAL_CHARACTERS = 26;

export const MS_PER_DAY = 86_400_000;

/** Java counts in the Julian calendar before 15 October 1582. */
const FIRST_GREGORIAN_DAY = -141_427;

/** Days from 1 March of the year 0 of the calendar to the epoch. */
const GREGORIAN_EPOCH_DAY = 719_468;
const JULIAN_EPOCH_DAY = 719_470;

/**
 * A date, a time of day or a timestamp of exactly the form that Connect knows, all in UTC. As in Java, a day or hour that
 * does not exist is counted on: 30 February is a day in March. A time that leaves its day is none.
 */
export function temporalOf(text: string): TemporalValue | undefined {
  if (text.length > MAX_TEMPORAL_CHARACTERS) return undefined;
  const plain = text.replaceAll('\\:', ':');
  const [, date = plain, time = plain] = TIMESTAMP.exec(plain) ?? [];
  const dateMs = dateMsOf(date);
  const timeMs = timeMsOf(time);
  if (dateMs !== undefined && timeMs !== undefined) return { kind: 'timestamp', ms: dateMs + timeMs };
  if (dateMs !== undefined) return { kind: 'date', ms: dateMs };
  return timeMs === undefined || timeMs > MS_PER_DAY ? undefined : { kind: 'time', ms: timeMs };
}

function dateMsOf(text: string): number | undefined {
  const [matched, year, month, day] = DATE.exec(text) ?? [];
  return matched === undefined ? undefined : epochDay(Number(year), Number(month), Number(day)) * MS_PER_DAY;
}

function timeMsOf(text: string): number | undefined {
  const [matched, hours, minutes, seconds, ms] = TIME.exec(text) ?? [];
  if (matched === undefined) return undefined;
  return ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000 + Number(ms);
}

function epochDay(year: number, month: number, day: number): number {
  // Years that begin in March have their leap day at the end.
  const months = year * 12 + month - 3;
  const marchYear = Math.floor(months / 12);
  const dayOfYear = Math.floor((153 * (months - marchYear * 12) + 2) / 5) + day - 1;
  const julianDay = marchYear * 365 + Math.floor(marchYear / 4) + dayOfYear;
  const gregorian =
    julianDay - Math.floor(marchYear / 100) + Math.floor(marchYear / 400) - GREGORIAN_EPOCH_DAY;
  return gregorian >= FIRST_GREGORIAN_DAY ? gregorian : julianDay - JULIAN_EPOCH_DAY;
}
