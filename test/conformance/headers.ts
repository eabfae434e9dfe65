import { convertBytes } from '../../functions/bridge/converters/bytes.ts';
import type { Converter } from '../../functions/bridge/converters/converter.ts';
import { convertString } from '../../functions/bridge/converters/string.ts';
import { JsonWriter } from '../../functions/bridge/json/json-writer.ts';
import { convertSimpleHeader } from '../../functions/bridge/simple-header/simple-header.ts';
import { compareCases, type Deviation, type GoldenCase } from './golden-cases.ts';
import { readGoldenCases } from './golden-file.ts';
import type { ConformanceResult } from './result.ts';

const FILE = 'headers.json';

interface HeaderCase extends GoldenCase {
  readonly converter: 'simple' | 'string' | 'bytes';
  readonly inputBase64: string;
}

const CONVERTERS: Readonly<Record<HeaderCase['converter'], Converter>> = {
  simple: convertSimpleHeader,
  string: convertString,
  bytes: convertBytes,
};

const NEVER_FAILS = 'a header never fails its record';

const DEVIATIONS: Readonly<Record<string, Deviation>> = {
  'simple-comma': {
    gives: '"1,2"',
    reason: 'text with a number in front stays text; the reference drops the rest without a word',
  },
  'simple-null': { gives: 'null', reason: NEVER_FAILS },
  'simple-map-empty': { gives: '{}', reason: NEVER_FAILS },
};

/** Header values through the header converters. */
export function checkHeaders(): ConformanceResult {
  return compareCases(FILE, readGoldenCases<HeaderCase>(FILE), DEVIATIONS, render);
}

function render({ converter, inputBase64 }: HeaderCase): string {
  const out = new JsonWriter();
  CONVERTERS[converter](Buffer.from(inputBase64, 'base64'), out);
  return out.toString();
}
