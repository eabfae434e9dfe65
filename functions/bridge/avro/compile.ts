import type { JsonWriter } from '../json/json-writer.ts';
import { compileArray } from './array.ts';
import { AvroCursor } from './cursor.ts';
import { compileEnum } from './enum.ts';
import { compileFixed, compilePrimitive } from './logical-type.ts';
import { compileMap } from './map.ts';
import { compileMapEntries, mapEntryFields } from './map-entry.ts';
import { compileRecord } from './record.ts';
import type { Renderer } from './renderer.ts';
import type { ArraySchema, AvroSchema, RecordSchema } from './schema.ts';
import { parseSchema } from './schema-parser.ts';
import { compileAnything, isAnything } from './schemaless.ts';
import { compileUnion } from './union.ts';

/**
 * Writes one Avro datum, `source[start, end)`, as the JSON that Kafka Connect makes of it. Bytes behind the datum are
 * ignored, as in the reference.
 *
 * @throws RecordError `PAYLOAD_INVALID` or `PAYLOAD_LIMIT` with the path of the value; `out` then holds a part of the text
 */
export type AvroRenderer = (source: Buffer, start: number, end: number, out: JsonWriter) => void;

export interface AvroOptions {
  /**
   * Members of unions are named by the full name of a record or enum (`enhanced.avro.schema.support` of the reference).
   * @default false: by the simple name
   */
  readonly hasFullNames?: boolean;
}

/**
 * Compiles a writer schema, once for each schema version, into closures that turn Avro binary into JSON text without
 * values in between.
 *
 * @throws RecordError `SCHEMA_INVALID`
 * @see https://avro.apache.org/docs/1.11.1/specification/
 */
export function compileAvro(schemaText: string, options: AvroOptions = {}): AvroRenderer {
  const schema = parseSchema(schemaText);
  const root = new SchemaCompiler(options.hasFullNames ?? false).compile(schema);
  const rootName = 'name' in schema ? schema.name.simple : schema.kind;
  const cursor = new AvroCursor();

  return (source, start, end, out) => {
    cursor.open(source, start, end);
    try {
      root.render(cursor, out);
    } catch (error) {
      throw cursor.path.locate(error, rootName);
    } finally {
      cursor.close();
    }
  };
}

class SchemaCompiler {
  readonly #hasFullNames: boolean;
  readonly #renderers = new Map<AvroSchema, Renderer>();

  constructor(hasFullNames: boolean) {
    this.#hasFullNames = hasFullNames;
  }

  compile(schema: AvroSchema): Renderer {
    const known = this.#renderers.get(schema);
    if (known !== undefined) return known;
    if (schema.kind === 'record') return this.#compileRecord(schema);
    const renderer = this.#compileOther(schema);
    this.#renderers.set(schema, renderer);
    return renderer;
  }

  #compileOther(schema: Exclude<AvroSchema, RecordSchema>): Renderer {
    switch (schema.kind) {
      case 'enum':
        return compileEnum(schema);
      case 'fixed':
        return compileFixed(schema);
      case 'array':
        return this.#compileArray(schema);
      case 'map':
        return compileMap(this.compile(schema.values));
      case 'union': {
        const branches = schema.branches.map((branch) => this.compile(branch));
        return compileUnion(schema, branches, this.#hasFullNames);
      }
      default:
        return compilePrimitive(schema);
    }
  }

  #compileArray({ items }: ArraySchema): Renderer {
    const entry = mapEntryFields(items);
    if (entry === undefined) return compileArray(this.compile(items));
    return compileMapEntries(entry.key, this.compile(entry.key), this.compile(entry.value));
  }

  /** A record may hold itself, so its renderer is there before those of its fields. */
  #compileRecord(schema: RecordSchema): Renderer {
    const renderer: Renderer = { render: renderNothing, minBytes: 0 };
    this.#renderers.set(schema, renderer);
    const fields = schema.fields.map((field) => this.compile(field.schema));
    renderer.render = isAnything(schema) ? compileAnything(fields) : compileRecord(schema, fields);
    renderer.minBytes = fields.reduce((sum, field) => sum + field.minBytes, 0);
    return renderer;
  }
}

function renderNothing(): void {}
