import { recordDecoder } from '../../../../functions/bridge/decode.ts';
import { type BridgeEntry, Wrapper } from '../../../../functions/bridge/wrap.ts';
import type { KafkaEventRecord } from '../../../../shared/kafka-event.ts';
import { configuration } from '../../../fixtures/configuration.ts';
import { kafkaRecord } from '../../../fixtures/kafka-event.ts';
import { NO_REGISTRIES } from '../../../fixtures/schema-registry.ts';

export const NO_SCHEMAS = new Map();

export function wrapper(properties: Readonly<Record<string, unknown>> = {}): Wrapper {
  const settings = configuration(properties);
  return new Wrapper(settings, recordDecoder(settings, NO_REGISTRIES));
}

/** One record as an event, with the defaults but for these properties. */
export function wrap(
  record: Partial<KafkaEventRecord>,
  properties: Readonly<Record<string, unknown>> = {},
): BridgeEntry {
  return wrapper(properties).wrap(kafkaRecord(record), 0, NO_SCHEMAS);
}

/** A header as Lambda sends it. */
export function header(name: string, text: string): Readonly<Record<string, readonly number[]>> {
  return Object.fromEntries([[name, [...Buffer.from(text)]]]);
}
