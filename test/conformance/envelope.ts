import { RecordError } from '../../functions/bridge/errors.ts';
import { readBatch } from '../../functions/bridge/read.ts';
import { Wrapper } from '../../functions/bridge/wrap.ts';
import { parseConfiguration } from '../../shared/configuration/configuration.ts';
import type { KafkaEventRecord } from '../../shared/kafka-event.ts';
import { compareCases, type Deviation, ERROR, type GoldenCase } from './golden-cases.ts';
import { readGoldenCases } from './golden-file.ts';
import type { ConformanceResult } from './result.ts';

const FILE = 'envelope.json';

interface EnvelopeCase extends Omit<GoldenCase, 'expect'> {
  readonly config: Readonly<Record<string, string>>;
  readonly converters: { readonly key: string; readonly value: string; readonly header: string };
  readonly record: KafkaEventRecord;
  readonly timeMapper?: unknown;
  readonly expect: ExpectedEvent | { readonly error: string };
}

interface ExpectedEvent {
  readonly source: string;
  readonly detailType: string;
  readonly resources: readonly string[];
  readonly detail: string;
}

/** Another value than the reference gives, or an error, and why. */
const DEVIATIONS: Readonly<Record<string, { readonly value: string; readonly reason: string }>> = {
  'json-floats': {
    value:
      '{"a":1.0,"b":1.10,"c":100.0,"d":1e10,"e":1E-7,"f":0.1,"g":12345678.9,"h":0.00001,"i":1e7,"j":9999999.0,"k":-0.0,"l":3.141592653589793238462643383279,"m":1e400,"n":0.30000000000000004,"o":100}',
    reason: 'the text of a number in a JSON document stays as the producer wrote it',
  },
  'json-duplicate-keys': {
    value: '{"a":1,"a":2}',
    reason: 'a JSON document is passed on as written, duplicate members included',
  },
  'json-trailing-tokens': {
    value: ERROR,
    reason: 'text behind the document is an error; the reference drops it without a word',
  },
};

/** Cases that turn on what the reference guesses from the text of a header; the others give the same text without. */
const INFERENCE: ReadonlySet<string> = new Set([
  'headers-simple-inferred',
  'headers-empty-json-object',
  'headers-text-null',
]);

/** Lambda record, configuration and converters to the entry of PutEvents. */
export function checkEnvelopes(): ConformanceResult {
  const cases = readGoldenCases<EnvelopeCase>(FILE);
  const golden = cases.filter((envelope) => missingFeature(envelope) === undefined).map(toGolden);
  const deviations = Object.fromEntries(
    cases.flatMap((envelope): [string, Deviation][] => {
      const deviation = DEVIATIONS[envelope.id];
      return deviation === undefined
        ? []
        : [[envelope.id, { gives: withValue(envelope.expect, deviation.value), reason: deviation.reason }]];
    }),
  );
  return {
    ...compareCases(FILE, golden, deviations, render),
    notYetSupported: cases.flatMap((envelope) => {
      const reason = missingFeature(envelope);
      return reason === undefined ? [] : [{ id: envelope.id, reason }];
    }),
  };
}

function missingFeature({ id, converters, timeMapper }: EnvelopeCase): string | undefined {
  if (converters.value === 'json-schema') return 'schemas.enable=true is refused by the configuration';
  if (timeMapper !== undefined) return 'time mappers are refused by the configuration';
  if (INFERENCE.has(id)) return 'there is no header converter that guesses types; headers are text or base64';
  return undefined;
}

function toGolden({ expect, ...envelope }: EnvelopeCase) {
  return { ...envelope, expect: 'error' in expect ? {} : { json: eventText(expect) } };
}

function render({ config, converters, record }: Omit<EnvelopeCase, 'expect'>): string {
  const configuration = parseConfiguration(
    JSON.stringify({
      ...config,
      'key.converter': converters.key,
      'value.converter': converters.value,
      'header.converter': converters.header === 'simple' ? 'string' : converters.header,
    }),
  );
  const { records } = readBatch({ eventSource: 'aws:kafka', records: { 'the-partition': [record] } });
  const [kafkaRecord] = records;
  if (kafkaRecord === undefined) throw new Error('The batch has one record.');
  try {
    return eventText(new Wrapper(configuration).wrap(kafkaRecord, 0, { key: new Map(), value: new Map() }));
  } catch (error) {
    if (error instanceof RecordError) return ERROR;
    throw error;
  }
}

/** The event as one JSON text. The order of the members of the detail counts even where objects compare unordered. */
function eventText({ source, detailType, resources, detail }: ExpectedEvent): string {
  const members = JSON.stringify({ source, detailType, resources, order: Object.keys(JSON.parse(detail)) });
  return `${members.slice(0, -1)},"detail":${detail}}`;
}

function withValue(expect: EnvelopeCase['expect'], value: string): string {
  if (value === ERROR || 'error' in expect) return ERROR;
  const start = expect.detail.indexOf(',"value":');
  return eventText({ ...expect, detail: `${expect.detail.slice(0, start)},"value":${value}}` });
}
