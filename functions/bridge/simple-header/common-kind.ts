import type { FloatKind, HeaderValue, NumberValue, TemporalValue } from './header-value.ts';
import { MS_PER_DAY } from './temporal.ts';

type Kind = HeaderValue['kind'];

/** Connect's base type of a kind. */
const BASE_TYPES: Readonly<Partial<Record<Kind, Kind>>> = {
  date: 'int32',
  time: 'int32',
  timestamp: 'int64',
};

/** Numbers from narrow to wide: the widest of a list is the type of all. */
const WIDTHS: readonly Kind[] = ['int8', 'int16', 'int32', 'int64', 'float32', 'float64'];

/**
 * Connect gives the items of a list, the keys of a map and its values one type each, where there is one: `[1,1.5]` is
 * `[1.0,1.5]`. Values of different types stay as they are.
 *
 * Undefined if they have a type in common that one of them cannot take, as null in a list of numbers; then Connect takes
 * the whole header for text.
 */
export function alignValues(values: readonly HeaderValue[]): readonly HeaderValue[] | undefined {
  const kind = commonKind(values);
  if (kind === undefined) return values;
  const aligned: HeaderValue[] = [];
  for (const value of values) {
    const alignedValue = align(value, kind);
    if (alignedValue === undefined) return undefined;
    aligned.push(alignedValue);
  }
  return aligned;
}

export function commonKind(values: readonly HeaderValue[]): Kind | undefined {
  let common: Kind | undefined;
  for (const { kind } of values) {
    if (kind === 'null') continue;
    common = common === undefined ? kind : mergeKinds(common, kind);
    if (common === undefined) return undefined;
  }
  return common;
}

function mergeKinds(previous: Kind, next: Kind): Kind | undefined {
  const previousType = BASE_TYPES[previous] ?? previous;
  const nextType = BASE_TYPES[next] ?? next;
  if (previousType === nextType) return next;
  const previousWidth = WIDTHS.indexOf(previousType);
  const nextWidth = WIDTHS.indexOf(nextType);
  if (previousWidth < 0 || nextWidth < 0) return undefined;
  return previousWidth > nextWidth ? previous : next;
}

function align(value: HeaderValue, kind: Kind): HeaderValue | undefined {
  switch (kind) {
    case 'int8':
    case 'int16':
    case 'int32':
    case 'int64':
      return isNumber(value) ? value : undefined;
    case 'float32':
    case 'float64':
      return isNumber(value) ? { kind, value: floatOf(Number(value.value), kind) } : undefined;
    case 'date':
    case 'time':
    case 'timestamp':
      return alignTemporal(value, kind);
    default:
      return value.kind === 'null' ? undefined : value;
  }
}

function isNumber(value: HeaderValue): value is NumberValue {
  return WIDTHS.includes(value.kind);
}

function floatOf(value: number, kind: FloatKind): number {
  return kind === 'float32' ? Math.fround(value) : value;
}

/** Integers among dates and times are taken for such; dates and times among timestamps become timestamps. */
function alignTemporal(value: HeaderValue, kind: TemporalValue['kind']): HeaderValue | undefined {
  if ('ms' in value) return kind === 'timestamp' ? { kind, ms: value.ms } : value;
  if (!isNumber(value)) return undefined;
  return kind === 'time' && (value.value < 0 || value.value > MS_PER_DAY) ? undefined : value;
}
