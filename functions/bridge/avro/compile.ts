import type { DecimalFormat, UnionFormat } from '../../../shared/configuration/format.ts';
import type { PayloadRenderer, PayloadStyle } from '../schemas/payload-renderer.ts';
import type { SchemaReference } from '../schemas/registered-schema.ts';
import { compileArray } from './array.ts';
import { AvroCursor } from './cursor.ts';
import { DIALECTS } from './dialect.ts';
import { compileEnum } from './enum.ts';
import { compileBareBytes, compileFixed, compilePrimitive } from './logical-type.ts';
import { compileMap } from './map.ts';
import { compileMapEntries, mapEntryFields } from './map-entry.ts';
import { compileRecord } from './record.ts';
import type { Render, Renderer } from './renderer.ts';
import type { Rendering } from './rendering.ts';
import type { ArraySchema, AvroSchema, RecordSchema } from './schema.ts';
import { MAX_SCHEMA_DEPTH, tooDeep } from './schema-json.ts';
import { parseSchema } from './schema-parser.ts';
import { compileAnything, isAnything } from './schemaless.ts';
import { compileUnion } from './union.ts';
import { compileVariableScaleDecimal, isVariableScaleDecimal } from './variable-scale-decimal.ts';

/** What the rendering of values is made of, and whose serializer wrote them. */
export interface AvroOptions {
  /**
   * Members of unions are named by the full name of a record or enum (`enhanced.avro.schema.support` of the reference).
   * @default false: by the simple name
   */
  readonly hasFullNames?: boolean;
  /** @default 'BASE64' */
  readonly decimals?: DecimalFormat;
  /** @default 'branches' */
  readonly unions?: UnionFormat;
  /**
   * Schemas whose types the definition names, each after those that it refers to itself.
   * @default none
   */
  readonly references?: readonly SchemaReference[];
  /** @default 'glue' */
  readonly style?: PayloadStyle;
}

const cursor = new AvroCursor();

/**
 * Compiles a writer schema, once for each schema version, into closures that turn Avro binary into JSON text without
 * values in between. Every choice is made here, none for a value. The renderer ignores bytes behind the datum, as the
 * reference does, and says where it ends; it tells the path of the value in its errors.
 *
 * @throws RecordError `SCHEMA_INVALID`
 * @see https://avro.apache.org/docs/1.11.1/specification/
 */
export function compileAvro(definition: string, options: AvroOptions = {}): PayloadRenderer {
  const schema = parseSchema(definition, options.references);
  const root = new SchemaCompiler({
    hasFullNames: options.hasFullNames ?? false,
    decimals: options.decimals ?? 'BASE64',
    unions: options.unions ?? 'branches',
    dialect: DIALECTS[options.style ?? 'glue'],
    defaults: new Map(),
  }).compileRoot(schema);
  const rootName = 'name' in schema ? schema.name.simple : schema.kind;

  return (source, start, end, out) => {
    cursor.open(source, start, end);
    try {
      root.render(cursor, out);
      return cursor.position - source.byteOffset;
    } catch (error) {
      throw cursor.path.locate(error, rootName);
    } finally {
      cursor.close();
    }
  };
}

class SchemaCompiler {
  readonly #rendering: Rendering;
  readonly #renderers = new Map<AvroSchema, Renderer>();
  #depth = 0;

  constructor(rendering: Rendering) {
    this.#rendering = rendering;
  }

  compileRoot(schema: AvroSchema): Renderer {
    const { dialect, decimals } = this.#rendering;
    return schema.kind === 'bytes' && dialect.hasBareBytes
      ? compileBareBytes(schema, decimals)
      : this.compile(schema);
  }

  compile(schema: AvroSchema): Renderer {
    const known = this.#renderers.get(schema);
    if (known !== undefined) return known;
    // A single text is not that deep, but a chain of references may be.
    if (this.#depth > MAX_SCHEMA_DEPTH) throw tooDeep();
    this.#depth += 1;
    const renderer = schema.kind === 'record' ? this.#compileRecord(schema) : this.#compileOther(schema);
    this.#renderers.set(schema, renderer);
    this.#depth -= 1;
    return renderer;
  }

  #compileOther(schema: Exclude<AvroSchema, RecordSchema>): Renderer {
    switch (schema.kind) {
      case 'enum':
        return compileEnum(schema);
      case 'fixed':
        return compileFixed(schema, this.#rendering.decimals);
      case 'array':
        return this.#compileArray(schema);
      case 'map':
        return compileMap(this.compile(schema.values));
      case 'union': {
        const branches = schema.branches.map((branch) => this.compile(branch));
        return compileUnion(schema, branches, this.#rendering);
      }
      default:
        return compilePrimitive(schema, this.#rendering.decimals);
    }
  }

  #compileArray({ items }: ArraySchema): Renderer {
    const { dialect } = this.#rendering;
    const entry = mapEntryFields(items, dialect);
    if (entry === undefined) return compileArray(this.compile(items));
    return compileMapEntries(entry.key, this.compile(entry.key), this.compile(entry.value), dialect);
  }

  /** A record may hold itself, so its renderer is there before those of its fields. */
  #compileRecord(schema: RecordSchema): Renderer {
    const renderer: Renderer = { render: renderNothing, minBytes: 0 };
    this.#renderers.set(schema, renderer);
    const fields = schema.fields.map((field) => this.compile(field.schema));
    renderer.render = this.#renderRecord(schema, fields);
    renderer.minBytes = fields.reduce((sum, field) => sum + field.minBytes, 0);
    return renderer;
  }

  #renderRecord(schema: RecordSchema, fields: readonly Renderer[]): Render {
    const { dialect, decimals } = this.#rendering;
    if (isAnything(schema, dialect)) return compileAnything(fields);
    if (decimals !== 'BASE64' && isVariableScaleDecimal(schema)) return compileVariableScaleDecimal(decimals);
    return compileRecord(schema, fields);
  }
}

function renderNothing(): void {}
