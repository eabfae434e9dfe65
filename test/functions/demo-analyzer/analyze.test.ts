import avro from 'avsc';
import { describe, expect, it } from 'vitest';
import { analyze } from '../../../functions/demo-analyzer/analyze.ts';
import { SchemaVersions } from '../../../functions/demo-analyzer/schema-versions.ts';
import { writeGlueFrame } from '../../../shared/demo/glue-frame.ts';
import type { KafkaEventRecord } from '../../../shared/kafka-event.ts';
import { numberedSchemaVersionId } from '../../fixtures/glue-frame.ts';
import { kafkaEvent } from '../../fixtures/kafka-event.ts';
import {
  TRANSACTION_SCHEMA,
  TRANSACTION_SCHEMA_ID,
  transactionFrame,
  transactionRecord,
} from '../../fixtures/transactions.ts';

const UNKNOWN_ID = numberedSchemaVersionId(1);
const FOREIGN_ID = numberedSchemaVersionId(2);
const LATER_ID = numberedSchemaVersionId(3);

/** A later version of the schema: another order, one more field. */
const LATER = JSON.stringify({
  type: 'record',
  name: 'Event',
  namespace: 'software.amazon.event.kafkaconnector',
  fields: [
    { name: 'country', type: 'string' },
    { name: 'total', type: 'string' },
    { name: 'userId', type: 'string' },
  ],
});

const FOREIGN = JSON.stringify({
  type: 'record',
  name: 'Order',
  fields: [{ name: 'total', type: 'string' }],
});

const REGISTRY = new Map([
  [TRANSACTION_SCHEMA_ID, TRANSACTION_SCHEMA],
  [FOREIGN_ID, FOREIGN],
  [LATER_ID, LATER],
]);

async function verdicts(...records: KafkaEventRecord[]) {
  const schemas = new SchemaVersions(async (id) => {
    const definition = REGISTRY.get(id);
    return definition === undefined ? undefined : { dataFormat: 'AVRO', definition };
  });
  return (await analyze(kafkaEvent(...records), schemas)).map(({ verdict }) => verdict);
}

function framed(schemaVersionId: string, schema: string, value: unknown): Buffer {
  const payload = avro.Type.forSchema(JSON.parse(schema)).toBuffer(value);
  return writeGlueFrame({ schemaVersionId, payload });
}

describe('the analyzer', () => {
  it('suspects totals above 195.00, and no others', async () => {
    const totals = ['194.99', '195.00', '195.01', '200.01'];

    expect(
      await verdicts(...totals.map((total) => transactionRecord(transactionFrame({ total, userId: 'u-1' })))),
    ).toEqual([
      { kind: 'ordinary' },
      { kind: 'ordinary' },
      { kind: 'suspicious', suspicion: { userId: 'u-1', total: '195.01' } },
      { kind: 'suspicious', suspicion: { userId: 'u-1', total: '200.01' } },
    ]);
  });

  it('reads what a later version of the schema wrote', async () => {
    const value = framed(LATER_ID, LATER, { country: 'CH', total: '199.00', userId: 'u-2' });

    expect(await verdicts(transactionRecord(value))).toEqual([
      { kind: 'suspicious', suspicion: { userId: 'u-2', total: '199.00' } },
    ]);
  });

  it.each([
    ['no total', { total: null }, 'TOTAL_MALFORMED'],
    ['a total that is no price', { total: 'a lot' }, 'TOTAL_MALFORMED'],
    ['nobody to blame', { total: '199.00', userId: null }, 'USER_MISSING'],
  ] as const)('finds a transaction with %s malformed', async (_, overrides, reason) => {
    expect(await verdicts(transactionRecord(transactionFrame(overrides)))).toEqual([
      { kind: 'malformed', reason },
    ]);
  });

  it.each([
    ['a tombstone', null, 'VALUE_MISSING'],
    ['a value without a frame', Buffer.from('{"total":"199.00"}'), 'FRAME_INVALID'],
    [
      'an unknown schema',
      writeGlueFrame({ schemaVersionId: UNKNOWN_ID, payload: Buffer.alloc(1) }),
      'SCHEMA_UNUSABLE',
    ],
    ['a foreign schema', framed(FOREIGN_ID, FOREIGN, { total: '199.00' }), 'SCHEMA_UNUSABLE'],
    ['a frame cut short', transactionFrame().subarray(0, 30), 'PAYLOAD_INVALID'],
  ])('cannot decode %s, and judges its neighbour', async (_, value, reason) => {
    expect(await verdicts(transactionRecord(value), transactionRecord(transactionFrame()))).toEqual([
      { kind: 'undecodable', reason },
      { kind: 'ordinary' },
    ]);
  });

  it('fails when the registry does not answer, so that the batch comes again', async () => {
    const schemas = new SchemaVersions(() => Promise.reject(new Error('throttled')));

    await expect(analyze(kafkaEvent(transactionRecord()), schemas)).rejects.toThrow('throttled');
  });

  it.each([undefined, null, 'text', {}, { records: null }])('refuses %j', async (event) => {
    await expect(analyze(event, new SchemaVersions(async () => undefined))).rejects.toThrow(
      'The event has no records. Invoke the analyzer by an event source mapping of a Kafka topic.',
    );
  });
});
