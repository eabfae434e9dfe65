import { RecordError } from '../../functions/bridge/errors.ts';
import { topicDetailType } from '../../functions/bridge/mapping/detail-type.ts';
import { parseConfiguration } from '../../shared/configuration/configuration.ts';
import { compareCases, type Deviation, ERROR, type GoldenCase } from './golden-cases.ts';
import { readGoldenCases } from './golden-file.ts';
import { type Properties, refusalOf, refusedFor } from './refusal.ts';
import type { ConformanceResult } from './result.ts';

const FILE = 'detail-type.json';

interface DetailTypeCase extends Omit<GoldenCase, 'expect'> {
  readonly config: Properties;
  readonly topic: string;
  readonly valueJson: string;
  readonly expect: {
    readonly detailType?: string;
    readonly error?: string;
    /** What fails: the start, or the record. */
    readonly stage?: 'config' | 'record';
  };
}

const PATH = 'aws.eventbridge.detail.types.jsonpathmapper.fieldref';

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
  'placeholder-in-map': {
    gives: 'evt-orders',
    reason: '`${topic}` is replaced in the detail types of single topics as well',
  },
  'jp-length-fn': {
    gives: refusedFor(PATH),
    reason:
      'a path with a function is refused at start; the reference takes it, and every record gets the name of its topic',
  },
  'jp-bad-detail-types-still-parsed': {
    gives: 't',
    reason: 'detail types are not looked at while another mapper is configured, whatever they are',
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
    expect: expectedText(expect),
  }));
  return compareCases(FILE, golden, DEVIATIONS, render);
}

/** Where the reference rightly does not start, its path is to blame. */
function expectedText({ detailType, error, stage }: DetailTypeCase['expect']): GoldenCase['expect'] {
  if (detailType !== undefined) return { json: detailType };
  return stage === 'config' && error?.startsWith('JSON path')
    ? { json: refusedFor(PATH) }
    : { error: error ?? '' };
}

function render({ config, topic, valueJson }: Omit<DetailTypeCase, 'id' | 'expect'>): string {
  const refusal = refusalOf(config);
  if (refusal !== undefined) return refusal;
  try {
    const detailType = topicDetailType(topic, parseConfiguration(JSON.stringify(config)).detailTypeRule);
    const json = Buffer.from(valueJson);
    return typeof detailType === 'string' ? detailType : detailType(json, 0, json.length);
  } catch (error) {
    if (error instanceof RecordError) return ERROR;
    throw error;
  }
}
