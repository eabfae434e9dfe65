import type { Random } from '../../../infra/local/seeded-random.ts';

const WORDS = [
  'account',
  'balance',
  'carrier',
  'delivery',
  'express',
  'fragile',
  'gift',
  'handover',
  'invoice',
  'journey',
  'kilogram',
  'Łódź',
  'morning',
  'neighbour',
  'open "until" six',
  'parcel',
  'quay',
  'return',
  'standard',
  'Zürich',
] as const;

/** Words of a producer's text, some with characters beyond ASCII or in need of an escape. */
export function word(random: Random): string {
  return WORDS[Math.floor(random() * WORDS.length)] ?? WORDS[0];
}

/** Words up to that many bytes of UTF-8, exactly, without any that JSON would have to escape. */
export function plainText(bytes: number, random: Random): string {
  let text = '';
  let length = 0;
  while (length < bytes) {
    const next = word(random).replaceAll('"', '');
    const nextBytes = Buffer.byteLength(next) + 1;
    const fits = length + nextBytes <= bytes;
    text += fits ? `${next} ` : '.'.repeat(bytes - length);
    length += fits ? nextBytes : bytes - length;
  }
  return text;
}
