/**
 * A date and a time of day with its zone. Seconds and their fraction may be absent.
 *
 * @see https://www.rfc-editor.org/rfc/rfc3339#section-5.6
 */
const ISO_TIME =
  /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(?:(z)|([+-])(\d{2}):?(\d{2})?)$/i;

/** An instant as the calendar of UTC has it, to the minute: what it is again when the date exists. */
const MINUTE_CHARACTERS = '2026-01-02T03:04'.length;

const MS_OF_SECOND = 1_000;
const MS_OF_MINUTE = 60 * MS_OF_SECOND;
const MINUTES_OF_HOUR = 60;
const MAX_ZONE_HOURS = 18;

/** Epoch milliseconds of an ISO 8601 text; undefined for anything else, for one without a zone and for no real date. */
export function isoTimeMs(text: string): number | undefined {
  const parts = ISO_TIME.exec(text);
  if (parts === null) return undefined;
  const [, date, minute, second = '00', fraction = '', , sign = '+', zoneHours = '00', zoneMinutes = '00'] =
    parts;
  const start = `${date}T${minute}`;
  const minuteMs = Date.parse(`${start}Z`);
  const isReal =
    Number.isFinite(minuteMs) && new Date(minuteMs).toISOString().slice(0, MINUTE_CHARACTERS) === start;
  if (!isReal || Number(second) > 59 || Number(zoneHours) > MAX_ZONE_HOURS || Number(zoneMinutes) > 59) {
    return undefined;
  }
  const zoneMs = (Number(zoneHours) * MINUTES_OF_HOUR + Number(zoneMinutes)) * MS_OF_MINUTE;
  const milliseconds = Number(fraction.padEnd(3, '0').slice(0, 3));
  return minuteMs + Number(second) * MS_OF_SECOND + milliseconds - (sign === '-' ? -zoneMs : zoneMs);
}
