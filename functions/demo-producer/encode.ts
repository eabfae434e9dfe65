import avro from 'avsc';
import { writeGlueFrame } from '../../shared/demo/glue-frame.ts';
import type { ProducerSettings } from './settings.ts';
import type { Transaction } from './transaction.ts';

export type EncodeTransaction = (transaction: Transaction) => Buffer;

/**
 * Avro by the registered schema, framed with the id of its version.
 *
 * @throws Error if the schema is not Avro, or (later) has no room for a transaction.
 */
export function transactionEncoder({
  schema,
  schemaVersionId,
}: Pick<ProducerSettings, 'schema' | 'schemaVersionId'>): EncodeTransaction {
  const type = avro.Type.forSchema(JSON.parse(schema));
  return (transaction) => writeGlueFrame({ schemaVersionId, payload: type.toBuffer(transaction) });
}
