import { confluentSchemaName } from '../../functions/bridge/confluent/frame.ts';
import { confluentFraming } from '../../functions/bridge/confluent/framing.ts';
import { RecordError } from '../../functions/bridge/errors.ts';
import { schemaVersionId } from '../../functions/bridge/glue/frame.ts';
import { glueFraming } from '../../functions/bridge/glue/framing.ts';
import {
  confluentMessageName,
  glueMessageNames,
  readConfluentIndexes,
  readGlueIndex,
} from '../../functions/bridge/protobuf/message-index.ts';
import type { KafkaEventRecord, KafkaSchemaMetadata } from '../../shared/kafka-event.ts';
import { isUuid } from '../../shared/uuid.ts';
import { kafkaRecord } from '../fixtures/kafka-event.ts';
import { compareCases, ERROR, type GoldenCase } from './golden-cases.ts';
import { readGoldenCases } from './golden-file.ts';
import type { ConformanceResult } from './result.ts';

const FILE = 'confluent-frames.json';

type DataFormat = 'AVRO' | 'JSON' | 'PROTOBUF';

type FrameInput =
  | { readonly kind: 'frame'; readonly format: DataFormat; readonly hex: string }
  | { readonly kind: 'message-indexes'; readonly hex: string }
  | {
      readonly kind: 'header';
      readonly format: DataFormat;
      readonly headerName: string;
      readonly headerHex: string;
      readonly payloadHex: string;
    }
  | {
      readonly kind: 'confluent-message-path';
      readonly protoText: string;
      readonly messageIndexes: readonly number[];
    }
  | { readonly kind: 'glue-message-table'; readonly protoText: string }
  | {
      readonly kind: 'lambda-native';
      readonly valueSchemaMetadata: KafkaSchemaMetadata;
      readonly valueBase64: string;
      readonly protoText?: string;
    };

/** What is read from an input; each kind has some of it. */
interface Reading {
  readonly schemaId?: number;
  readonly schemaGuid?: string;
  /** Glue. */
  readonly messageIndex?: number;
  /** Confluent. */
  readonly messageIndexes?: readonly number[];
  readonly consumed?: number;
  readonly message?: string;
  readonly messages?: readonly string[];
  readonly payloadHex?: string;
}

type FrameCase = FrameInput &
  Omit<GoldenCase, 'expect'> & { readonly expect: Reading | { readonly error: string } };

/** Frames of Confluent's serializers and of Lambda's own registry integration to schema, message and payload. */
export function checkConfluentFrames(): ConformanceResult {
  const cases = readGoldenCases<FrameCase>(FILE).map(({ expect, ...frame }) => ({
    ...frame,
    expect: 'error' in expect ? expect : { json: readingText(expect) },
  }));
  return compareCases(FILE, cases, {}, render);
}

function render(input: FrameInput): string {
  try {
    return readingText(read(input));
  } catch (error) {
    if (error instanceof RecordError) return ERROR;
    throw error;
  }
}

function read(input: FrameInput): Reading {
  switch (input.kind) {
    case 'frame':
      return readFrame(input.format, { value: base64(input.hex) });
    case 'header':
      return readFrame(input.format, {
        value: base64(input.payloadHex),
        headers: [{ [input.headerName]: [...Buffer.from(input.headerHex, 'hex')] }],
      });
    case 'message-indexes': {
      const source = Buffer.from(input.hex, 'hex');
      const { indexes, next } = readConfluentIndexes(source, 0, source.length);
      return { messageIndexes: indexes, consumed: next };
    }
    case 'confluent-message-path':
      return { message: confluentMessageName(input.protoText, input.messageIndexes) };
    case 'glue-message-table':
      return { messages: glueMessageNames(input.protoText) };
    case 'lambda-native':
      return readNative(input);
  }
}

/** A value as it lies on the topic. */
function readFrame(format: DataFormat, members: Partial<KafkaEventRecord>): Reading {
  const framing = confluentFraming('value');
  const record = kafkaRecord(members);
  const source = record.value ?? Buffer.alloc(0);
  const name = confluentSchemaName(framing.schemaKey(source, record));
  return {
    ...(isUuid(name) ? { schemaGuid: name } : { schemaId: Number(name) }),
    ...(format === 'PROTOBUF'
      ? readConfluentMessage(framing.payload(source, record))
      : { payloadHex: framing.payload(source, record).toString('hex') }),
  };
}

/** A value whose frame Lambda took away; only the index of Protobuf is left in front of the payload. */
function readNative({
  valueSchemaMetadata,
  valueBase64,
  protoText,
}: FrameInput & { kind: 'lambda-native' }): Reading {
  const record = kafkaRecord({ value: valueBase64, valueSchemaMetadata });
  const source = record.value ?? Buffer.alloc(0);
  const isGlue = isUuid(valueSchemaMetadata.schemaId);
  const framing = (isGlue ? glueFraming : confluentFraming)('value');
  const schemaName = isGlue ? schemaVersionId : confluentSchemaName;
  const named = schemaName(framing.schemaKey(source, record));
  if (named !== valueSchemaMetadata.schemaId) return { message: `of the schema ${named}` };
  const payload = framing.payload(source, record);
  if (protoText === undefined) return { payloadHex: payload.toString('hex') };
  if (!isGlue) {
    const reading = readConfluentMessage(payload);
    return { ...reading, message: confluentMessageName(protoText, reading.messageIndexes) };
  }
  const { index, next } = readGlueIndex(payload, 0, payload.length);
  return {
    messageIndex: index,
    message: glueMessageNames(protoText)[index] ?? 'none',
    payloadHex: payload.toString('hex', next),
  };
}

function readConfluentMessage(payload: Buffer) {
  const { indexes, next } = readConfluentIndexes(payload, 0, payload.length);
  return { messageIndexes: indexes, payloadHex: payload.toString('hex', next) };
}

function base64(hex: string): string {
  return Buffer.from(hex, 'hex').toString('base64');
}

function readingText(reading: Reading): string {
  const members = Object.entries(reading).sort(([a], [b]) => (a < b ? -1 : 1));
  return members.map(([name, value]) => `${name} ${JSON.stringify(value)}`).join(', ');
}
