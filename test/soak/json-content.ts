import type { Random } from '../../infra/local/seeded-random.ts';
import { MAX_REQUEST_BYTES } from '../../shared/configuration/limits.ts';
import { amount, type Content, type Poison } from './content.ts';

const BIG_SHARE = 0.005;
const MAX_BIG_CHARACTERS = 60_000;
const OVERSIZE_SHARE = 0.02;
/** More levels than any part of an event may have. */
const TOO_DEEP = 1_001;

/** Above 2^53: the event of Lambda does not carry it exactly. */
const NANOSECONDS = 1.7e18;

export function jsonContent(id: string, random: Random): Content {
  const value = {
    id,
    amount: amount(random),
    // Beyond what a JavaScript number holds: it must come out as it went in.
    sequence: '@',
    note: random() < BIG_SHARE ? 'x'.repeat(random() * MAX_BIG_CHARACTERS) : 'café au lait, 2 ×',
  };
  const valueText = exactInteger(JSON.stringify(value));
  const isSpread = random() < 0.1;
  return { valueText, value: isSpread ? exactInteger(JSON.stringify(value, null, 1)) : valueText };
}

function exactInteger(text: string): string {
  return text.replace('"@"', '9007199254740993');
}

export function jsonPoison(id: string, random: Random): Poison {
  const value = `{"id":${JSON.stringify(id)},"amount":${amount(random)}}`;
  if (random() < OVERSIZE_SHARE) {
    return { code: 'ENTRY_TOO_LARGE', value: JSON.stringify({ id, text: 'x'.repeat(MAX_REQUEST_BYTES) }) };
  }
  const poisons: readonly Poison[] = [
    { code: 'PAYLOAD_INVALID', value: value.slice(0, -3) },
    { code: 'PAYLOAD_INVALID', value: Buffer.from([0x22, 0xff, 0xfe, 0x22]) },
    { code: 'PAYLOAD_INVALID', value: `${value} and more` },
    { code: 'PAYLOAD_LIMIT', value: '['.repeat(TOO_DEEP) },
    { code: 'RECORD_INVALID', value, timestamp: NANOSECONDS },
  ];
  return poisons[Math.floor(random() * poisons.length)] ?? { code: 'PAYLOAD_INVALID', value: '{' };
}
