import { twosComplement } from '../connect-json/twos-complement.ts';
import { CLOSE_ARRAY, CLOSE_OBJECT, COLON, COMMA, OPEN_ARRAY, OPEN_OBJECT } from '../json/json-characters.ts';
import type { JsonWriter } from '../json/json-writer.ts';
import { MapEntries } from '../json/map-entries.ts';
import type { HeaderEntry, HeaderValue } from './header-value.ts';
import { MS_PER_DAY } from './temporal.ts';

/** Writes a value as JSON: dates as days and the rest as milliseconds, decimals as base64, as Connect does. */
export function writeHeaderValue(value: HeaderValue, out: JsonWriter): void {
  new HeaderValueWriter(out).write(value);
}

class HeaderValueWriter {
  readonly #out: JsonWriter;
  readonly #entries = new MapEntries();

  constructor(out: JsonWriter) {
    this.#out = out;
  }

  write(value: HeaderValue): void {
    const out = this.#out;
    switch (value.kind) {
      case 'null':
        out.null();
        break;
      case 'boolean':
        out.boolean(value.value);
        break;
      case 'text':
        out.string(value.text);
        break;
      case 'float32':
        out.float(value.value);
        break;
      case 'float64':
        out.double(value.value);
        break;
      case 'decimal':
        this.#decimal(value.unscaled);
        break;
      case 'date':
        out.integer(value.ms / MS_PER_DAY);
        break;
      case 'time':
      case 'timestamp':
        out.integer(value.ms);
        break;
      case 'array':
        this.#array(value.items);
        break;
      case 'map':
        this.#map(value.entries);
        break;
      default:
        out.bigint(value.value);
    }
  }

  #decimal(unscaled: bigint): void {
    const bytes = twosComplement(unscaled);
    this.#out.base64String(bytes, 0, bytes.length);
  }

  #array(items: readonly HeaderValue[]): void {
    this.#out.asciiCode(OPEN_ARRAY);
    for (const [index, item] of items.entries()) {
      if (index > 0) this.#out.asciiCode(COMMA);
      this.write(item);
    }
    this.#out.asciiCode(CLOSE_ARRAY);
  }

  /** An object if all keys are texts, else an array of pairs. Of equal keys the last one wins. */
  #map(entries: readonly HeaderEntry[]): void {
    const isObject = entries.every(({ key }) => key.kind === 'text');
    const out = this.#out;
    const first = this.#entries.count;
    out.asciiCode(isObject ? OPEN_OBJECT : OPEN_ARRAY);
    for (const [index, { key, value }] of entries.entries()) {
      if (index > 0) out.asciiCode(COMMA);
      const start = out.length;
      if (!isObject) out.asciiCode(OPEN_ARRAY);
      this.write(key);
      this.#entries.add(start, out.length);
      out.asciiCode(isObject ? COLON : COMMA);
      this.write(value);
      if (!isObject) out.asciiCode(CLOSE_ARRAY);
    }
    this.#entries.finish(first, out);
    out.asciiCode(isObject ? CLOSE_OBJECT : CLOSE_ARRAY);
  }
}
