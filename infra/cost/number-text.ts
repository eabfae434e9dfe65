const STEPS = [
  [1e9, ' B'],
  [1e6, ' M'],
] as const;

/** A number as a person reads it: `262.8 M`, `13.14 B`, `8,640`, `0.29`. */
export function short(value: number): string {
  const [step, suffix] = STEPS.find(([size]) => Math.abs(value) >= size) ?? [1, ''];
  const scaled = value / step;
  const digits = Math.abs(scaled) >= 100 ? 1 : 2;
  return `${scaled.toLocaleString('en-US', { maximumFractionDigits: digits })}${suffix}`;
}

/** Dollars and cents: `13,140.00`. */
export function money(usd: number): string {
  return usd.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}

/** `1 alarm`, `2 alarms`. */
export function plural(count: number, what: string): string {
  return `${short(count)} ${what}${count === 1 ? '' : 's'}`;
}
