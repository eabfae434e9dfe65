import { encodeGlue, glueFrame } from '../../infra/local/demo/frame-encoder.ts';
import { NOTIFICATION, STATEMENT, UNKNOWN_SCHEMA_VERSION_ID } from '../../infra/local/demo/schemas.ts';
import type { Random } from '../../infra/local/seeded-random.ts';
import { MAX_REQUEST_BYTES } from '../../shared/configuration/limits.ts';
import { amount, type Content, type Poison } from './content.ts';

const ZLIB_SHARE = 0.2;
const OVERSIZE_SHARE = 0.02;

export function avroContent(id: string, random: Random): Content {
  const value = {
    source: id,
    eventType: 'transactionReviewed',
    eventDetail: { userId: `user-${Math.floor(random() * 100)}`, total: amount(random) },
  };
  return {
    value: encodeGlue(NOTIFICATION, value, random() < ZLIB_SHARE ? 'zlib' : 'none'),
    valueText: JSON.stringify(value),
  };
}

/** Compressed, it is small on the way to the bridge and too large behind it. */
const OVERSIZE = encodeGlue(
  STATEMENT,
  {
    accountId: 'acc-1',
    month: 20_514,
    lastMovementId: 1,
    balance: Buffer.from([1]),
    closedBy: null,
    text: 'x'.repeat(MAX_REQUEST_BYTES),
  },
  'zlib',
);

export function avroPoison(id: string, random: Random): Poison {
  if (random() < OVERSIZE_SHARE) return { code: 'ENTRY_TOO_LARGE', value: OVERSIZE };
  const { value } = avroContent(id, random);
  const whole = Buffer.from(value ?? '');
  const poisons: readonly Poison[] = [
    { code: 'FRAME_INVALID', value: id },
    { code: 'SCHEMA_NOT_FOUND', value: glueFrame(UNKNOWN_SCHEMA_VERSION_ID, Buffer.from([2, 0x41])) },
    {
      code: 'PAYLOAD_INVALID',
      value: glueFrame(NOTIFICATION.schemaVersionId, Buffer.from([0x80, 0xa8, 0xd6, 0xb9, 0x07])),
    },
    {
      code: whole[1] === 0 ? 'PAYLOAD_INVALID' : 'FRAME_INFLATE_FAILED',
      value: whole.subarray(0, whole.length - 3),
    },
  ];
  return poisons[Math.floor(random() * poisons.length)] ?? { code: 'FRAME_INVALID', value: id };
}
