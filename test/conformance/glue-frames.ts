import { createHash } from 'node:crypto';
import { compileAvro } from '../../functions/bridge/avro/compile.ts';
import { recordDecoder } from '../../functions/bridge/decode.ts';
import { RecordError } from '../../functions/bridge/errors.ts';
import { framePayload, frameSchemaKey, schemaVersionId } from '../../functions/bridge/glue/frame.ts';
import { JsonWriter } from '../../functions/bridge/json/json-writer.ts';
import { parseConfiguration } from '../../shared/configuration/configuration.ts';
import { compareCases, type Deviation, ERROR, type GoldenCase } from './golden-cases.ts';
import { readGoldenCases } from './golden-file.ts';
import type { ConformanceResult } from './result.ts';

const FILE = 'glue-frames.json';

interface GlueFrameCase extends Omit<GoldenCase, 'expect'> {
  /** The record as it lies in Kafka. */
  readonly hex: string;
  readonly format?: 'AVRO' | 'JSON' | 'PROTOBUF';
  readonly schema?: unknown;
  readonly expect: {
    readonly schemaVersionId?: string;
    readonly payloadHex?: string;
    readonly payloadLength?: number;
    readonly payloadSha256?: string;
    readonly json?: string;
    readonly error?: string;
  };
}

const CUT_SHORT = {
  gives: ERROR,
  reason: 'the record fails at once; the reference waits for more compressed input without end',
};

const DEVIATIONS: Readonly<Record<string, Deviation>> = {
  'zlib-no-payload': CUT_SHORT,
  'zlib-header-only': CUT_SHORT,
};

const RECORD_DECODER = recordDecoder(
  parseConfiguration(
    JSON.stringify({
      'aws.eventbridge.connector.id': 'conformance',
      'aws.eventbridge.region': 'us-east-1',
      'aws.eventbridge.eventbus.arn': 'arn:aws:events:us-east-1:123456789012:event-bus/e2e',
      'value.converter': 'glue-avro',
    }),
  ),
);

/** Glue Schema Registry frames to schema version id, inflated payload and, for Avro, the rendered value. */
export function checkGlueFrames(): ConformanceResult {
  // Compared as text: what is free in its order is the JSON of a format that is not rendered yet.
  const golden = readGoldenCases<GlueFrameCase>(FILE).map(({ compare: _, ...frame }) => ({
    ...frame,
    expect: isBadFrame(frame) ? {} : { json: expectedText(frame) },
  }));
  const isRenderedLater = ({ format }: Pick<GlueFrameCase, 'format'>) =>
    format === 'JSON' || format === 'PROTOBUF';
  const now = compareCases(
    FILE,
    golden.filter((frame) => !isRenderedLater(frame)),
    DEVIATIONS,
    render,
  );
  // Of the other formats the frame has to be right already.
  const later = golden.filter(isRenderedLater);
  const { failures } = compareCases(FILE, later, {}, render);
  const failed = new Set(failures.map(({ id }) => id));
  return {
    ...now,
    failures: [...now.failures, ...failures],
    notYetSupported: later
      .filter(({ id }) => !failed.has(id))
      .map(({ id, format }) => ({
        id,
        reason: `frame and payload are as expected, but ${format} payloads are not rendered yet`,
      })),
  };
}

/** An error beside the id means that the frame is fine and its payload is not. */
function isBadFrame({ expect }: GlueFrameCase): boolean {
  return expect.error !== undefined && expect.schemaVersionId === undefined;
}

function expectedText({ format, expect }: GlueFrameCase): string {
  const { payloadHex, payloadLength = 0, payloadSha256 = '' } = expect;
  const payload = payloadHex ?? digestText(payloadLength, payloadSha256);
  return frameText(expect.schemaVersionId, payload, format === 'AVRO' ? (expect.json ?? ERROR) : undefined);
}

function render({
  hex,
  schema,
  format,
  expect,
}: Omit<GlueFrameCase, 'expect'> & { expect: GoldenCase['expect'] }): string {
  const frame = Buffer.from(hex, 'hex');
  try {
    const id = schemaVersionId(frameSchemaKey(frame));
    const payload = framePayload(frame);
    const isLong = expect.json?.includes(DIGEST) ?? false;
    const sha256 = createHash('sha256').update(payload).digest('hex');
    return frameText(
      id,
      isLong ? digestText(payload.length, sha256) : payload.toString('hex'),
      format === 'AVRO' ? renderAvro(frame, JSON.stringify(schema)) : undefined,
    );
  } catch (error) {
    if (error instanceof RecordError) return ERROR;
    throw error;
  }
}

function renderAvro(frame: Buffer, schemaText: string): string {
  const out = new JsonWriter();
  const schemas = new Map([[frameSchemaKey(frame), compileAvro(schemaText)]]);
  try {
    RECORD_DECODER.value(frame, schemas, out);
    return out.toString();
  } catch (error) {
    if (error instanceof RecordError) return ERROR;
    throw error;
  }
}

function frameText(id: string | undefined, payload: string, value: string | undefined): string {
  return [`id ${id}`, `payload ${payload}`, ...(value === undefined ? [] : [`value ${value}`])].join('\n');
}

const DIGEST = 'bytes, SHA-256 ';

function digestText(bytes: number, sha256: string): string {
  return `${bytes} ${DIGEST}${sha256}`;
}
