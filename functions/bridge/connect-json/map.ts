import type { RecordError } from '../errors.ts';
import { CLOSE_ARRAY, COLON, COMMA, OPEN_ARRAY, OPEN_OBJECT } from '../json/json-characters.ts';
import type { JsonWriter } from '../json/json-writer.ts';
import type { CompactJson } from './compact-json.ts';
import type { ConnectType, RenderValue } from './connect-type.ts';
import { invalid } from './invalid.ts';

/** A map with strings as keys: an object in the document and in the result. Of equal keys the last one wins. */
export function compileObjectMap(values: ConnectType): RenderValue {
  const renderEntry: RenderValue = (json, at, out) => {
    const start = out.length;
    const keyEnd = json.end(at);
    // Escapes are undone, so that equal keys are equal texts.
    if (json.isEscaped(at, keyEnd)) out.string(json.string(at, keyEnd));
    else out.rawRange(json.bytes, at, keyEnd);
    json.entries.add(start, out.length);
    out.asciiCode(COLON);
    return values.render(json, keyEnd + 1, out);
  };
  return (json, at, out) => {
    if (json.byteAt(at) === OPEN_OBJECT) return renderEntries(json, at, out, renderEntry);
    throw invalid('expected an object, as the keys of the map are strings');
  };
}

/** A map with other keys: an array of pairs in the document and in the result. Of equal keys the last one wins. */
export function compilePairMap(keys: ConnectType, values: ConnectType): RenderValue {
  const renderEntry: RenderValue = (json, at, out) => {
    if (json.byteAt(at) !== OPEN_ARRAY || json.byteAt(at + 1) === CLOSE_ARRAY) throw expectedPair();
    const start = out.length;
    out.asciiCode(OPEN_ARRAY);
    const keyEnd = keys.render(json, at + 1, out);
    if (json.byteAt(keyEnd) !== COMMA) throw expectedPair();
    json.entries.add(start, out.length);
    out.asciiCode(COMMA);
    const valueEnd = values.render(json, keyEnd + 1, out);
    if (json.byteAt(valueEnd) !== CLOSE_ARRAY) throw expectedPair();
    out.asciiCode(CLOSE_ARRAY);
    return valueEnd + 1;
  };
  return (json, at, out) => {
    if (json.byteAt(at) === OPEN_ARRAY) return renderEntries(json, at, out, renderEntry);
    throw invalid('expected an array of pairs, as the keys of the map are no strings');
  };
}

/** The entries between the brackets or braces that the document has, too. */
function renderEntries(json: CompactJson, at: number, out: JsonWriter, renderEntry: RenderValue): number {
  const end = json.end(at);
  const first = json.entries.count;
  let index = 0;
  out.asciiCode(json.byteAt(at));
  try {
    for (let position = at + 1; position < end - 1; position += 1) {
      if (index > 0) out.asciiCode(COMMA);
      position = renderEntry(json, position, out);
      index += 1;
    }
  } catch (error) {
    json.path.addIndex(index);
    throw error;
  }
  json.entries.finish(first, out);
  out.asciiCode(json.byteAt(end - 1));
  return end;
}

function expectedPair(): RecordError {
  return invalid('expected a pair of key and value');
}
