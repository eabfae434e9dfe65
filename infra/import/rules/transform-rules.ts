import { unsupported } from '../decision.ts';
import type { PropertyRule } from './property-rule.ts';

/** What takes the place of well-known transforms. https://kafka.apache.org/documentation/#connect_transforms */
const INSTEAD: readonly (readonly [pattern: RegExp, instead: string])[] = [
  [
    /RegexRouter|TimestampRouter/,
    'It changes the topic in the event. aws.eventbridge.detail.types names events by topic.',
  ],
  [/\.Filter$/, 'It drops records. mapping.filters of the bridge, or the patterns of rules, do that.'],
  [/HeaderFrom|InsertHeader|DropHeaders/, 'It changes headers. Rules and input transformers can do without.'],
  [
    /InsertField|ReplaceField|ExtractField|HoistField|Flatten|Cast|ValueToKey/,
    'It changes the event. An input transformer of the rule’s target can do that.',
  ],
  [
    /MaskField/,
    'It hides contents. Without it they would be in the events, so hide them before they reach the topic.',
  ],
];

const GENERAL = 'It changes events, and the bridge has none.';

/**
 * Single message transforms and their predicates: without them events would be others, so that they are never left out
 * silently.
 */
export const transformRule: PropertyRule = (property) => {
  const { name, value } = property;
  const [, kind, alias, member] = /^(transforms|predicates)(?:\.([^.]+)(?:\.(.+))?)?$/.exec(name) ?? [];
  if (kind === undefined || (alias === undefined && value === '')) return undefined;
  if (alias === undefined) {
    return unsupported(
      property,
      `Single message transforms are not supported. If events may carry records as they are on the topic, leave them out: --remove ${kind}.`,
    );
  }
  if (member !== 'type') return unsupported(property, `It belongs to ${kind}.${alias}.`);
  return unsupported(property, INSTEAD.find(([pattern]) => pattern.test(value ?? ''))?.[1] ?? GENERAL);
};
