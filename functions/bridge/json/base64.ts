const ALPHABET = Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/', 'latin1');
const PADDING = 0x3d;

/** Characters that `byteCount` bytes take in padded base64. */
export function base64Length(byteCount: number): number {
  return Math.ceil(byteCount / 3) * 4;
}

function letter(sextet: number): number {
  return ALPHABET[sextet & 63] ?? PADDING;
}

/**
 * Writes `source[start, end)` as padded base64 and returns the position behind it.
 *
 * @see https://www.rfc-editor.org/rfc/rfc4648#section-4
 */
export function writeBase64(
  target: Uint8Array,
  at: number,
  source: Uint8Array,
  start: number,
  end: number,
): number {
  let position = at;
  let index = start;
  for (; index + 2 < end; index += 3) {
    const bits = ((source[index] ?? 0) << 16) | ((source[index + 1] ?? 0) << 8) | (source[index + 2] ?? 0);
    target[position] = letter(bits >> 18);
    target[position + 1] = letter(bits >> 12);
    target[position + 2] = letter(bits >> 6);
    target[position + 3] = letter(bits);
    position += 4;
  }
  if (index === end) return position;

  const isPair = index + 1 < end;
  const bits = ((source[index] ?? 0) << 16) | (isPair ? (source[index + 1] ?? 0) << 8 : 0);
  target[position] = letter(bits >> 18);
  target[position + 1] = letter(bits >> 12);
  target[position + 2] = isPair ? letter(bits >> 6) : PADDING;
  target[position + 3] = PADDING;
  return position + 4;
}
