import { detailTypeOf } from '../../functions/bridge/detail-type.ts';
import { RecordError } from '../../functions/bridge/errors.ts';
import { parseConfiguration } from '../../shared/configuration/configuration.ts';
import { ConfigurationError } from '../../shared/configuration/configuration-error.ts';
import { compareCases, type Deviation, ERROR, type GoldenCase } from './golden-cases.ts';
import { readGoldenCases } from './golden-file.ts';
import type { ConformanceResult } from './result.ts';

const FILE = 'detail-type.json';

interface DetailTypeCase extends Omit<GoldenCase, 'expect'> {
  readonly config: Readonly<Record<string, string>>;
  readonly topic: string;
  readonly expect: { readonly detailType?: string; readonly error?: string };
}

const MAPPER = 'aws.eventbridge.detail.types.mapper.class';
const JSON_PATH_MAPPER = 'software.amazon.event.kafkaconnector.mapping.JsonPathDetailTypeMapper';

/** The configuration is refused for these properties and no others. */
function refusedFor(...properties: string[]): string {
  return `the configuration is refused for ${properties.join(', ')}`;
}

const REFUSED_BY_NAME = {
  gives: refusedFor('aws.eventbridge.detail.types'),
  reason:
    'the configuration is refused by name, value and remedy; the reference fails with an index exception',
};

const DEVIATIONS: Readonly<Record<string, Deviation>> = {
  long: {
    gives: refusedFor('aws.eventbridge.detail.types'),
    reason: 'more than 128 characters are refused at start, because EventBridge would refuse every event',
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
    expect: expect.detailType === undefined ? {} : { json: expect.detailType },
  }));
  const result = compareCases(
    FILE,
    golden.filter(({ config }) => config[MAPPER] !== JSON_PATH_MAPPER),
    DEVIATIONS,
    render,
  );
  // What is not offered has to be refused: ignoring it would give events another detail type than they were meant to have.
  const jsonPath = golden
    .filter(({ config }) => config[MAPPER] === JSON_PATH_MAPPER)
    .map((detailType) => ({ id: detailType.id, actual: render(detailType) }));
  return {
    ...result,
    failures: [
      ...result.failures,
      ...jsonPath
        .filter(({ actual }) => !actual.startsWith(refusedFor(MAPPER)))
        .map(({ id, actual }) => ({ id, expected: refusedFor(MAPPER), actual })),
    ],
    notYetSupported: jsonPath
      .filter(({ actual }) => actual.startsWith(refusedFor(MAPPER)))
      .map(({ id }) => ({ id, reason: 'the JSON path mapper is refused by the configuration' })),
  };
}

function render({ config, topic }: Pick<DetailTypeCase, 'config' | 'topic'>): string {
  try {
    return detailTypeOf(topic, parseConfiguration(JSON.stringify(config)).detailTypeRule);
  } catch (error) {
    if (error instanceof RecordError) return ERROR;
    if (error instanceof ConfigurationError) {
      return refusedFor(...error.problems.map(({ property }) => property));
    }
    throw error;
  }
}
