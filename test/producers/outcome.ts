import { styleText } from 'node:util';
import type { RegistryName } from './foreign-frame.ts';
import { type Group, isGood } from './groups.ts';

/** What came of one serializer. */
export interface Outcome {
  readonly producer: string;
  readonly registry: RegistryName;
  readonly groups: readonly Group[];
  /** Why the machine cannot run it. */
  readonly skipped?: string;
}

/** Whether the run is a success. @param isSkippingAllowed a serializer that the machine cannot run is no failure */
export function areGood(outcomes: readonly Outcome[], isSkippingAllowed: boolean): boolean {
  return outcomes.every(({ groups, skipped }) =>
    skipped === undefined ? groups.length > 0 && groups.every(isGood) : isSkippingAllowed,
  );
}

/** A line a format and way of writing, below the name of the serializer. */
export function describeOutcome({ producer, registry, groups, skipped }: Outcome): string {
  if (skipped !== undefined) return `${producer}\n${styleText('yellow', '-')} skipped: ${skipped}`;
  const lines = groups.flatMap((group) => [describeGroup(registry, group), ...differences(group)]);
  return [producer, ...lines].join('\n');
}

const REGISTRY_WIDTH = 9;
const FORMAT_WIDTH = 8;
const VARIANT_WIDTH = 16;
const COUNT_WIDTH = 4;

function describeGroup(registry: RegistryName, group: Group): string {
  const { dataFormat, variant, equal, read, different, refused, unknown } = group;
  const mark = isGood(group) ? styleText('green', '✓') : styleText('red', '✗');
  const counts = [
    `${String(equal).padStart(COUNT_WIDTH)} equal`,
    `${different.length} different`,
    ...(read > 0 ? [`${read} read alike by Kafka Connect`] : []),
    ...(refused.length > 0 ? [`${refused.length} refused by the serializer`] : []),
    ...(unknown.length > 0 ? [`${unknown.length} rewritten`] : []),
  ];
  const columns = [
    registry.padEnd(REGISTRY_WIDTH),
    dataFormat.padEnd(FORMAT_WIDTH),
    variant.padEnd(VARIANT_WIDTH),
    counts.join(', '),
  ];
  return `${mark} ${columns.join(' ')}`;
}

function differences({ different }: Group): string[] {
  return different.map(
    ({ name, from, expected, actual }) =>
      `    ${name} is not what ${from} says\n      expected ${expected}\n      actual   ${actual}`,
  );
}
