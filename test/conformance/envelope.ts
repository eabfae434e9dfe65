import { recordDecoder } from '../../functions/bridge/decode.ts';
import { RecordError } from '../../functions/bridge/errors.ts';
import { readBatch } from '../../functions/bridge/read.ts';
import { resolveSchemas } from '../../functions/bridge/resolve.ts';
import { Wrapper } from '../../functions/bridge/wrap.ts';
import { parseConfiguration } from '../../shared/configuration/configuration.ts';
import type { KafkaEventRecord } from '../../shared/kafka-event.ts';
import { NO_REGISTRIES } from '../fixtures/schema-registry.ts';
import { compareCases, type Deviation, ERROR, type GoldenCase } from './golden-cases.ts';
import { readGoldenCases } from './golden-file.ts';
import type { ConformanceResult } from './result.ts';

const FILE = 'envelope.json';

interface EnvelopeCase extends Omit<GoldenCase, 'expect'> {
  readonly config: Readonly<Record<string, string>>;
  readonly converters: { readonly key: string; readonly value: string; readonly header: string };
  readonly record: KafkaEventRecord;
  /** Where a time mapper of the user takes the time from: a member of the value. */
  readonly timeMapper?: { readonly member: string };
  readonly expect: ExpectedEvent | { readonly error: string };
}

interface ExpectedEvent {
  readonly source: string;
  readonly detailType: string;
  readonly resources: readonly string[];
  /** ISO 8601; absent for none. */
  readonly time?: string;
  readonly detail: string;
}

/** An error, or another value than the reference gives, or the event where the reference gives none; and why. */
type EnvelopeDeviation = { readonly reason: string } & (
  | { readonly value: string }
  | { readonly event: ExpectedEvent }
);

const DEVIATIONS: Readonly<Record<string, EnvelopeDeviation>> = {
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
  'headers-text-null': { event: eventWithHeaders('[{"n":null}]'), reason: 'a header never fails its record' },
  'headers-empty-json-object': {
    event: eventWithHeaders('[{"n":{}}]'),
    reason: 'a header never fails its record',
  },
};

/** The event of the records whose headers fail in the reference. */
function eventWithHeaders(headers: string): ExpectedEvent {
  return {
    source: 'kafka-connect.testConnectorId',
    detailType: 'kafka-connect-orders',
    resources: [],
    detail: `{"topic":"orders","partition":0,"offset":0,"timestamp":1684841916831,"timestampType":"CreateTime","headers":${headers},"key":"order-1","value":"v"}`,
  };
}

/** Lambda record, configuration and converters to the entry of PutEvents. */
export async function checkEnvelopes(): Promise<ConformanceResult> {
  const cases = readGoldenCases<EnvelopeCase>(FILE);
  const texts = new Map<string, string>();
  for (const envelope of cases) texts.set(envelope.id, await render(envelope));
  const deviations = Object.fromEntries(
    cases.flatMap((envelope): [string, Deviation][] => {
      const deviation = DEVIATIONS[envelope.id];
      return deviation === undefined
        ? []
        : [[envelope.id, { gives: deviatingText(envelope.expect, deviation), reason: deviation.reason }]];
    }),
  );
  return compareCases(FILE, cases.map(toGolden), deviations, ({ id }) => texts.get(id) ?? '');
}

function toGolden({ expect, ...envelope }: EnvelopeCase) {
  return { ...envelope, expect: 'error' in expect ? { error: expect.error } : { json: eventText(expect) } };
}

async function render({ config, converters, record, timeMapper }: EnvelopeCase): Promise<string> {
  const configuration = parseConfiguration(
    JSON.stringify({
      ...config,
      ...converterProperties('key', converters.key),
      ...converterProperties('value', converters.value),
      'header.converter': converters.header,
      ...(timeMapper === undefined ? {} : timeProperties(timeMapper.member)),
    }),
  );
  const { records } = readBatch({ eventSource: 'aws:kafka', records: { 'the-partition': [record] } });
  const [kafkaRecord] = records;
  if (kafkaRecord === undefined) throw new Error('The batch has one record.');
  const decoderOf = recordDecoder(configuration, NO_REGISTRIES);
  const schemas = await resolveSchemas(records, decoderOf, () => new AbortController().signal);
  try {
    const entry = new Wrapper(configuration, decoderOf).wrap(kafkaRecord, 0, schemas);
    const { source, detailType, resources, detail, timeMs } = entry;
    return eventText({
      source,
      detailType,
      resources,
      detail,
      ...(timeMs === undefined ? {} : { time: new Date(timeMs).toISOString() }),
    });
  } catch (error) {
    if (error instanceof RecordError) return ERROR;
    throw error;
  }
}

function timeProperties(member: string): Readonly<Record<string, string>> {
  return {
    'aws.eventbridge.time.mapper.class': 'jsonpath',
    'aws.eventbridge.time.jsonpathmapper.fieldref': `$.${member}`,
  };
}

function converterProperties(side: string, converter: string): Readonly<Record<string, string>> {
  return converter === 'json-schema'
    ? { [`${side}.converter`]: 'json', [`${side}.converter.schemas.enable`]: 'true' }
    : { [`${side}.converter`]: converter };
}

/** The event as one JSON text. The order of the members of the detail counts even where objects compare unordered. */
function eventText({ source, detailType, resources, time, detail }: ExpectedEvent): string {
  const order = Object.keys(JSON.parse(detail));
  const members = JSON.stringify({ source, detailType, resources, time, order });
  return `${members.slice(0, -1)},"detail":${detail}}`;
}

function deviatingText(expect: EnvelopeCase['expect'], deviation: EnvelopeDeviation): string {
  if ('event' in deviation) return eventText(deviation.event);
  if (deviation.value === ERROR || 'error' in expect) return ERROR;
  const start = expect.detail.indexOf(',"value":');
  return eventText({ ...expect, detail: `${expect.detail.slice(0, start)},"value":${deviation.value}}` });
}
