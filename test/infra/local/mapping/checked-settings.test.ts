import { describe, expect, test } from 'vitest';
import { checkSettings } from '../../../../infra/local/mapping/checked-settings.ts';
import type {
  EventSourceMappingSettings,
  ProvisionedMode,
} from '../../../../infra/local/mapping/mapping-settings.ts';

const ON_DEMAND: EventSourceMappingSettings = {
  topic: 'orders',
  consumerGroupId: 'bridge',
  polling: { mode: 'on-demand' },
};
const BUCKET = 'arn:aws:s3:::failures';

function provisioned(mode: Partial<ProvisionedMode>): Partial<EventSourceMappingSettings> {
  return { polling: { mode: 'provisioned', ...mode } };
}

describe('what is not set', () => {
  test('is as Lambda has it, on demand', () => {
    expect(checkSettings(ON_DEMAND, BUCKET)).toEqual({
      topic: 'orders',
      consumerGroupId: 'bridge',
      startingPosition: 'TRIM_HORIZON',
      batchSize: 100,
      batchWindowMs: 500,
      filters: undefined,
      pollers: 1,
      invocations: 1,
      retry: { reading: 'ignored', maxRetries: Number.POSITIVE_INFINITY, retryWaitMs: 100 },
      maxRecordAgeMs: undefined,
    });
  });

  test('is as Lambda has it, with provisioned pollers', () => {
    const { retry, pollers, invocations } = checkSettings({ ...ON_DEMAND, ...provisioned({}) }, undefined);
    expect({ pollers, invocations }).toEqual({ pollers: 1, invocations: 5 });
    expect(retry).toMatchObject({
      reading: 'ignored',
      maxRetries: Number.POSITIVE_INFINITY,
      isBisecting: false,
    });
  });
});

test.each([
  ['endless without a destination', -1, undefined, Number.POSITIVE_INFINITY],
  ['ten with one', -1, BUCKET, 10],
  ['as many as are set', 10_000, BUCKET, 10_000],
  ['none when none are set', 0, BUCKET, 0],
])('retries are %s', (_, maximumRetryAttempts, destination, maxRetries) => {
  const settings = { ...ON_DEMAND, ...provisioned({ maximumRetryAttempts }) };
  expect(checkSettings(settings, destination).retry.maxRetries).toBe(maxRetries);
});

describe('refused is', () => {
  test.each<[string, Partial<EventSourceMappingSettings>]>([
    ['topic is empty', { topic: '' }],
    ["consumerGroupId 'a b' must have", { consumerGroupId: 'a b' }],
    ["consumerGroupId '' must have", { consumerGroupId: '' }],
    ['startingPosition must be', { startingPosition: { timestampMs: -1 } }],
    ['batchSize is 0 and must be a whole number from 1 to 10,000.', { batchSize: 0 }],
    ['batchSize is 10001', { batchSize: 10_001 }],
    ['batchSize is 1.5', { batchSize: 1.5 }],
    ['batchWindowMs is 300001', { batchWindowMs: 300_001 }],
    ['batchWindowMs is -1', { batchWindowMs: -1 }],
    ['filter 1: ', { filters: ['{'] }],
    ['pollers is 0', { polling: { mode: 'on-demand', pollers: 0 } }],
    ['pollers is 2001', provisioned({ pollers: 2_001 })],
    [
      'invocationsPerPoller is 6 and must be a whole number from 1 to 5.',
      provisioned({ invocationsPerPoller: 6 }),
    ],
    ['maximumRetryAttempts is -2', provisioned({ maximumRetryAttempts: -2 })],
    ['maximumRetryAttempts is 10001', provisioned({ maximumRetryAttempts: 10_001 })],
    [
      'maximumRecordAgeSeconds is 59 and must be a whole number from 60 to 604,800. Or -1,',
      provisioned({ maximumRecordAgeSeconds: 59 }),
    ],
    ['maximumRecordAgeSeconds is 0', provisioned({ maximumRecordAgeSeconds: 0 })],
    ['maximumRecordAgeSeconds is 604801', provisioned({ maximumRecordAgeSeconds: 604_801 })],
  ])('%s', (problem, changed) => {
    expect(() => checkSettings({ ...ON_DEMAND, ...changed }, undefined)).toThrow(problem);
  });

  test('a Kafka topic as destination of a mapping on demand', () => {
    expect(() => checkSettings(ON_DEMAND, 'kafka://failures')).toThrow('needs provisioned pollers');
  });

  test('the topic that is read as destination', () => {
    const settings = { ...ON_DEMAND, ...provisioned({}) };
    expect(() => checkSettings(settings, 'kafka://orders')).toThrow('Give another topic.');
    expect(() => checkSettings(settings, 'kafka://failures')).not.toThrow();
  });

  test('with all that is wrong at once', () => {
    const settings = { ...ON_DEMAND, batchSize: 0, batchWindowMs: -1 };
    expect(() => checkSettings(settings, undefined)).toThrow(
      [
        "The event source mapping of topic 'orders' is not possible:",
        '- batchSize is 0 and must be a whole number from 1 to 10,000.',
        '- batchWindowMs is -1 and must be a whole number from 0 to 300,000.',
      ].join('\n'),
    );
  });
});

test.each<[string, Partial<EventSourceMappingSettings>]>([
  ['batch sizes', { batchSize: 10_000 }],
  ['windows', { batchWindowMs: 0 }],
  ['long windows', { batchWindowMs: 300_000 }],
  ['record ages', provisioned({ maximumRecordAgeSeconds: 60 })],
  ['high record ages', provisioned({ maximumRecordAgeSeconds: 604_800 })],
])('%s at the edge of what is possible are taken', (_, changed) => {
  expect(() => checkSettings({ ...ON_DEMAND, ...changed }, undefined)).not.toThrow();
});
