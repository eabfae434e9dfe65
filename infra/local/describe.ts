import { styleText } from 'node:util';
import { count, counted } from '../command-line/counted.ts';
import type { FailedRecord, RuleSnapshot } from './pipeline/snapshot.ts';

/** Parts of the texts with which a run tells a person what it did. */

export function heading(text: string): string {
  return `\n${styleText(['bold', 'cyan'], text)}`;
}

export function dim(text: string): string {
  return styleText('dim', text);
}

export function describeRules(rules: readonly RuleSnapshot[], eventsWithoutRule: number): string[] {
  return [
    heading('Rules'),
    ...rules.flatMap(({ name, matched, targets }) => [
      `  ${styleText('bold', name.padEnd(22))} matched ${count(matched)}`,
      ...targets.map(({ to, delivered }) => `    → ${to}  ${dim(`${count(delivered)} delivered`)}`),
    ]),
    `  ${dim(`${counted(eventsWithoutRule, 'event')} that no rule waits for`)}`,
  ];
}

export function describeFailures(failures: readonly FailedRecord[]): string[] {
  if (failures.length === 0) return [];
  return [
    heading('Dead letters: what failed, why, what to do'),
    ...failures.flatMap(({ topic, partition, offset, code, message, remedy }) => [
      `  ${styleText('yellow', code)}  ${topic} partition ${partition} offset ${offset}`,
      `    ${message}`,
      `    ${dim(remedy)}`,
    ]),
  ];
}

export function describeExample(rule: string, exampleEvent: string | undefined): string[] {
  if (exampleEvent === undefined) return [];
  return [heading(`One event as the rule ${rule} delivered it`), `  ${exampleEvent}`];
}

/** Said where records ran out of retries. */
export const EXHAUSTED_NOTE =
  'An event source mapping gives records that are out of retries to its on-failure destination.';
