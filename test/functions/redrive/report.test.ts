import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { RedriveResult } from '../../../functions/redrive/redrive.ts';
import type { Refusal } from '../../../functions/redrive/refusal.ts';
import { emitRedriveMetrics, logStaying } from '../../../functions/redrive/report.ts';
import { kafkaBatch, partitionOf } from '../../fixtures/kafka-event.ts';
import { captureOutput } from '../../fixtures/output.ts';

const NOTHING: RedriveResult = {
  response: { batchItemFailures: [] },
  redriven: 0,
  refusals: [],
  breakdowns: [],
  gone: [],
  batches: [],
};

function logged(members: Partial<RedriveResult>): Record<string, unknown>[] {
  const output = captureOutput();
  logStaying(new Logger({ serviceName: 'demo-redrive', logLevel: 'DEBUG' }), { ...NOTHING, ...members });
  return output.lines().map((line) => JSON.parse(line));
}

function emitted(members: Partial<RedriveResult>): Record<string, unknown>[] {
  const output = captureOutput();
  const metrics = new Metrics({ namespace: 'KafkaEventBridge', serviceName: 'demo-redrive' });
  emitRedriveMetrics(metrics, { ...NOTHING, ...members });
  metrics.publishStoredMetrics();
  return output.lines().map((line) => JSON.parse(line));
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe('the metrics of redrive', () => {
  it('count the messages that left the queue and those that stay', () => {
    const response = { batchItemFailures: [{ itemIdentifier: 'm1' }, { itemIdentifier: 'm2' }] };

    expect(emitted({ redriven: 3, response })).toEqual([
      expect.objectContaining({ RecordsRedriven: 3, RecordsNotRedriven: 2, service: 'demo-redrive' }),
    ]);
  });

  it('are zeros for an empty batch, so that they are continuous', () => {
    expect(emitted({})).toEqual([expect.objectContaining({ RecordsRedriven: 0, RecordsNotRedriven: 0 })]);
  });
});

describe('the log of redrive', () => {
  it('has one line a reason, with remedy, count and the first ten messages', () => {
    const refusals: Refusal[] = [
      ...Array.from(
        { length: 12 },
        (_, index) => ({ code: 'LETTER_INVALID', messageId: `m${index}` }) as const,
      ),
      { code: 'LETTER_OF_ANOTHER_BRIDGE', messageId: 'm12', connectorId: 'another' },
    ];

    const [invalid, foreign, ...more] = logged({ refusals });

    expect(invalid).toMatchObject({
      level: 'ERROR',
      message: '12 messages stay in the queue: LETTER_INVALID',
      code: 'LETTER_INVALID',
      remedy: expect.stringMatching(/^The message is no dead letter/),
      count: 12,
    });
    expect(invalid?.messages).toEqual(Array.from({ length: 10 }, (_, index) => ({ messageId: `m${index}` })));
    expect(foreign).toMatchObject({ count: 1, messages: [{ messageId: 'm12', connectorId: 'another' }] });
    expect(more).toEqual([]);
  });

  it('names code, remedy and coordinates of records that failed again', () => {
    const failure = { code: 'SCHEMA_NOT_FOUND', message: 'no such version' } as const;
    const batch = {
      batch: kafkaBatch(...partitionOf(1)),
      outcomes: [{ kind: 'retry', failure } as const],
      publishing: { requests: 0, bytes: 0, throttled: 0, latenciesMs: [], stoppedBy: undefined },
      maxConcurrency: 16,
      lostNotices: [],
    };

    expect(logged({ batches: [batch] })).toMatchObject([
      {
        code: 'SCHEMA_NOT_FOUND',
        remedy: expect.any(String),
        records: [{ topic: 'orders', partition: 0, offset: 0, reason: 'no such version' }],
      },
    ]);
  });

  it('shows the error when the bridge failed as a whole', () => {
    expect(logged({ breakdowns: [{ error: new RangeError('a defect'), count: 4 }] })).toMatchObject([
      { level: 'ERROR', count: 4, error: { name: 'RangeError', message: 'a defect' } },
    ]);
  });

  it('names the first ten objects that were gone, in one line', () => {
    const gone = Array.from({ length: 12 }, (_, index) => ({ bucket: 'batches', key: `k${index}` }));

    expect(logged({ gone })).toMatchObject([
      {
        level: 'WARN',
        message: '12 objects were gone, and their messages leave the queue: redriven before, or deleted.',
        objects: gone.slice(0, 10),
      },
    ]);
  });

  it('is silent when everything was sent', () => {
    expect(logged({ redriven: 5 })).toEqual([]);
  });
});
