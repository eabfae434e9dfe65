import type { DecimalFormat } from '../../../shared/configuration/format.ts';
import { OPEN_ARRAY } from '../json/json-characters.ts';
import { JsonFragment } from '../json/json-fragment.ts';
import { JsonWriter } from '../json/json-writer.ts';
import { compileArray } from './array.ts';
import { renderBytes } from './base64-text.ts';
import type { CompactJson } from './compact-json.ts';
import type { ConnectType, RenderValue } from './connect-type.ts';
import { compileDecimal } from './decimal.ts';
import { renderDouble, renderFloat } from './floating-point.ts';
import { compileInteger, renderTime } from './integer.ts';
import { invalid } from './invalid.ts';
import { compileObjectMap, compilePairMap } from './map.ts';
import { nullable } from './nullable.ts';
import { compileStruct } from './struct.ts';
import { renderBoolean, renderString } from './text.ts';
import { compileVariableScaleDecimal, isVariableScaleDecimal } from './variable-scale-decimal.ts';

/**
 * The most text that the defaults of one schema may become: 1 MiB, as much as an event may have. A default is rendered once
 * and kept, and those of nested schemas are part of those around them.
 */
const MAX_DEFAULTS_BYTES = 1024 * 1024;

const DECIMAL = 'org.apache.kafka.connect.data.Decimal';
const TIME = 'org.apache.kafka.connect.data.Time';

const SCALARS: ReadonlyMap<string, RenderValue> = new Map([
  ['int8', compileInteger('int8')],
  ['int16', compileInteger('int16')],
  ['int32', compileInteger('int32')],
  ['int64', compileInteger('int64')],
  ['float', renderFloat],
  ['double', renderDouble],
  ['boolean', renderBoolean],
  ['string', renderString],
  ['bytes', renderBytes],
]);

/** Compiles the schema that stands in a document. What it yields does not need the document any longer. */
export class SchemaCompiler {
  readonly #json: CompactJson;
  readonly #decimals: DecimalFormat;
  #defaults: JsonWriter | undefined;

  constructor(json: CompactJson, decimals: DecimalFormat) {
    this.#json = json;
    this.#decimals = decimals;
  }

  /** Bytes of the defaults that the compiled schema keeps. */
  get defaultsBytes(): number {
    return this.#defaults?.length ?? 0;
  }

  /**
   * Compiles the schema at `at`.
   *
   * @throws RecordError `PAYLOAD_INVALID` when it is no schema of Connect, `PAYLOAD_LIMIT` when its defaults are too large
   */
  compile(at: number): ConnectType {
    const members = this.#json.members(at);
    const renderValue = this.#compileType(members);
    const optionalAt = members.get('optional');
    const isOptional = optionalAt !== undefined && this.#json.isTrue(optionalAt);
    return nullable(renderValue, isOptional, this.#renderDefault(members, renderValue));
  }

  #compileType(members: ReadonlyMap<string, number>): RenderValue {
    const type = this.#json.memberText(members, 'type');
    switch (type) {
      case undefined:
        throw invalid('a schema without a type');
      case 'array':
        return compileArray(this.#compileMember(members, 'items'));
      case 'map':
        return this.#compileMap(members);
      case 'struct':
        return this.#compileStruct(members);
      default:
        return this.#compileScalar(type, members);
    }
  }

  #compileScalar(type: string, members: ReadonlyMap<string, number>): RenderValue {
    const name = this.#json.memberText(members, 'name');
    if (type === 'bytes' && name === DECIMAL) return compileDecimal(this.#scale(members), this.#decimals);
    if (type === 'int32' && name === TIME) return renderTime;
    const render = SCALARS.get(type);
    if (render === undefined) throw invalid('a schema of an unknown type');
    return render;
  }

  #compileMap(members: ReadonlyMap<string, number>): RenderValue {
    const keys = this.#compileMember(members, 'keys');
    const values = this.#compileMember(members, 'values');
    const keysAt = members.get('keys') ?? 0;
    const isObject = this.#json.memberText(this.#json.members(keysAt), 'type') === 'string';
    return isObject ? compileObjectMap(values) : compilePairMap(keys, values);
  }

  #compileMember(members: ReadonlyMap<string, number>, name: string): ConnectType {
    const at = members.get(name);
    if (at === undefined) throw invalid(`a schema without its ${name}`);
    return this.#inside(name, () => this.compile(at));
  }

  #compileStruct(members: ReadonlyMap<string, number>): RenderValue {
    const at = members.get('fields');
    if (at === undefined || this.#json.byteAt(at) !== OPEN_ARRAY) {
      throw invalid('the schema of a struct without a list of fields');
    }
    const fields = new Map<string, ConnectType>();
    for (const position of this.#json.elements(at)) {
      this.#inside(fields.size, () => this.#addField(position, fields));
    }
    const isDecimal = this.#decimals !== 'BASE64' && isVariableScaleDecimal(this.#json, members);
    return isDecimal ? compileVariableScaleDecimal(this.#decimals) : compileStruct(fields);
  }

  #addField(at: number, fields: Map<string, ConnectType>): void {
    const name = this.#json.memberText(this.#json.members(at), 'field');
    if (name === undefined) throw invalid('a field without a name');
    if (fields.has(name)) throw invalid('a second field of the same name');
    fields.set(name, this.compile(at));
  }

  /** The default as JSON text. Null is no default. */
  #renderDefault(members: ReadonlyMap<string, number>, renderValue: RenderValue): JsonFragment | undefined {
    const at = members.get('default');
    if (at === undefined || this.#json.isNull(at)) return undefined;
    this.#defaults ??= new JsonWriter(MAX_DEFAULTS_BYTES);
    const out = this.#defaults;
    const start = out.length;
    this.#inside('default', () => renderValue(this.#json, at, out));
    return new JsonFragment(Buffer.from(out.bytes().subarray(start)).toString('utf8'));
  }

  #scale(members: ReadonlyMap<string, number>): number {
    const at = members.get('parameters');
    const text = at === undefined ? undefined : this.#json.memberText(this.#json.members(at), 'scale');
    if (text === undefined || !/^[+-]?\d{1,9}$/.test(text))
      throw invalid('a decimal without a scale in its schema');
    return Number(text);
  }

  /** Tells where in the schema an error was. */
  #inside<Result>(place: string | number, compile: () => Result): Result {
    try {
      return compile();
    } catch (error) {
      if (typeof place === 'number') this.#json.path.addIndex(place);
      else this.#json.path.addField(place);
      throw error;
    }
  }
}
