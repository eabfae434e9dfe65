import { describe, expect, it } from 'vitest';
import { confluentSchemaName } from '../../../../functions/bridge/confluent/frame.ts';
import { confluentFraming } from '../../../../functions/bridge/confluent/framing.ts';
import type { KafkaEventHeader } from '../../../../shared/kafka-event.ts';
import { kafkaRecord } from '../../../fixtures/kafka-event.ts';

const PAYLOAD = Buffer.from('a payload');
const ID_12 = [0, 0, 0, 0, 12];
const ID_13 = [0, 0, 0, 0, 13];

function readValue(bytes: readonly number[], headers: readonly KafkaEventHeader[] = []) {
  const framing = confluentFraming('value');
  const record = kafkaRecord({ value: Buffer.from(bytes).toString('base64'), headers });
  const source = record.value ?? Buffer.alloc(0);
  return {
    name: confluentSchemaName(framing.schemaKey(source, record)),
    payload: framing.payload(source, record),
  };
}

describe('confluentFraming', () => {
  it('takes the schema from the prefix when no header names one', () => {
    expect(readValue([...ID_12, ...PAYLOAD])).toEqual({ name: '12', payload: PAYLOAD });
  });

  it('takes the schema from the header, and then all of the value is payload', () => {
    expect(readValue([...ID_12], [{ __value_schema_id: ID_13 }])).toEqual({
      name: '13',
      payload: Buffer.from(ID_12),
    });
  });

  it('takes the last of several headers', () => {
    const headers = [{ __value_schema_id: ID_13 }, { other: [1] }, { __value_schema_id: ID_12 }];

    expect(readValue([...PAYLOAD], headers).name).toBe('12');
  });

  it('reads the message index of Protobuf from the header, as if it stood in front of the payload', () => {
    expect(readValue([...PAYLOAD], [{ __value_schema_id: [...ID_12, 4, 0, 6] }]).payload).toEqual(
      Buffer.from([4, 0, 6, ...PAYLOAD]),
    );
  });

  it('leaves the header of the other side alone', () => {
    expect(readValue([...ID_12, ...PAYLOAD], [{ __key_schema_id: ID_13 }]).name).toBe('12');
  });
});
