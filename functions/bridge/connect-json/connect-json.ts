import type { DecimalFormat } from '../../../shared/configuration/format.ts';
import type { Converter } from '../converters/converter.ts';
import { RecordError } from '../errors.ts';
import type { JsonWriter } from '../json/json-writer.ts';
import { CompactJson } from './compact-json.ts';
import type { ConnectType } from './connect-type.ts';
import { findEnvelope, isSameStart } from './envelope.ts';
import { MAX_TOTAL_BYTES, SchemaCache } from './schema-cache.ts';
import { SchemaCompiler } from './schema-compiler.ts';

/**
 * Like `org.apache.kafka.connect.json.JsonConverter` with `schemas.enable=true`: the document is
 * `{"schema":…,"payload":…}`, and the payload is written by the schema. Without a schema (`null`) it stays as it is.
 *
 * Integers and decimals keep all their digits. A payload that does not fit its schema is an error, where Connect makes it 0,
 * false or null, cuts it off or wraps it around.
 *
 * @throws RecordError `PAYLOAD_INVALID` with the place in the schema or payload, `PAYLOAD_LIMIT`
 * @see https://cwiki.apache.org/confluence/display/KAFKA/KIP-481%3A+SerDe+Improvements+for+Connect+Decimal+type+in+JSON
 */
export function connectJson({ decimals }: { readonly decimals: DecimalFormat }): Converter {
  const documents = new ConnectDocuments(decimals);
  return (source, out) => documents.write(source, out);
}

/** The schema that the last document had; without a type for `null`. */
interface LastSchema {
  readonly type: ConnectType | undefined;
  /** The document up to its payload. */
  readonly start: Buffer;
}

/** One for all converters, as documents are read one after another: what each of them kept would add up. */
const json = new CompactJson();

class ConnectDocuments {
  readonly #decimals: DecimalFormat;
  readonly #schemas = new SchemaCache();
  #last: LastSchema | undefined;

  constructor(decimals: DecimalFormat) {
    this.#decimals = decimals;
  }

  write(source: Buffer, out: JsonWriter): void {
    try {
      this.#writeDocument(source, out);
    } finally {
      json.close();
    }
  }

  #writeDocument(source: Buffer, out: JsonWriter): void {
    const last = this.#last;
    if (last !== undefined && this.#readPayload(source, last.start)) {
      this.#writePayload(last.type, 0, out);
      return;
    }
    json.read(source, 0, source.length);
    const { schemaAt, payloadAt } = findEnvelope(json);
    const type = json.isNull(schemaAt) ? undefined : this.#schema(schemaAt);
    // In a document without blanks, positions are those of the source. What the cache would not keep is not kept here, either.
    const isKept = schemaAt < payloadAt && payloadAt <= MAX_TOTAL_BYTES;
    if (isKept && json.bytes.length === source.length) {
      this.#last = { type, start: Buffer.from(source.subarray(0, payloadAt)) };
    }
    this.#writePayload(type, payloadAt, out);
  }

  /** Reads nothing but the payload of a document with the same schema as the last one, which need not be read again. */
  #readPayload(source: Buffer, start: Buffer): boolean {
    if (!isSameStart(source, start)) return false;
    try {
      json.read(source, start.length, source.length - 1);
      return true;
    } catch (error) {
      // Something else follows, or the payload is no JSON; reading the whole document tells.
      if (error instanceof RecordError) return false;
      throw error;
    }
  }

  #writePayload(type: ConnectType | undefined, at: number, out: JsonWriter): void {
    if (type === undefined) {
      out.rawRange(json.bytes, at, json.end(at));
      return;
    }
    try {
      type.render(json, at, out);
    } catch (error) {
      throw json.path.locate(error, 'payload');
    }
  }

  #schema(at: number): ConnectType {
    const text = json.latin1(at, json.end(at));
    const known = this.#schemas.get(text);
    if (known !== undefined) return known;
    const compiler = new SchemaCompiler(json, this.#decimals);
    try {
      const type = compiler.compile(at);
      this.#schemas.add(text, type, text.length + compiler.defaultsBytes);
      return type;
    } catch (error) {
      throw json.path.locate(error, 'schema');
    }
  }
}
