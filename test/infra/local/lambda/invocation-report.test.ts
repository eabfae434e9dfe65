import { expect, test } from 'vitest';
import { type InvocationReport, reportLine } from '../../../../infra/local/lambda/invocation-report.ts';

const REPORT: InvocationReport = {
  requestId: 'd6c5b1a0-7a3a-4b7e-8a2f-6f3f2b9d1c0e',
  ending: 'returned',
  errorType: undefined,
  durationMs: 12.3456,
  billedDurationMs: 13,
  memorySizeMb: 512,
  maxMemoryUsedMb: 88,
  initDurationMs: undefined,
};

const BEGIN =
  'REPORT RequestId: d6c5b1a0-7a3a-4b7e-8a2f-6f3f2b9d1c0e\tDuration: 12.35 ms\tBilled Duration: 13 ms\tMemory Size: 512 MB';

test.each<[string, Partial<InvocationReport>, string]>([
  ['a warm environment', {}, '\tMax Memory Used: 88 MB'],
  ['a cold start', { initDurationMs: 201.5 }, '\tMax Memory Used: 88 MB\tInit Duration: 201.50 ms'],
  ['an error of the function', { ending: 'threw', errorType: 'TypeError' }, '\tMax Memory Used: 88 MB'],
  [
    'a timeout',
    { ending: 'timed out', errorType: 'Sandbox.Timedout' },
    '\tMax Memory Used: 88 MB\tStatus: timeout',
  ],
  [
    'an end at the first event',
    { ending: 'ended', errorType: 'Runtime.ExitError', maxMemoryUsedMb: undefined },
    '\tStatus: error\tError Type: Runtime.ExitError',
  ],
])('the line after %s is as Lambda writes it', (_, members, end) => {
  expect(reportLine({ ...REPORT, ...members })).toBe(BEGIN + end);
});
