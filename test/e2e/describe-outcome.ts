import { styleText } from 'node:util';
import { hasViolations, VIOLATIONS, type Violation } from './account.ts';
import type { Outcome } from './play.ts';

/** Names of records in a line about a violation. */
const NAMED = 5;

/** Whether a scenario came to its end with nothing wrong. */
export function isGood({ account }: Outcome): boolean {
  return account !== undefined && !hasViolations(account);
}

/** One scenario as a person reads it: a line with figures, another one with what happened. */
export function describeOutcome(outcome: Outcome): string {
  const { scenario, account, error, remark, bridgedMs, putEventsRequests } = outcome;
  const mark = isGood(outcome) ? styleText('green', '✓') : styleText('red', '✗');
  const name = `${mark} ${scenario.padEnd(16)}`;
  if (account === undefined) return `${name} ${error} (${seconds(bridgedMs)})`;
  const { records, sent, deadLettered, givenUp, duplicates, violations } = account;
  const perSecond = Math.round((records * 1_000) / bridgedMs);
  const where = [
    `${count(sent)} sent`,
    ...(deadLettered > 0 ? [`${count(deadLettered)} dead-lettered`] : []),
    ...(givenUp > 0 ? [`${count(givenUp)} given up`] : []),
  ].join(' + ');
  const figures = [
    `${count(records)} records = ${where}`,
    `${violations.lost.length} lost`,
    `${count(duplicates)} sent again`,
    `${count(putEventsRequests)} requests`,
    `${count(perSecond)} records/s`,
  ].join(', ');
  return [
    `${name} ${figures} (${seconds(bridgedMs)})`,
    ...[remark, faultText(outcome)]
      .filter((text) => text !== '')
      .map((text) => styleText('dim', `    ${text}`)),
    ...describeViolations(violations).map((text) => styleText('red', `    ${text}`)),
  ].join('\n');
}

export function describeAll(outcomes: readonly Outcome[], elapsedMs: number): string {
  const accounts = outcomes.flatMap(({ account }) => (account === undefined ? [] : [account]));
  const records = accounts.reduce((sum, account) => sum + account.records, 0);
  const lost = accounts.reduce((sum, { violations }) => sum + violations.lost.length, 0);
  const bad = outcomes.filter((outcome) => !isGood(outcome)).length;
  const verdict =
    bad === 0 ? styleText('green', 'all as it should be') : styleText('red', `${bad} went wrong`);
  return `${outcomes.length} scenarios, ${count(records)} records, ${lost} lost: ${verdict}, in ${seconds(elapsedMs)}`;
}

function faultText({ faults }: Outcome): string {
  const kinds = Object.entries(faults).map(([kind, times]) => `${count(times)} ${kind}`);
  return kinds.length === 0 ? '' : `faults: ${kinds.join(', ')}`;
}

function describeViolations(violations: Readonly<Record<Violation, readonly string[]>>): string[] {
  return Object.entries(violations)
    .filter((entry): entry is [Violation, readonly string[]] => entry[1].length > 0)
    .map(([kind, found]) => {
      const more = found.length > NAMED ? ' …' : '';
      return `${count(found.length)} ${VIOLATIONS[kind]}: ${found.slice(0, NAMED).join(', ')}${more}`;
    });
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}
