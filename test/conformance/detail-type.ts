import { detailTypeOf } from '../../functions/bridge/detail-type.ts';
import { RecordError } from '../../functions/bridge/errors.ts';
import { parseConfiguration } from '../../shared/configuration/configuration.ts';
import { compareCases, type Deviation, ERROR, type GoldenCase } from './golden-cases.ts';
import { readGoldenCases } from './golden-file.ts';
import { checkRefused, type Properties, refusalOf, refusedFor } from './refusal.ts';
import type { ConformanceResult } from './result.ts';

const FILE = 'detail-type.json';

interface DetailTypeCase extends Omit<GoldenCase, 'expect'> {
  readonly config: Properties;
  readonly topic: string;
  readonly expect: { readonly detailType?: string; readonly error?: string };
}

const MAPPER = 'aws.eventbridge.detail.types.mapper.class';
const JSON_PATH_MAPPER = 'software.amazon.event.kafkaconnector.mapping.JsonPathDetailTypeMapper';

const REFUSED_BY_NAME = {
  gives: refusedFor('aws.eventbridge.detail.types'),
  reason:
    'a bad list of detail types is refused with name, value and remedy; the reference fails with an index exception',
};

const DEVIATIONS: Readonly<Record<string, Deviation>> = {
  long: {
    gives: refusedFor('aws.eventbridge.detail.types'),
    reason:
      'a detail type of more than 128 characters is refused at start, because EventBridge would refuse every event',
  },
  'empty-type': REFUSED_BY_NAME,
  'empty-string': REFUSED_BY_NAME,
  'duplicate-topic': REFUSED_BY_NAME,
  'two-static': REFUSED_BY_NAME,
  mixed: REFUSED_BY_NAME,
  'comma-in-static': REFUSED_BY_NAME,
};

/** Configuration and topic to the detail type. */
export function checkDetailTypes(): ConformanceResult {
  const cases = readGoldenCases<DetailTypeCase>(FILE);
  const golden = cases.map(({ expect, ...detailType }) => ({
    ...detailType,
    expect: expect.detailType === undefined ? expect : { json: expect.detailType },
  }));
  const result = compareCases(
    FILE,
    golden.filter(({ config }) => config[MAPPER] !== JSON_PATH_MAPPER),
    DEVIATIONS,
    render,
  );
  const { notYetSupported, failures } = checkRefused(
    cases
      .filter(({ config }) => config[MAPPER] === JSON_PATH_MAPPER)
      .map(({ id, config }) => ({
        id,
        properties: config,
        reason: 'detail types are not taken from a JSON path yet; the mapper is refused by name',
      })),
  );
  return { ...result, notYetSupported, failures: [...result.failures, ...failures] };
}

function render({ config, topic }: Pick<DetailTypeCase, 'config' | 'topic'>): string {
  const refusal = refusalOf(config);
  if (refusal !== undefined) return refusal;
  try {
    return detailTypeOf(topic, parseConfiguration(JSON.stringify(config)).detailTypeRule);
  } catch (error) {
    if (error instanceof RecordError) return ERROR;
    throw error;
  }
}
