const WHOLE = new Intl.NumberFormat('en-US');

/** `1,250`. */
export function count(value: number): string {
  return WHOLE.format(value);
}

/** `1 record`, `1,250 records`; with the plural where it is not made with an s. */
export function counted(value: number, one: string, many?: string): string {
  return `${count(value)} ${nounOf(value, one, many)}`;
}

/** What there is one of, or another number. */
export function nounOf(value: number, one: string, many = `${one}s`): string {
  return value === 1 ? one : many;
}
