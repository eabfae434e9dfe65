import { createHash } from 'node:crypto';
import { recordDecoder } from '../../functions/bridge/decode.ts';
import { RecordError } from '../../functions/bridge/errors.ts';
import { framePayload, frameSchemaKey, schemaVersionId } from '../../functions/bridge/glue/frame.ts';
import { JsonWriter } from '../../functions/bridge/json/json-writer.ts';
import { glueMessageNames, readGlueIndex } from '../../functions/bridge/protobuf/message-index.ts';
import { resolveSchemas } from '../../functions/bridge/resolve.ts';
import type { DataFormat } from '../../functions/bridge/schemas/compile-schema.ts';
import { configuration } from '../fixtures/configuration.ts';
import { kafkaRecord } from '../fixtures/kafka-event.ts';
import { glueSource, glueStore } from '../fixtures/schema-registry.ts';
import { compareCases, type Deviation, ERROR, type GoldenCase } from './golden-cases.ts';
import { readGoldenCases } from './golden-file.ts';
import type { ConformanceResult } from './result.ts';

const FILE = 'glue-frames.json';

interface GlueFrameCase extends Omit<GoldenCase, 'expect'> {
  /** The record as it lies in Kafka. */
  readonly hex: string;
  readonly format?: DataFormat;
  /** Avro. */
  readonly schema?: unknown;
  /** Protobuf. */
  readonly protoText?: string;
  readonly expect: {
    readonly schemaVersionId?: string;
    readonly payloadHex?: string;
    readonly payloadLength?: number;
    readonly payloadSha256?: string;
    readonly messageIndex?: number;
    /** Full name. */
    readonly message?: string;
    readonly json?: string;
    readonly error?: string;
  };
}

const CUT_SHORT = {
  gives: ERROR,
  reason: 'a compressed record that is cut short fails; the connector waits for more input without end',
};

const DEVIATIONS: Readonly<Record<string, Deviation>> = {
  'zlib-no-payload': CUT_SHORT,
  'zlib-header-only': CUT_SHORT,
};

/** Glue Schema Registry frames to schema version id, inflated payload, Protobuf message and rendered value. */
export async function checkGlueFrames(): Promise<ConformanceResult> {
  const cases = readGoldenCases<GlueFrameCase>(FILE);
  const texts = new Map<string, string>();
  for (const frame of cases) texts.set(frame.id, await render(frame));
  const golden = cases.map((frame) => ({
    ...frame,
    expect: isBadFrame(frame) ? frame.expect : { json: expectedText(frame) },
  }));
  return compareCases(FILE, golden, DEVIATIONS, ({ id }) => texts.get(id) ?? '');
}

/** An error beside the id means that the frame is fine and its payload is not. */
function isBadFrame({ expect }: GlueFrameCase): boolean {
  return expect.error !== undefined && expect.schemaVersionId === undefined;
}

function expectedText({ expect }: GlueFrameCase): string {
  const { schemaVersionId: id, payloadHex, payloadLength = 0, payloadSha256 = '' } = expect;
  return frameText({
    id,
    payload: payloadHex ?? digestText(payloadLength, payloadSha256),
    messageIndex: expect.messageIndex,
    message: expect.message,
    value: expect.json ?? (expect.error === undefined ? undefined : ERROR),
  });
}

async function render(golden: GlueFrameCase): Promise<string> {
  const { hex, format, expect } = golden;
  const frame = Buffer.from(hex, 'hex');
  try {
    const payload = framePayload(frame);
    const sha256 = createHash('sha256').update(payload).digest('hex');
    return frameText({
      id: schemaVersionId(frameSchemaKey(frame)),
      payload:
        expect.payloadSha256 === undefined ? payload.toString('hex') : digestText(payload.length, sha256),
      ...messageOf(golden, payload),
      value: format === undefined || !hasSchema(golden) ? undefined : await decode(golden, format),
    });
  } catch (error) {
    if (error instanceof RecordError) return ERROR;
    throw error;
  }
}

/** What the index in front of a Protobuf message says; the value tells when there is none. */
function messageOf({ protoText, expect }: GlueFrameCase, payload: Buffer) {
  if (expect.messageIndex === undefined) return {};
  const { index } = readGlueIndex(payload, 0, payload.length);
  return {
    messageIndex: index,
    message: protoText === undefined ? undefined : glueMessageNames(protoText)[index],
  };
}

/** Of some frames only the prefix is known. */
function hasSchema({ format, schema, protoText }: GlueFrameCase): boolean {
  return format === 'JSON' || schema !== undefined || protoText !== undefined;
}

/** The value as the bridge reads it, with the schema behind the frame. */
async function decode({ hex, schema, protoText }: GlueFrameCase, format: DataFormat): Promise<string> {
  const definition = protoText ?? JSON.stringify(schema ?? {});
  const store = glueStore(async () => ({ dataFormat: format, definition }), { dataFormat: format });
  const decoderOf = recordDecoder(configuration({ 'value.converter': 'glue' }), glueSource(store));
  const record = kafkaRecord({ value: Buffer.from(hex, 'hex').toString('base64') });
  const schemas = await resolveSchemas([record], decoderOf, () => new AbortController().signal);
  const out = new JsonWriter();
  try {
    decoderOf(record.topic).value.write(record, schemas, out);
    return out.toString();
  } catch (error) {
    if (!(error instanceof RecordError)) throw error;
    // A schema that cannot be used must not pass for a bad payload.
    return error.code.startsWith('SCHEMA') ? JSON.stringify(error.code) : ERROR;
  }
}

interface FrameReading {
  readonly id: string | undefined;
  /** In hexadecimal, or as {@link digestText}. */
  readonly payload: string;
  readonly messageIndex?: number | undefined;
  readonly message?: string | undefined;
  /** JSON text, or an error. */
  readonly value: string | undefined;
}

/** One JSON text, so that values compare unordered where they may. */
function frameText({ value, ...reading }: FrameReading): string {
  const members = JSON.stringify(reading);
  if (value === undefined) return members;
  return `${members.slice(0, -1)},"value":${value === ERROR ? JSON.stringify(ERROR) : value}}`;
}

function digestText(bytes: number, sha256: string): string {
  return `${bytes} bytes, SHA-256 ${sha256}`;
}
