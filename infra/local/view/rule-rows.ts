import { counted, nounOf } from '../../command-line/counted.ts';
import type { PipelineSnapshot, RuleSnapshot } from '../pipeline/snapshot.ts';
import type { Density } from './density.ts';
import { flow } from './flow.ts';
import type { History } from './history.ts';
import { GAPS, type Layout } from './layout.ts';
import { type Line, span, type Tone } from './line.ts';
import { stationRow, totalCells } from './row.ts';
import { cell, printable } from './text-width.ts';

/** What the rules of the bus take, and where it arrives. */
export function ruleRows(history: History, layout: Layout, { hasTargets, maxRules }: Density): Line[] {
  const { rules, bus } = history.latest;
  const shown = rules.slice(0, maxRules);
  return [
    ...shown.flatMap((rule) => [
      ruleRow(history, rule, layout),
      ...(hasTargets ? targetRows(history, rule, layout) : []),
    ]),
    ...(shown.length < rules.length ? [otherRulesRow(rules.slice(maxRules), layout)] : []),
    summaryRow(' ╰─ ', 'no rule', bus.unmatchedEvents, nounOf(bus.unmatchedEvents, 'event'), layout),
  ];
}

function ruleRow(history: History, { name, matched }: RuleSnapshot, layout: Layout): Line {
  return stationRow(
    {
      marker: span('├─', 'dim'),
      name: span(printable(name)),
      ...flow(history, (snapshot) => ruleNamed(snapshot, name)?.matched ?? 0, layout),
      total: matched,
      noun: 'matched',
    },
    layout,
  );
}

/** The number of a target is lit so long after a delivery. */
const FRESH_MS = 800;

/** An event that a rule has matched should have arrived after so long. */
const LATE_MS = 2_000;

function targetRows(history: History, { name, targets }: RuleSnapshot, layout: Layout): Line[] {
  const text = layout.name + GAPS.rate + layout.rate + GAPS.graph + layout.graph - TARGET.length;
  return targets.map(({ to, delivered }, index) => {
    const deliveredAgo = (ms: number) =>
      history.ago((snapshot) => ruleNamed(snapshot, name)?.targets[index]?.delivered ?? 0, ms);
    const matchedLongAgo = history.ago((snapshot) => ruleNamed(snapshot, name)?.matched ?? 0, LATE_MS);
    const freshTone: Tone = deliveredAgo(FRESH_MS) < delivered ? 'good' : 'plain';
    return [
      span(TARGET, 'dim'),
      span(cell(printable(to), text), 'dim'),
      span(' '.repeat(GAPS.total)),
      ...totalCells(delivered, 'delivered', layout, delivered < matchedLongAgo ? 'attention' : freshTone),
    ];
  });
}

const TARGET = ' │   → ';

function otherRulesRow(rules: readonly RuleSnapshot[], layout: Layout): Line {
  const matched = rules.reduce((sum, rule) => sum + rule.matched, 0);
  return summaryRow(' ├─ ', counted(rules.length, 'other rule'), matched, 'matched', layout);
}

function summaryRow(branch: string, name: string, total: number, noun: string, layout: Layout): Line {
  const text = layout.name + GAPS.rate + layout.rate + GAPS.graph + layout.graph + GAPS.total;
  return [span(cell(branch + name, text), 'dim'), ...totalCells(total, noun, layout, 'dim')];
}

function ruleNamed({ rules }: PipelineSnapshot, name: string): RuleSnapshot | undefined {
  return rules.find((rule) => rule.name === name);
}
