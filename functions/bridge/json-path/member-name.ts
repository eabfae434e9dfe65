import { BACKSLASH } from '../json/json-characters.ts';

/** Characters that stand in JSON text only escaped. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON escapes controls
const ESCAPED = /["\\\u0000-\u001f]/;

/** A member name to look for in JSON text. */
export class MemberName {
  readonly #name: string;
  readonly #bytes: Uint8Array;
  /** Whether its own bytes spell it. */
  readonly #isPlain: boolean;

  /** @param name has no unpaired surrogate: no UTF-8 text spells one. */
  constructor(name: string) {
    this.#name = name;
    this.#bytes = Buffer.from(name, 'utf8');
    this.#isPlain = !ESCAPED.test(name);
  }

  /** Whether the JSON string `json[start, end)`, quotes included, spells the name, escaped or not. */
  isAt(json: Uint8Array, start: number, end: number): boolean {
    const bytes = this.#bytes;
    const length = end - start - 2;
    if (length === bytes.length) {
      if (!this.#isPlain) return false;
      for (let index = 0; index < length; index += 1) {
        if (json[start + 1 + index] !== bytes[index]) return false;
      }
      return true;
    }
    // An escape is longer than what it stands for.
    if (length < bytes.length) return false;
    for (let index = start + 1; index < end - 1; index += 1) {
      if (json[index] === BACKSLASH) return stringText(json, start, end) === this.#name;
    }
    return false;
  }
}

/** What the JSON string `json[start, end)`, quotes included, says. */
export function stringText(json: Uint8Array, start: number, end: number): string {
  const quoted = Buffer.from(json.buffer, json.byteOffset + start, end - start).toString('utf8');
  return quoted.includes('\\') ? String(JSON.parse(quoted)) : quoted.slice(1, -1);
}
