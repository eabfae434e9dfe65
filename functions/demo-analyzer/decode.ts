import avro from 'avsc';
import { type GlueFrame, readGlueFrame } from '../../shared/demo/glue-frame.ts';
import type { SchemaVersions } from './schema-versions.ts';

/** What the analyzer wants to know of a transaction. */
export interface Transaction {
  readonly userId: string | null;
  readonly total: string | null;
}

/** Why a record is not a transaction. */
export type DecodeFailure = 'VALUE_MISSING' | 'FRAME_INVALID' | 'SCHEMA_UNUSABLE' | 'PAYLOAD_INVALID';

/**
 * The members of a transaction that are read; Avro resolves whatever else its writer knew. A schema of another name does
 * not resolve, so a foreign record on the topic is told apart.
 */
const READER = avro.Type.forSchema({
  type: 'record',
  name: 'Event',
  namespace: 'software.amazon.event.kafkaconnector',
  fields: [
    { name: 'userId', type: ['null', 'string'], default: null },
    { name: 'total', type: ['null', 'string'], default: null },
  ],
});

/**
 * Reads the transaction in a record's value.
 *
 * @param value base64, as in the event.
 * @throws if the schema registry did not answer; the batch is to be delivered again.
 */
export async function decodeTransaction(
  value: string | null | undefined,
  schemas: SchemaVersions,
): Promise<Transaction | DecodeFailure> {
  if (value === undefined || value === null) return 'VALUE_MISSING';
  const frame = readGlueFrame(Buffer.from(value, 'base64'));
  if (frame === undefined) return 'FRAME_INVALID';
  const writer = await schemas.type(frame.schemaVersionId);
  const resolver = writer === undefined ? undefined : resolverOf(writer);
  return resolver === undefined ? 'SCHEMA_UNUSABLE' : read(frame, resolver);
}

type Resolver = ReturnType<avro.Type['createResolver']>;

const resolvers = new WeakMap<avro.Type, Resolver>();

function resolverOf(writer: avro.Type): Resolver | undefined {
  const known = resolvers.get(writer);
  if (known !== undefined) return known;
  try {
    const resolver = READER.createResolver(writer);
    resolvers.set(writer, resolver);
    return resolver;
  } catch {
    return undefined;
  }
}

function read({ payload }: GlueFrame, resolver: Resolver): Transaction | DecodeFailure {
  try {
    const { userId, total }: Transaction = READER.fromBuffer(payload, resolver);
    return { userId, total };
  } catch {
    return 'PAYLOAD_INVALID';
  }
}
