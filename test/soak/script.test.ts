import { expect, test } from 'vitest';
import type { Fault } from '../../infra/local/fault.ts';
import { outage } from './faults.ts';
import type { Phase } from './scenario.ts';
import { Script } from './script.ts';

const THROTTLE: Fault = { kind: 'throttle', probability: 0.1 };

function play(phases: readonly Phase[], invocations: number) {
  const seen: { readonly invocation: number; readonly faults: readonly Fault[]; readonly number: number }[] =
    [];
  let invocation = 0;
  const script = new Script(phases, (faults, number) => seen.push({ invocation, faults, number }));
  for (; invocation < invocations; invocation++) script.invoked();
  return { seen, script };
}

test('phases follow one another and begin again, as invocations are counted', () => {
  const { seen } = play(
    [
      { invocations: 2, faults: outage('ssm', 'internal') },
      { invocations: 3, faults: [] },
    ],
    8,
  );

  expect(seen).toEqual([
    { invocation: 0, number: 0, faults: outage('ssm', 'internal') },
    { invocation: 2, number: 1, faults: [] },
    { invocation: 5, number: 2, faults: outage('ssm', 'internal') },
    { invocation: 7, number: 3, faults: [] },
  ]);
});

test('what may happen happens at least once, at the first time', () => {
  const { seen } = play([{ invocations: 1, faults: [THROTTLE] }], 2);

  expect(seen.map(({ faults }) => faults)).toEqual([[{ kind: 'throttle', next: 1 }, THROTTLE], [THROTTLE]]);
});

test('cold starts are told by a new generation', () => {
  const { script } = play([{ invocations: 2, faults: [], isColdStart: true }], 5);

  expect(script.generation).toBe(3);
});

test('without phases nothing ever fails', () => {
  expect(play([], 5).seen).toEqual([]);
});
