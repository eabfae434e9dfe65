import { crc32 } from 'node:zlib';
import { expect, test } from 'vitest';
import { Audit, type Expectation, payloadChecksum } from '../../../../infra/local/mapping/audit.ts';

const PAYLOAD = payloadChecksum(null, 'e30=');

function record(offset: number) {
  return { topic: 'orders', partition: 0, offset };
}

function detail(offset: number): string {
  return JSON.stringify(record(offset));
}

function good(offset: number): Expectation {
  return { kind: 'event', detailChecksum: crc32(detail(offset)), payloadChecksum: PAYLOAD };
}

const POISON: Expectation = { kind: 'poison', code: 'PAYLOAD_INVALID', payloadChecksum: PAYLOAD };

function letter(offset: number, code = 'PAYLOAD_INVALID', checksum = PAYLOAD) {
  return { record: record(offset), code, payloadChecksum: checksum };
}

test('finds a record that is nowhere', () => {
  const audit = new Audit();
  audit.produced(record(1));
  audit.produced(record(2));
  audit.accepted(detail(1));
  expect(audit.result()).toMatchObject({ produced: 2, sent: 1, lost: ['orders-0@2'] });
});

test('finds events, dead letters and exhausted records that nobody produced', () => {
  const audit = new Audit();
  audit.produced(record(1));
  audit.accepted(detail(1));
  audit.accepted(detail(7));
  audit.deadLettered(letter(8));
  audit.exhausted(record(9));
  expect(audit.result()).toMatchObject({
    lost: [],
    invented: ['orders-0@7', 'orders-0@8', 'orders-0@9'],
  });
});

test('counts each record once, where it was found first, and events beyond the first', () => {
  const audit = new Audit();
  for (const offset of [1, 2, 3]) audit.produced(record(offset));
  audit.accepted(detail(1));
  audit.accepted(detail(1));
  audit.deadLettered(letter(1));
  audit.deadLettered(letter(2));
  audit.exhausted(record(2));
  audit.exhausted(record(3));
  expect(audit.result()).toEqual({
    produced: 3,
    sent: 1,
    deadLettered: 1,
    exhausted: 1,
    lost: [],
    invented: [],
    altered: [],
    condemned: [],
    duplicates: 1,
  });
});

test('audits some records alone', () => {
  const audit = new Audit();
  for (const offset of [1, 2, 3]) audit.produced(record(offset));
  audit.accepted(detail(1));
  expect(audit.result([record(1), record(3)])).toMatchObject({ produced: 2, sent: 1, lost: ['orders-0@3'] });
});

test('takes a record that is delivered again for the same one', () => {
  const audit = new Audit();
  audit.produced(record(1));
  audit.produced(record(1));
  expect(audit.result().produced).toBe(1);
});

test('finds an event that differs from what was expected in a single character', () => {
  const audit = new Audit();
  audit.produced(record(1), good(1));
  audit.produced(record(2), good(2));
  audit.accepted(detail(1));
  audit.accepted(detail(2).replace('}', ' }'));
  expect(audit.result().altered).toEqual(['orders-0@2']);
});

test('finds an event of a record that can become none', () => {
  const audit = new Audit();
  audit.produced(record(1), POISON);
  audit.accepted(detail(1));
  expect(audit.result().altered).toEqual(['orders-0@1']);
});

test('lets a bad record be dead-lettered for its own reason, with what was produced', () => {
  const audit = new Audit();
  for (const offset of [1, 2, 3]) audit.produced(record(offset), POISON);
  audit.deadLettered(letter(1));
  audit.deadLettered(letter(2, 'UNEXPECTED_ERROR'));
  audit.deadLettered(letter(3, 'PAYLOAD_INVALID', PAYLOAD + 1));
  expect(audit.result()).toMatchObject({
    condemned: ['orders-0@2 UNEXPECTED_ERROR'],
    altered: ['orders-0@3'],
  });
});

test('lets no record be dead-lettered where bad records are to be reported as failed', () => {
  const audit = new Audit({ isDeadLettering: false });
  audit.produced(record(1), POISON);
  audit.deadLettered(letter(1));
  expect(audit.result().condemned).toEqual(['orders-0@1 PAYLOAD_INVALID']);
});

test('lets a good record be dead-lettered only when EventBridge may refuse some', () => {
  const [strict, lenient] = [new Audit(), new Audit({ refusalCodes: ['EVENT_REFUSED'] })];
  for (const audit of [strict, lenient]) {
    audit.produced(record(1), good(1));
    audit.deadLettered(letter(1, 'EVENT_REFUSED'));
  }
  expect(strict.result().condemned).toEqual(['orders-0@1 EVENT_REFUSED']);
  expect(lenient.result().condemned).toEqual([]);
});

test('names the records that are out of retries and nowhere else, without the bad ones on demand', () => {
  const audit = new Audit();
  audit.produced(record(1), good(1));
  audit.produced(record(2), good(2));
  audit.produced(record(3), POISON);
  for (const offset of [1, 2, 3]) audit.exhausted(record(offset));
  audit.accepted(detail(1));
  expect(audit.givenUp()).toEqual(['orders-0@2', 'orders-0@3']);
  expect(audit.givenUp({ isPoisonCounted: false })).toEqual(['orders-0@2']);
});

test('keeps how each event came to the bus, in order', () => {
  const audit = new Audit();
  audit.produced(record(1));
  audit.produced(record(2));
  audit.accepted(detail(2), ({ offset }) => ({ request: offset * 10, invocation: 1 }));
  audit.accepted(detail(1), ({ offset }) => ({ request: offset * 10, invocation: 2 }));
  expect(audit.acceptances).toEqual({ records: [1, 0], requests: [20, 10], invocations: [1, 2] });
});
