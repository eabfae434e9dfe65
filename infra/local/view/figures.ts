import { count } from '../../command-line/counted.ts';

const COMPACT = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 });

/** `1,250`, or `12.5M` where that is wider than so many columns. */
export function figure(value: number, columns: number): string {
  const exact = count(value);
  return exact.length <= columns ? exact : COMPACT.format(value);
}

/** What cannot be told yet. */
export const UNKNOWN = '–';

/** `1,250/s`, `4.7/s`; something is never shown as nothing. */
export function rate(perSecond: number | undefined, columns: number): string {
  if (perSecond === undefined) return UNKNOWN;
  if (perSecond <= 0) return '0/s';
  if (perSecond < 9.95) return `${Math.max(0.1, perSecond).toFixed(1)}/s`;
  return `${figure(Math.round(perSecond), columns - '/s'.length)}/s`;
}

/** `0.6 s`, `12 s`. */
export function seconds(ms: number): string {
  return ms < 9_950 ? `${(ms / 1_000).toFixed(1)} s` : `${count(Math.round(ms / 1_000))} s`;
}

/** `0:14`, `1:02:05`. */
export function clock(ms: number): string {
  const total = Math.floor(ms / 1_000);
  const parts = [Math.floor(total / 60) % 60, total % 60].map((part) => String(part).padStart(2, '0'));
  const hours = Math.floor(total / 3_600);
  return hours > 0 ? `${hours}:${parts.join(':')}` : parts.join(':').replace(/^0/, '');
}
