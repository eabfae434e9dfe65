/** What a header value turns out to be. The kinds of numbers are those of Connect: which one it is decides how lists look. */
export type HeaderValue =
  | { readonly kind: 'null' }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'text'; readonly text: string }
  | NumberValue
  | { readonly kind: 'decimal'; readonly unscaled: bigint }
  | TemporalValue
  | { readonly kind: 'array'; readonly items: readonly HeaderValue[] }
  | { readonly kind: 'map'; readonly entries: readonly HeaderEntry[] };

export type IntegerKind = 'int8' | 'int16' | 'int32' | 'int64';
export type FloatKind = 'float32' | 'float64';

export type NumberValue =
  | { readonly kind: IntegerKind; readonly value: bigint }
  | { readonly kind: FloatKind; readonly value: number };

export interface TemporalValue {
  readonly kind: 'date' | 'time' | 'timestamp';
  /** Milliseconds since the epoch, or since midnight for a time. */
  readonly ms: number;
}

export interface HeaderEntry {
  readonly key: HeaderValue;
  readonly value: HeaderValue;
}
