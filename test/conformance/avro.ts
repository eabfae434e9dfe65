import { readFileSync } from 'node:fs';
import { compileAvro } from '../../functions/bridge/avro/compile.ts';
import { RecordError } from '../../functions/bridge/errors.ts';
import { JsonWriter } from '../../functions/bridge/json/json-writer.ts';
import { compareCases, type Deviation, ERROR, type GoldenCase } from './golden-cases.ts';
import type { ConformanceResult } from './result.ts';

interface AvroCase extends GoldenCase {
  readonly schema: unknown;
  /** One datum in Avro binary; null when the reference rejects the schema. */
  readonly hex: string | null;
  readonly config?: { readonly 'enhanced.avro.schema.support'?: boolean };
}

const SCHEMA_ACCEPTED = 'the schema is accepted';

const BY_INDEX =
  'the branch is the one that the index on the wire names, not one that fits the Java class of the value';
const NO_DEFAULTS = 'field defaults play no part in decoding with the writer schema';
const DEFAULT_SCALE = 'the Avro specification makes scale optional, with 0 as its default';

const DEVIATIONS: Readonly<Record<string, Deviation>> = {
  'null-field-2': { gives: '{"n":null}', reason: 'a field of type null is valid Avro and can only be null' },
  'decimal-no-scale-attr': { gives: '{"f":"AQ=="}', reason: DEFAULT_SCALE },
  'decimal-no-scale': { gives: '{"d":"AQ=="}', reason: DEFAULT_SCALE },
  'union-null-fixed-string-is-fixed': { reason: BY_INDEX },
  'union-null-enum-int-is-enum': { reason: BY_INDEX },
  'union-null-enum-string-is-enum': { reason: BY_INDEX },
  'union-enum-string': { reason: BY_INDEX },
  'union-enum-int-enhanced': { reason: BY_INDEX },
  'union-fixed-bytes': { reason: BY_INDEX },
  'union-null-enum-string-is-string': { reason: BY_INDEX },
  'default-record-default-with-nested-union': { reason: NO_DEFAULTS },
  'union-default-matches-2nd-branch': { gives: SCHEMA_ACCEPTED, reason: NO_DEFAULTS },
  'union-default-2nd-branch-null-val': { gives: SCHEMA_ACCEPTED, reason: NO_DEFAULTS },
  'record-field-default-nested-defaults': { reason: NO_DEFAULTS },
  'connect.type-bogus': { gives: '{"f":1}', reason: 'an unknown connect.type leaves a plain int' },
  'connect.name-mismatch-ts-logical': {
    gives: '{"f":1700000000123}',
    reason: 'a connect.name that contradicts the logical type does not change the value',
  },
};

/** Avro schema and binary to JSON text. */
export function checkAvro(): ConformanceResult {
  const { cases }: { cases: AvroCase[] } = JSON.parse(
    readFileSync(new URL('../golden/avro.json', import.meta.url), 'utf8'),
  );
  return compareCases('avro.json', cases, DEVIATIONS, render);
}

function render({ schema, hex, config }: AvroCase): string {
  const out = new JsonWriter();
  try {
    const hasFullNames = config?.['enhanced.avro.schema.support'] ?? false;
    const renderer = compileAvro(JSON.stringify(schema), { hasFullNames });
    if (hex === null) return SCHEMA_ACCEPTED;
    const source = Buffer.from(hex, 'hex');
    renderer(source, 0, source.length, out);
    return out.toString();
  } catch (error) {
    if (error instanceof RecordError) return ERROR;
    throw error;
  }
}
