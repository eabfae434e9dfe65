import { CLOSE_OBJECT, OPEN_OBJECT } from '../json/json-characters.ts';
import { JsonFragment } from '../json/json-fragment.ts';
import type { CompactJson } from './compact-json.ts';
import type { ConnectType, RenderValue } from './connect-type.ts';
import { invalid } from './invalid.ts';

/** Where the value of a field stands when it is not there. */
const MISSING = -1;

/** Longest part of a field name in a message: the schema comes with the record, and may name a field anything. */
const SHOWN_CHARACTERS = 64;

interface CompiledField {
  /** The name as the path of an error shows it. */
  readonly shownName: string;
  /** The name in quotes, as documents have it unless they escape more than they must. */
  readonly token: Buffer;
  /** The name in quotes with the punctuation around it: `{"id":` or `,"price":`. */
  readonly label: JsonFragment;
  readonly type: ConnectType;
}

/**
 * A struct as an object with all the fields of the schema in their order, whatever the order in the document. What the
 * schema does not name is left out.
 */
export function compileStruct(fields: ReadonlyMap<string, ConnectType>): RenderValue {
  const compiled = Array.from(fields, ([name, type], index): CompiledField => {
    const quoted = JSON.stringify(name);
    return {
      shownName: name.slice(0, SHOWN_CHARACTERS),
      token: Buffer.from(quoted),
      label: new JsonFragment(`${index === 0 ? '{' : ','}${quoted}:`),
      type,
    };
  });
  const indexes = new Map(Array.from(fields.keys(), (name, index) => [name, index]));
  if (compiled.length === 0) return renderEmpty;

  return (json, at, out) => {
    const positions = findFields(json, at, compiled, indexes);
    let current = '';
    try {
      for (const [index, { shownName, label, type }] of compiled.entries()) {
        current = shownName;
        out.fragment(label);
        const position = positions[index] ?? MISSING;
        if (position === MISSING) type.renderMissing(out);
        else type.render(json, position, out);
      }
    } catch (error) {
      json.path.addField(current);
      throw error;
    }
    out.asciiCode(CLOSE_OBJECT);
    return json.end(at);
  };
}

const EMPTY_OBJECT = new JsonFragment('{}');

const renderEmpty: RenderValue = (json, at, out) => {
  requireObject(json, at);
  out.fragment(EMPTY_OBJECT);
  return json.end(at);
};

/** Where the values of the fields stand in the object at `at`. Of equal members the last one counts. */
function findFields(
  json: CompactJson,
  at: number,
  fields: readonly CompiledField[],
  indexes: ReadonlyMap<string, number>,
): readonly number[] {
  requireObject(json, at);
  const positions = new Array<number>(fields.length).fill(MISSING);
  const end = json.end(at);
  let expected = 0;
  for (let position = at + 1; position < end - 1; position += 1) {
    const nameEnd = json.end(position);
    // Producers write the fields in the order of their schema, which spares the look-up.
    const index = json.isTextAt(position, nameEnd, fields[expected]?.token)
      ? expected
      : indexes.get(json.string(position, nameEnd));
    if (index !== undefined) {
      positions[index] = nameEnd + 1;
      expected = index + 1;
    }
    position = json.end(nameEnd + 1);
  }
  return positions;
}

function requireObject(json: CompactJson, at: number): void {
  if (json.byteAt(at) !== OPEN_OBJECT) throw invalid('expected an object');
}
