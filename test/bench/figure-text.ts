import type { Cell, Unit } from './table.ts';

const WHOLE = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** A figure as it is written: three digits that count, `12.3`; with a spread its middle half, `12.3 (12.1–12.9)`. */
export function figureText(cell: Cell, unit: Unit): string {
  if (cell === undefined) return '';
  if (typeof cell === 'number') return valueText(cell, unit);
  const [low, high] = [valueText(cell.low, unit), valueText(cell.high, unit)];
  const median = valueText(cell.median, unit);
  return low === high ? median : `${median} (${low}–${high})`;
}

function valueText(value: number, unit: Unit): string {
  if (unit === 'count' || unit === 'records/s' || value >= 1_000) return WHOLE.format(value);
  if (unit === '×') return value.toFixed(2);
  return value >= 100
    ? value.toFixed(0)
    : value >= 10
      ? value.toFixed(1)
      : value.toFixed(unit === 'ms' ? 3 : 2);
}
