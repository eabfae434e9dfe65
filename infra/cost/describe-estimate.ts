import { styleText } from 'node:util';
import type { Estimate } from './estimate.ts';
import type { LineItem } from './line-item.ts';
import { money, plural, short } from './number-text.ts';
import type { Price, Prices } from './prices.ts';

interface Row {
  readonly cells: readonly [what: string, quantity: string, unitPrice: string, usd: string, formula: string];
  readonly style?: 'bold' | 'dim';
}

/** The estimate as a person reads it. */
export function describeEstimate(estimate: Estimate, regionName: string, prices: Prices): string {
  const { load, items, alternatives, remarks } = estimate;
  const pollers = load.pollers === undefined ? 'on-demand pollers' : 'provisioned pollers';
  return [
    styleText(['bold', 'cyan'], 'Monthly cost of one bridge'),
    `  ${plural(load.recordsPerSecond, 'record')} a second of ${short(load.recordBytes)} bytes, ${pollers}, ${regionName}`,
    '',
    ...table([
      { cells: ['', 'quantity', 'unit price', 'USD', 'formula'], style: 'dim' },
      ...items.map((item) => itemRow(item, prices)),
      { cells: ['Total', '', '', money(estimate.totalUsd), ''], style: 'bold' },
      { cells: ['for a million records', '', '', money(estimate.usdPerMillionRecords), ''] },
    ]),
    ...describeAlternatives(alternatives),
    ...remarks.map((remark) => styleText('yellow', `\n  ! ${remark}`)),
    '',
    ...notes(items, prices).map((note) => styleText('dim', `  ${note}`)),
  ].join('\n');
}

function describeAlternatives(alternatives: Estimate['alternatives']): string[] {
  if (alternatives.length === 0) return [];
  const rows = alternatives.flatMap(({ what, monthlyUsd, formula, remark }): Row[] => [
    { cells: [what, '', '', money(monthlyUsd), formula] },
    { cells: ['', '', '', '', remark], style: 'dim' },
  ]);
  return ['', styleText(['bold', 'cyan'], 'The same load otherwise'), ...table(rows)];
}

function itemRow(item: LineItem, prices: Prices): Row {
  const { what, quantity, unit, unitPriceUsd, per, monthlyUsd, formula } = item;
  const mark = prices[item.price].sure === 'listed' ? ' ' : '~';
  const units = per === 1 ? '' : ` / ${short(per).replace(' ', '')}`;
  const unitText = quantity === 1 ? unit.replace(/(?<=\w{2})s$/, '') : unit;
  return {
    cells: [
      what,
      `${short(quantity)} ${unitText}`,
      `$${unitPriceUsd}${units}${mark}`,
      money(monthlyUsd),
      formula,
    ],
  };
}

/** Columns as wide as their longest cell; quantities, prices and sums to the right. */
function table(rows: readonly Row[]): string[] {
  const width = (column: number) => Math.max(...rows.map(({ cells }) => cells[column]?.length ?? 0));
  return rows.map(({ cells: [what, quantity, unitPrice, usd, formula], style }) => {
    const line = [
      what.padEnd(width(0)),
      ...[quantity, unitPrice, usd].map((cell, index) => cell.padStart(width(index + 1))),
      formula,
    ]
      .filter((_, column) => width(column) > 0)
      .join('  ');
    return `  ${style === undefined ? line : styleText(style, line)}`.trimEnd();
  });
}

function notes(items: readonly LineItem[], prices: Prices): string[] {
  const used = items.map(({ price }) => prices[price]);
  return [
    `List prices in USD as of ${dates(used)}, first tier.${hasUnsure(used) ? ' ~ reported by others or given, not seen in a list of AWS.' : ''}`,
    'Not included: free tiers, data transfer, taxes, rules that deliver to API destinations or other accounts, retries,',
    `cold starts and ${items.some(({ price }) => price === 'broker') ? "the demo's functions" : 'the Kafka cluster'}. No NAT gateway is needed, unless function.network is used. X-Ray does not trace what Kafka mappings invoke.`,
    'CPU times are measured on x86-64 and scaled to the share of a processor that the memory brings; the answer time of',
    'PutEvents is assumed. Set both with --ms-per-batch, --ms-per-record and --put-events-ms once you know yours.',
  ];
}

function dates(prices: readonly Price[]): string {
  const sorted = prices.map(({ asOf }) => asOf).sort();
  const [first = '', last = ''] = [sorted.at(0), sorted.at(-1)];
  return first === last ? first : `${first} to ${last}`;
}

function hasUnsure(prices: readonly Price[]): boolean {
  return prices.some(({ sure }) => sure !== 'listed');
}
