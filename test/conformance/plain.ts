import { readFileSync } from 'node:fs';
import { connectJson } from '../../functions/bridge/connect-json/connect-json.ts';
import { convertBytes } from '../../functions/bridge/converters/bytes.ts';
import type { Converter } from '../../functions/bridge/converters/converter.ts';
import { convertJson } from '../../functions/bridge/converters/json.ts';
import {
  convertBoolean,
  convertDouble,
  convertFloat,
  convertInteger,
  convertLong,
  convertShort,
} from '../../functions/bridge/converters/primitive.ts';
import { convertString } from '../../functions/bridge/converters/string.ts';
import { RecordError } from '../../functions/bridge/errors.ts';
import { JsonWriter } from '../../functions/bridge/json/json-writer.ts';
import { compareCases, type Deviation, ERROR, type GoldenCase } from './golden-cases.ts';
import type { ConformanceResult } from './result.ts';

interface PlainCase extends GoldenCase {
  readonly converter: string;
  /** null is Kafka's null. */
  readonly inputBase64: string | null;
}

const CONVERTERS: ReadonlyMap<string, Converter> = new Map([
  ['json', convertJson],
  ['json-schema', connectJson({ decimals: 'BASE64' })],
  ['string', convertString],
  ['bytes', convertBytes],
  ['short', convertShort],
  ['integer', convertInteger],
  ['long', convertLong],
  ['float', convertFloat],
  ['double', convertDouble],
  ['boolean', convertBoolean],
]);

const NUMBER_TEXT = 'the text of a number in a JSON document stays as the producer wrote it';

const DEVIATIONS: Readonly<Record<string, Deviation>> = {
  'json-float-trailing-zero': { gives: '{"n":5.10}', reason: NUMBER_TEXT },
  'json-float-25-digits': { gives: '{"n":0.1234567890123456789012345}', reason: NUMBER_TEXT },
  'json-minus-zero-int': { gives: '{"n":-0}', reason: NUMBER_TEXT },
  'json-duplicate-members': {
    gives: '{"a":1,"a":2}',
    reason: 'a JSON document is passed on as written, duplicate members included',
  },
  'json-trailing-word': {
    gives: ERROR,
    reason: 'text behind the document is an error; the reference drops it without a word',
  },
  'schema-wrong-payload-type': {
    gives: ERROR,
    reason: 'a payload that does not fit its schema is an error; the reference makes it 0',
  },
};

/** Record bytes through the converters that need no schema registry. */
export function checkPlain(): ConformanceResult {
  const { cases }: { cases: PlainCase[] } = JSON.parse(
    readFileSync(new URL('../golden/plain.json', import.meta.url), 'utf8'),
  );
  return compareCases('plain.json', cases, DEVIATIONS, render);
}

function render({ converter, inputBase64 }: PlainCase): string {
  const convert = CONVERTERS.get(converter);
  if (convert === undefined) throw new Error(`There is no converter ${converter}.`);
  const out = new JsonWriter();
  try {
    if (inputBase64 === null) out.null();
    else convert(Buffer.from(inputBase64, 'base64'), out);
    return out.toString();
  } catch (error) {
    if (error instanceof RecordError) return ERROR;
    throw error;
  }
}
