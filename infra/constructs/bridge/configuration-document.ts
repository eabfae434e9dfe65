import { Fn, Token } from 'aws-cdk-lib';
import { type Configuration, parseConfiguration } from '../../../shared/configuration/configuration.ts';
import type { BridgeOptions } from './bridge-options.ts';

const CONNECTOR_ID = 'aws.eventbridge.connector.id';
const REGION = 'aws.eventbridge.region';
const BUS_ARN = 'aws.eventbridge.eventbus.arn';

/** Stands for a bus whose ARN is known at deployment only, so that the rest of the document can be checked before. */
const SAMPLE_REGION = 'eu-west-1';
const SAMPLE_BUS_ARN = `arn:aws:events:${SAMPLE_REGION}:123456789012:event-bus/known-at-deployment`;

export interface ConfigurationDocument {
  /** The document as the bridge reads it; may hold tokens. */
  readonly members: Readonly<Record<string, string | number | boolean>>;
  readonly eventBusArn: string;
  /** What the document says, read by the bridge's own reader. */
  readonly configuration: Configuration;
}

/**
 * The configuration document of a bridge, checked as the bridge will check it.
 *
 * @param createdBusArn the bus that was created for the bridge; undefined when it exists.
 * @throws ConfigurationError with every problem of the document; Error when the bus is missing or named twice.
 */
export function configurationDocument(options: BridgeOptions, createdBusArn?: string): ConfigurationDocument {
  const given = options.configuration ?? {};
  const eventBusArn = createdBusArn ?? busArn(options);
  const members = {
    [CONNECTOR_ID]: options.name,
    [REGION]: Fn.select(3, Fn.split(':', eventBusArn)),
    [BUS_ARN]: eventBusArn,
    ...given,
  };
  const sample = Token.isUnresolved(eventBusArn)
    ? { ...members, [REGION]: SAMPLE_REGION, [BUS_ARN]: SAMPLE_BUS_ARN }
    : members;
  return { members, eventBusArn, configuration: parseConfiguration(JSON.stringify(sample)) };
}

function busArn({ name, eventBusArn, configuration }: BridgeOptions): string {
  const configured = configuration?.[BUS_ARN];
  if (eventBusArn === undefined) {
    if (typeof configured === 'string') return configured;
    throw new Error(
      `The bridge ${name} has no event bus. Set eventBusArn to the ARN of one, or createEventBus to {}.`,
    );
  }
  if (configured !== undefined && configured !== eventBusArn) {
    throw new Error(
      `The bridge ${name} has two event buses, in eventBusArn and in ${BUS_ARN}. Remove one of them.`,
    );
  }
  return eventBusArn;
}
