import type { JsonPath } from '../../../shared/json-path/json-path.ts';
import { PathFinder } from '../json-path/path-finder.ts';
import { numberAt, stringAt } from '../json-path/scalar-text.ts';
import { epochMs } from './epoch-ms.ts';
import { isoTimeMs } from './iso-time.ts';

/** The time in a value, the JSON text `json[start, end)`, in epoch milliseconds; undefined when it has none. */
export type TimeOfValue = (json: Uint8Array, start: number, end: number) => number | undefined;

/** 9999-12-31T23:59:59.999Z: years have four digits in the times of EventBridge. */
const MAX_TIME_MS = 253_402_300_799_999;

/** A time that EventBridge can write; undefined for any other. */
export function eventTimeMs(ms: number | null | undefined): number | undefined {
  return typeof ms === 'number' && ms >= 0 && ms <= MAX_TIME_MS ? ms : undefined;
}

/** Reads times where a path leads to: ISO 8601 text with its zone, or a number since 1970. */
export function timeAt(path: JsonPath): TimeOfValue {
  const finder = new PathFinder(path);
  return (json, start, end) => {
    const found = finder.find(json, start, end);
    if (found === undefined) return undefined;
    const text = stringAt(json, found);
    if (text !== undefined) return eventTimeMs(isoTimeMs(text));
    const number = numberAt(json, found);
    return number === undefined ? undefined : eventTimeMs(epochMs(Number(number)));
  };
}
