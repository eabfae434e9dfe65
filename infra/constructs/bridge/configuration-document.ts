import { Fn, Token } from 'aws-cdk-lib';
import { type Configuration, parseConfiguration } from '../../../shared/configuration/configuration.ts';
import { ConfigurationError } from '../../../shared/configuration/configuration-error.ts';
import { Refusal } from '../../command-line/refusal.ts';
import type { BridgeOptions, ConfigurationMembers } from './bridge-options.ts';
import { type SideFormat, topicFormats } from './topic-formats.ts';

const CONNECTOR_ID = 'aws.eventbridge.connector.id';
const REGION = 'aws.eventbridge.region';
const BUS_ARN = 'aws.eventbridge.eventbus.arn';

/** Stands for a bus whose ARN is known at deployment only, so that the rest of the document can be checked before. */
const SAMPLE_REGION = 'eu-west-1';
const SAMPLE_BUS_ARN = `arn:aws:events:${SAMPLE_REGION}:123456789012:event-bus/known-at-deployment`;

/** Of an advanced parameter. https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html */
const MAX_DOCUMENT_BYTES = 8_192;

export interface ConfigurationDocument {
  /** The document as the bridge reads it; may hold tokens. */
  readonly members: ConfigurationMembers;
  readonly eventBusArn: string;
  /** What the document says, read by the bridge's own reader. */
  readonly configuration: Configuration;
  /** The formats of the bridge's topics. */
  readonly formats: readonly SideFormat[];
}

/**
 * The configuration document of a bridge, checked as the bridge will check it.
 *
 * @param createdBusArn the bus that was created for the bridge; undefined when it exists.
 * @throws Refusal with every problem of the document, or when it is too large, or the bus is missing, no ARN, or named twice.
 */
export function configurationDocument(options: BridgeOptions, createdBusArn?: string): ConfigurationDocument {
  const given = options.configuration ?? {};
  refuseUnknown(options.name, given);
  const eventBusArn = createdBusArn ?? busArn(options);
  refuseName(options.name, eventBusArn);
  const members = {
    [CONNECTOR_ID]: options.name,
    [REGION]: Fn.select(3, Fn.split(':', eventBusArn)),
    [BUS_ARN]: eventBusArn,
    ...given,
  };
  const sample = Token.isUnresolved(eventBusArn)
    ? { ...members, [REGION]: SAMPLE_REGION, [BUS_ARN]: SAMPLE_BUS_ARN }
    : members;
  const configuration = checked(options.name, sample);
  refuseSize(options.name, sample);
  return { members, eventBusArn, configuration, formats: topicFormats(options.topics, configuration) };
}

function checked(name: string, document: object): Configuration {
  try {
    return parseConfiguration(JSON.stringify(document));
  } catch (cause) {
    if (!(cause instanceof ConfigurationError)) throw cause;
    throw new Refusal(`The bridge ${name} cannot be built. ${cause.message}`, { cause });
  }
}

function refuseName(name: string, eventBusArn: string): void {
  if (Token.isUnresolved(eventBusArn) || eventBusArn.startsWith('arn:')) return;
  throw new Refusal(
    `The bridge ${name} cannot be built. eventBusArn is "${eventBusArn}". Give an ARN, such as arn:aws:events:eu-west-1:123456789012:event-bus/orders.`,
  );
}

/** The bridge is built for its converters, so that they cannot wait for the deployment. */
function refuseUnknown(name: string, configuration: BridgeOptions['configuration'] = {}): void {
  const unknown = tokensIn(configuration).filter((property) => property !== BUS_ARN && property !== REGION);
  if (unknown.length === 0) return;
  throw new Refusal(
    `The bridge ${name} cannot be built. ${unknown.join(', ')} would be known at deployment only. Write the value.`,
  );
}

/** Paths of the properties whose values are known at deployment only. */
function tokensIn(value: unknown, path: readonly string[] = []): string[] {
  if (Token.isUnresolved(value)) return [path.join('.')];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => tokensIn(member, [...path, name]));
}

function refuseSize(name: string, document: object): void {
  const bytes = Buffer.byteLength(JSON.stringify(document));
  if (bytes <= MAX_DOCUMENT_BYTES) return;
  throw new Refusal(
    `The bridge ${name} cannot be built. Its configuration has ${bytes} bytes, and a parameter takes ${MAX_DOCUMENT_BYTES}. Say once what most topics share, and in topics only what differs, or make several bridges.`,
  );
}

function busArn({ name, eventBusArn, configuration }: BridgeOptions): string {
  const configured = configuration?.[BUS_ARN];
  if (eventBusArn === undefined) {
    if (typeof configured === 'string') return configured;
    throw new Refusal(
      `The bridge ${name} has no event bus. Set eventBusArn to the ARN of one, or createEventBus to {}.`,
    );
  }
  if (configured !== undefined && configured !== eventBusArn) {
    throw new Refusal(
      `The bridge ${name} has two event buses, in eventBusArn and in ${BUS_ARN}. Remove one of them.`,
    );
  }
  return eventBusArn;
}
