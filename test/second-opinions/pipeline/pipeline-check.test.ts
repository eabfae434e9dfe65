import { crc32 } from 'node:zlib';
import { expect, it } from 'vitest';
import { Audit } from '../../../infra/local/mapping/audit.ts';
import { auditProblems } from './pipeline-check.ts';

const RECORD = { topic: 'orders', partition: 0, offset: 7 };
const DETAIL = JSON.stringify(RECORD);

function audited(work: (audit: Audit) => void): readonly string[] {
  const audit = new Audit();
  audit.produced(RECORD, { kind: 'event', detailChecksum: crc32(DETAIL), payloadChecksum: 1 });
  work(audit);
  return auditProblems(audit.result());
}

it('a record that is on the bus once is no problem', () => {
  expect(audited((audit) => audit.accepted(DETAIL))).toEqual([]);
});

it.each<[string, (audit: Audit) => void, string]>([
  ['lost', () => {}, '1 are nowhere: orders-0@7'],
  [
    'altered',
    (audit) => audit.accepted(JSON.stringify({ ...RECORD, value: 1 })),
    '1 are not what was produced: orders-0@7',
  ],
  [
    'sent twice',
    (audit) => {
      audit.accepted(DETAIL);
      audit.accepted(DETAIL);
    },
    '1 are on the bus twice',
  ],
  [
    'dead-lettered without cause',
    (audit) => audit.deadLettered({ record: RECORD, code: 'PAYLOAD_INVALID', payloadChecksum: 1 }),
    '1 are dead-lettered without cause: orders-0@7 PAYLOAD_INVALID',
  ],
  ['out of retries', (audit) => audit.exhausted(RECORD), '1 are out of retries'],
])('a record that is %s is one', (_, work, problem) => {
  expect(audited(work)).toEqual([problem]);
});
