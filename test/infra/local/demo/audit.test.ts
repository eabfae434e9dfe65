import { expect, test } from 'vitest';
import { Audit } from '../../../../infra/local/demo/audit.ts';
import { mskEvent } from '../../../../infra/local/demo/event-builder.ts';

function batch(...offsets: number[]) {
  return mskEvent(
    offsets.map((offset) => ({ topic: 'orders', offset, timestamp: 1, key: null, value: '{}' })),
  );
}

function detail(offset: number): string {
  return JSON.stringify({ topic: 'orders', partition: 0, offset });
}

test('finds a record that is nowhere', () => {
  const audit = new Audit();
  audit.produced(batch(1, 2));
  audit.accepted(detail(1));
  expect(audit.result()).toMatchObject({ produced: 2, sent: 1, lost: ['orders-0@2'] });
});

test('finds an event that no record explains', () => {
  const audit = new Audit();
  audit.produced(batch(1));
  audit.accepted(detail(1));
  audit.accepted(detail(9));
  expect(audit.result()).toMatchObject({ lost: [], invented: ['orders-0@9'] });
});

test('counts duplicates, dead letters and records that failed to the last attempt', () => {
  const audit = new Audit();
  audit.produced(batch(1, 2, 3));
  audit.accepted(detail(1));
  audit.accepted(detail(1));
  audit.deadLettered({ topic: 'orders', partition: 0, offset: 2 });
  audit.exhausted({ partition: 'orders-0', offset: 3 });
  expect(audit.result()).toEqual({
    produced: 3,
    sent: 1,
    deadLettered: 1,
    exhausted: 1,
    lost: [],
    invented: [],
    duplicates: 1,
  });
});
