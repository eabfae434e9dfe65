import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { describeSoak } from './describe-soak.ts';
import type { ScenarioResult } from './scenario-result.ts';

const SOUND: ScenarioResult = {
  name: 'calm',
  records: 1_000,
  batches: 10,
  invocations: 11,
  killed: 1,
  timedOut: 0,
  coldStarts: 2,
  requests: 100,
  faults: { throttle: 5 },
  sent: 990,
  deadLettered: 9,
  exhausted: 1,
  duplicates: {
    'answer-lost': 3,
    'arrived-late': 0,
    killed: 0,
    'timed-out': 0,
    'batch-repeated': 0,
    rewound: 0,
  },
  violations: {
    lost: [],
    invented: [],
    altered: [],
    condemned: [],
    unexplained: [],
    'out-of-order': [],
    'given-up': [],
    crashed: [],
    dangling: [],
  },
  milliseconds: 500,
};

const BAD: ScenarioResult = {
  ...SOUND,
  name: 'killed',
  violations: { ...SOUND.violations, lost: ['a-0@1', 'a-0@2', 'a-0@3', 'a-0@4', 'a-0@5', 'a-0@6'] },
};

function described(...scenarios: readonly ScenarioResult[]): string {
  return stripVTControlCharacters(describeSoak({ seed: 7, scenarios, milliseconds: 1_000 }));
}

test('a sound run is told in figures, sums and a verdict with the seed', () => {
  const text = described(SOUND, { ...SOUND, name: 'other' });

  expect(text).toMatch(/^calm +1,000 +10 +11 +100 +5 +1 +990 +9 +1 +3 +0 .* 2,000$/m);
  expect(text).toMatch(/^all +2,000 +20 /m);
  expect(text).toContain('Faults      10 throttle');
  expect(text).toContain('Sent again  6 answer-lost');
  expect(text).toContain('2,000 records in 2 scenarios, 1.0 s, seed 7: nothing lost');
});

test('a run that went wrong names what went wrong, some records, and how to repeat it', () => {
  const text = described(SOUND, BAD);

  expect(text).toContain('6 records that are nowhere: a-0@1, a-0@2, a-0@3, a-0@4, a-0@5 …');
  expect(text).toContain('Again: npm run soak -- --scenario killed --records 1000 --seed 7');
  expect(text).toContain('seed 7: 1 of them went wrong');
  expect(text).not.toContain('nothing lost');
});
