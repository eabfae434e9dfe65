import { DENSITIES, type Density } from './density.ts';
import { failureRows } from './failure-rows.ts';
import { sourceRow, titleRow } from './header-rows.ts';
import type { History } from './history.ts';
import { type Layout, layoutOf, type Size } from './layout.ts';
import { type Line, trimmed } from './line.ts';
import { pathRows } from './path-rows.ts';
import { ruleRows } from './rule-rows.ts';

/**
 * Everything that is to be seen now, in lines that fit into the terminal: one column is left free at the right, and one
 * row at the bottom, for the cursor.
 *
 * @param hasEnded nothing more will come.
 */
export function frame(history: History, size: Size, hasEnded = false): readonly Line[] {
  const maxRows = Math.max(1, size.rows - 1);
  const layout = layoutOf(history.latest, size);
  let rows: Line[] = [];
  for (const density of DENSITIES) {
    rows = rowsOf(history, layout, density, hasEnded);
    if (rows.length <= maxRows) break;
  }
  return rows.slice(0, maxRows).map((row) => trimmed(row, layout.text));
}

function rowsOf(history: History, layout: Layout, density: Density, hasEnded: boolean): Line[] {
  const { latest } = history;
  return [
    titleRow(latest, layout, hasEnded),
    ...(density.hasSource ? [sourceRow(latest, layout), []] : []),
    ...pathRows(history, layout, density),
    ...ruleRows(history, layout, density),
    ...(density.hasSource ? [[]] : []),
    ...failureRows(latest, layout, density),
  ];
}
