import { readFileSync } from 'node:fs';
import { Logger } from '@aws-lambda-powertools/logger';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { SENT } from '../../../../functions/bridge/outcome.ts';
import { logFailures } from '../../../../functions/bridge/report.ts';
import {
  LOG_QUERIES,
  type LogQuery,
  type LogQueryName,
  queryText,
} from '../../../../infra/constructs/observability/log-queries.ts';
import { eventRecord, kafkaBatch } from '../../../fixtures/kafka-event.ts';
import { captureOutput } from '../../../fixtures/output.ts';
import { monitoredStack } from './monitored-stack.ts';

const NAMES = Object.keys(LOG_QUERIES);

afterEach(() => {
  vi.restoreAllMocks();
});

/** The line that the bridge writes when the record `orders`, 1, 7 is to be retried. */
function failureLine(): string {
  const output = captureOutput();
  const failure = { code: 'PUT_EVENTS_THROTTLED', message: 'slow down' } as const;
  logFailures(new Logger({ serviceName: 'payments' }), {
    batch: kafkaBatch(
      eventRecord({ topic: 'orders', partition: 1, offset: 7 }),
      eventRecord({ topic: 'orders', partition: 1, offset: 70 }),
    ),
    outcomes: [{ kind: 'retry', failure }, SENT],
    publishing: { requests: 1, bytes: 1, throttled: 1, latenciesMs: [1], stoppedBy: undefined },
    maxConcurrency: 16,
    lostNotices: [],
  });
  return output.lines()[0] ?? '';
}

/** The pattern of `like /…/` in a query. */
function patternOf(name: LogQueryName): string {
  const [, pattern] = queryText(LOG_QUERIES[name]).match(/ like \/(.+)\/$/m) ?? [];
  if (pattern === undefined) throw new Error(`The query ${name} has no pattern.`);
  return pattern;
}

describe('the saved queries', () => {
  it.each(NAMES)('have %s in the folder of the bridge, over its log group', (name) => {
    const queries = Object.values(monitoredStack().findResources('AWS::Logs::QueryDefinition'));

    const query = queries.find(({ Properties }) => Properties.Name === `kafka-eventbridge/payments/${name}`);
    expect(query?.Properties.LogGroupNames).toEqual([{ Ref: expect.stringMatching(/^BridgeLogs/) }]);
  });

  it.each(Object.entries<LogQuery>(LOG_QUERIES))('%s declares its placeholders', (_, query) => {
    const placeholders = [...queryText(query).matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name);

    expect(placeholders).toEqual((query.parameters ?? []).map(({ name }) => name));
  });

  it('take parameters for the history of a record', () => {
    monitoredStack().hasResourceProperties('AWS::Logs::QueryDefinition', {
      Name: 'kafka-eventbridge/payments/record-history',
      Parameters: [
        { Name: 'topic', Description: 'Topic of the record', DefaultValue: 'orders' },
        { Name: 'partition', Description: 'Partition of the record', DefaultValue: '0' },
        { Name: 'offset', Description: 'Offset of the record', DefaultValue: '0' },
      ],
    });
  });
});

describe('what the bridge logs', () => {
  it.each(['code', 'remedy', 'count', 'level'])('has the field %s that failures-by-code reads', (field) => {
    expect(queryText(LOG_QUERIES['failures-by-code'])).toContain(field);
    expect(JSON.parse(failureLine())).toHaveProperty(field);
  });

  it.each([
    { offset: 7, isFound: true },
    { offset: 70, isFound: false },
    { offset: 0, isFound: false },
  ])('is found by record-history for the offset $offset: $isFound', ({ offset, isFound }) => {
    const pattern = patternOf('record-history')
      .replace('{{topic}}', 'orders')
      .replace('{{partition}}', '1')
      .replace('{{offset}}', String(offset));

    expect(new RegExp(pattern.replaceAll('{', '\\{')).test(failureLine())).toBe(isFound);
  });

  it('of its configuration is found by configuration-changes, each of the three sentences', () => {
    const pattern = new RegExp(patternOf('configuration-changes'));
    const handler = readFileSync('functions/bridge/current-bridge.ts', 'utf8');

    const sentences = [...handler.matchAll(/logger\.(?:info|error)\(\s*'([^']+)'/g)].map(
      ([, sentence = '']) => sentence,
    );
    expect(sentences).toHaveLength(3);
    expect(sentences.filter((sentence) => !pattern.test(sentence))).toEqual([]);
  });
});
