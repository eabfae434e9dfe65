import { expect, test } from 'vitest';
import { Audit } from '../../infra/local/mapping/audit.ts';
import { orderViolations } from './order.ts';

/** An audit of records of one partition, the bus having taken these offsets in this order. */
function audited(...accepted: readonly number[]): Audit {
  const audit = new Audit();
  for (let offset = 0; offset < 5; offset++) audit.produced({ topic: 'orders', partition: 0, offset });
  for (const offset of accepted) audit.accepted(JSON.stringify({ topic: 'orders', partition: 0, offset }));
  return audit;
}

const ONE_LANE = () => 0;
const EVEN_AND_ODD = (record: number) => record % 2;

test.each([
  ['in order', [0, 1, 2], ONE_LANE, []],
  ['with records missing', [0, 3, 4], ONE_LANE, []],
  ['with repetitions of earlier ones', [0, 1, 0, 2, 1], ONE_LANE, []],
  ['with one too late', [0, 2, 1, 3], ONE_LANE, ['orders-0@1']],
  ['with two behind the last', [4, 0, 1], ONE_LANE, ['orders-0@0', 'orders-0@1']],
  ['in order within each lane', [1, 0, 3, 2], EVEN_AND_ODD, []],
  ['out of order in one of two lanes', [1, 2, 0, 3], EVEN_AND_ODD, ['orders-0@0']],
  ['without lanes', [4, 3, 2], () => undefined, []],
] as const)('of events %s, those out of order are found', (_, accepted, laneOf, violations) => {
  expect(orderViolations(audited(...accepted), laneOf)).toEqual(violations);
});
