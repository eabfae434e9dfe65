/** Longer texts are rare, and worth a buffer of their own. */
const SCRATCH_BYTES = 64 * 1024;

/** Where bytes go that nobody reads. */
const scratch = Buffer.allocUnsafeSlow(SCRATCH_BYTES);

/**
 * Whether a text is base64 from its first to its last character, with the padding that belongs there. Node decodes what it
 * can and skips the rest: bytes that are missing tell that something was skipped.
 */
export function isBase64(text: string): boolean {
  if (text.length % 4 !== 0) return false;
  const bytes = byteLength(text);
  const target = bytes <= SCRATCH_BYTES ? scratch : Buffer.allocUnsafeSlow(bytes);
  return target.write(text, 'base64') === bytes;
}

/** The bytes of base64 text; undefined for any other. */
export function base64Bytes(text: string): Buffer | undefined {
  if (text.length % 4 !== 0) return undefined;
  const bytes = Buffer.from(text, 'base64');
  return bytes.length === byteLength(text) ? bytes : undefined;
}

function byteLength(text: string): number {
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  return (text.length / 4) * 3 - padding;
}
