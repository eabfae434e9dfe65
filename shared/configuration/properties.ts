import * as z from 'zod/mini';
import { BUS_PROPERTIES } from './bus-properties.ts';
import { EVENT_PROPERTIES } from './event-properties.ts';
import { OFFLOADING_PROPERTIES } from './offloading-properties.ts';

/**
 * The configuration document, less the formats of records (`format-properties.ts`): one JSON object whose members are the
 * connector's own property names, so that the `config` of a Kafka Connect connector can be pasted. Closed: an unknown
 * member is an error.
 */
export const configurationDocument = z.strictObject({
  ...BUS_PROPERTIES,
  ...EVENT_PROPERTIES,
  ...OFFLOADING_PROPERTIES,
});

export type ConfigurationProperties = z.output<typeof configurationDocument>;
