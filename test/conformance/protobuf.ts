import { readFileSync } from 'node:fs';
import { RecordError } from '../../functions/bridge/errors.ts';
import { JsonWriter } from '../../functions/bridge/json/json-writer.ts';
import { compileProtobuf } from '../../functions/bridge/protobuf/compile.ts';
import { glueMessageNames } from '../../functions/bridge/protobuf/message-index.ts';
import { compareCases, type Deviation, ERROR, type GoldenCase } from './golden-cases.ts';
import type { ConformanceResult } from './result.ts';

interface ProtobufCase extends GoldenCase {
  /** Name of a schema of the file. */
  readonly schema: string;
  /** Full name. */
  readonly message: string;
  /** The message without index. */
  readonly payloadBase64: string;
}

interface ProtobufVectors {
  readonly schemas: Readonly<Record<string, { readonly protoText: string }>>;
  readonly cases: readonly ProtobufCase[];
}

const DEVIATIONS: Readonly<Record<string, Deviation>> = {
  'nested-oneof': {
    gives: '{"one":{"id":"","choice":{"a":"x","b":null}}}',
    reason: 'a oneof looks the same in a nested message as in the message at the top',
  },
  'known-unset': {
    gives: '{"ts":0,"d":null,"t":0,"w":{"value":""},"du":{"seconds":0,"nanos":0}}',
    reason: 'a google.type.Date that is not there is null',
  },
};

/** Protobuf schema and message to JSON text. */
export function checkProtobuf(): ConformanceResult {
  const { schemas, cases }: ProtobufVectors = JSON.parse(
    readFileSync(new URL('../golden/protobuf.json', import.meta.url), 'utf8'),
  );
  return compareCases('protobuf.json', cases, DEVIATIONS, (golden) =>
    render(golden, schemas[golden.schema]?.protoText ?? ''),
  );
}

function render({ message, payloadBase64 }: ProtobufCase, definition: string): string {
  const out = new JsonWriter();
  try {
    const index = glueMessageNames(definition).indexOf(message);
    const source = Buffer.concat([Buffer.from([index]), Buffer.from(payloadBase64, 'base64')]);
    const renderer = compileProtobuf(
      { definition, references: [] },
      { style: 'glue', rendering: { fieldNames: 'original' } },
    );
    renderer(source, 0, source.length, out);
    return out.toString();
  } catch (error) {
    if (error instanceof RecordError) return ERROR;
    throw error;
  }
}
