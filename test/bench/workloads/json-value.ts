import type { Random } from '../../../infra/local/seeded-random.ts';
import { plainText, word } from './filler.ts';

/** A JSON document of exactly that many bytes: members of all kinds, lists of lines as they are needed, a note for the rest. */
export function jsonValue(bytes: number, index: number, random: Random): string {
  const document = {
    id: `order-${String(index).padStart(8, '0')}`,
    amount: Math.round(random() * 100_000) / 100,
    isOpen: random() < 0.5,
  };
  const lines: object[] = [];
  let room = bytes - sizeOf({ ...document, lines, note: '' });
  while (room >= MAX_LINE_BYTES) {
    const line = {
      sku: `sku-${Math.floor(random() * 1_000_000)}`,
      name: word(random),
      price: random() * 100,
    };
    lines.push(line);
    room -= sizeOf(line) + ','.length;
  }
  const whole = lines.length === 0 ? document : { ...document, lines };
  const note = plainText(bytes - sizeOf({ ...whole, note: '' }), random);
  return JSON.stringify({ ...whole, note });
}

/** Of one line, with the longest word and the longest number; room for the note stays. */
const MAX_LINE_BYTES = 120;

function sizeOf(document: object): number {
  return Buffer.byteLength(JSON.stringify(document));
}
