import { expect, it } from 'vitest';
import {
  type AlarmThresholds,
  completeThresholds,
  DEFAULT_THRESHOLDS,
} from '../../../../infra/constructs/observability/alarm-thresholds.ts';

it('are the defaults where nothing else is said', () => {
  expect(completeThresholds()).toEqual(DEFAULT_THRESHOLDS);
  expect(completeThresholds({ functionErrors: 3 })).toEqual({ ...DEFAULT_THRESHOLDS, functionErrors: 3 });
});

it.each<[AlarmThresholds, string]>([
  [{ recordsRetried: -1 }, 'recordsRetried is -1; thresholds are numbers from 0.'],
  [{ functionErrors: Number.NaN }, 'functionErrors is NaN; thresholds are numbers from 0.'],
  [{ offsetLagMinutes: 0 }, 'offsetLagMinutes is 0; it goes from 1 to 1440.'],
  [{ offsetLagMinutes: 1_441 }, 'offsetLagMinutes is 1441; it goes from 1 to 1440.'],
  [{ offsetLagMinutes: 1.5 }, 'offsetLagMinutes is 1.5; CloudWatch takes whole minutes.'],
  [{ deadLetterAgeDays: 14 }, 'deadLetterAgeDays is 14; it goes from 0 to 13.'],
  [{ durationTimeoutPercent: 101 }, 'durationTimeoutPercent is 101; it goes from 1 to 100.'],
])('refuses %j', (thresholds, sentence) => {
  expect(() => completeThresholds(thresholds)).toThrow(sentence);
});

it('names all that is wrong at once', () => {
  expect(() => completeThresholds({ deadLetterAgeDays: 20, durationTimeoutPercent: 0 })).toThrow(
    'The alarms cannot be built:\n- deadLetterAgeDays is 20; it goes from 0 to 13.\n- durationTimeoutPercent is 0; it goes from 1 to 100.',
  );
});
