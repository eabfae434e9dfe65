import type { ConnectorProperty, PropertyOrigin, PropertyValue } from './connector.ts';
import type { Fate, ImportLine } from './import-line.ts';
import { isLookedUp, isSecret, shownValue } from './secrets.ts';

/** What the bridge's file gets beside the configuration document. */
export interface BridgeParts {
  readonly topics?: readonly string[];
  readonly consumerGroupId?: string;
  readonly batchSize?: number;
  readonly startingPosition?: 'TRIM_HORIZON' | 'LATEST' | { readonly timestampSeconds: number };
  readonly maximumPollers?: number;
}

/** What becomes of one property. */
export interface Decision {
  readonly line: ImportLine;
  /** Members of the configuration document. */
  readonly document?: Readonly<Record<string, string>>;
  readonly bridge?: BridgeParts;
}

interface Reason {
  readonly becomes?: string;
  readonly why?: string;
}

export function decided(property: ConnectorProperty, fate: Fate, reason: Reason): Decision {
  return { line: { ...lineOf(property), fate, ...reason } };
}

export function notNeeded(property: ConnectorProperty, why: string): Decision {
  return decided(property, 'not needed', { why });
}

export function unsupported(property: ConnectorProperty, why: string): Decision {
  return decided(property, 'unsupported', { why });
}

export function missing(property: ConnectorProperty, why: string): Decision {
  return decided(property, 'missing', { why });
}

export function changed(
  property: ConnectorProperty,
  becomes: string,
  why: string,
  bridge: BridgeParts = {},
): Decision {
  return { ...decided(property, 'changed', { becomes, why }), bridge };
}

/** Whether a value stands there: it is not looked up by the worker, nor known at deployment only. */
export function isKnown(value: PropertyValue): value is string {
  return value !== undefined && !isLookedUp(value);
}

/** A property whose value does not stand there, and which has to be given. */
export function unknownValue(property: ConnectorProperty): Decision {
  const { name, value } = property;
  if (value === undefined) {
    return missing(property, `Its value is known at deployment only. Give it with --set ${name}=VALUE.`);
  }
  if (!isSecret(name, value)) {
    return missing(property, `${LOOKED_UP} Give the value with --set ${name}=VALUE.`);
  }
  return unsupported(
    property,
    `${LOOKED_UP} Put the secret into Secrets Manager, and leave this out with --remove ${name}.`,
  );
}

/**
 * The property as it is, in the configuration document; refused when its value cannot get there.
 *
 * @param fate of a property of the connector; what was not written is added.
 */
export function carriedOver(
  property: ConnectorProperty,
  reason: Reason = {},
  fate: Fate = 'carried over',
): Decision {
  const { name, value, origin } = property;
  if (!isKnown(value)) return unknownValue(property);
  if (isSecret(name, value)) return unsupported(property, SECRET);
  const isWritten = origin === 'connector' || origin === 'command line';
  const why = [ORIGINS[origin], reason.why].filter((sentence) => sentence !== undefined).join(' ');
  const line = {
    ...lineOf(property),
    fate: isWritten ? fate : 'added',
    ...reason,
    ...(why === '' ? {} : { why }),
  } as const;
  if (isWritten) return { line, document: { [name]: value } };
  const { value: _, ...added } = line;
  return { line: { ...added, becomes: value }, document: { [name]: value } };
}

const ORIGINS: Readonly<Record<PropertyOrigin, string | undefined>> = {
  connector: undefined,
  'command line': 'Given on the command line.',
  worker: 'Not written: the worker says so.',
  'Kafka Connect': undefined,
};

const SECRET =
  'A secret does not belong in the configuration, and was not copied. Put it into Secrets Manager; where the bridge needs it, a property takes the ARN of the secret.';

const LOOKED_UP = 'The worker looks it up, and there is no worker any more.';

function lineOf({ name, value, origin }: ConnectorProperty): Pick<ImportLine, 'property' | 'value'> {
  return origin === 'Kafka Connect' ? { property: name } : { property: name, value: shownValue(name, value) };
}
