import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CompactJson } from '../../../../functions/bridge/connect-json/compact-json.ts';
import { RecordError } from '../../../../functions/bridge/errors.ts';
import { OPEN_ARRAY, OPEN_OBJECT } from '../../../../functions/bridge/json/json-characters.ts';

function compact(document: string): CompactJson {
  const json = new CompactJson();
  const source = Buffer.from(document);
  json.read(source, 0, source.length);
  return json;
}

/** The value at a position, read with nothing but the walks that the class offers. */
function walk(json: CompactJson, at: number): unknown {
  if (json.byteAt(at) === OPEN_OBJECT) {
    return Object.fromEntries(Array.from(json.members(at), ([name, value]) => [name, walk(json, value)]));
  }
  if (json.byteAt(at) === OPEN_ARRAY) {
    const items: unknown[] = [];
    const end = json.end(at);
    for (let position = at + 1; position < end - 1; position = json.end(position) + 1) {
      items.push(walk(json, position));
    }
    return items;
  }
  return JSON.parse(json.bytes.toString('utf8', at, json.end(at)));
}

describe('a compact document', () => {
  it('is walked from value to value', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(walk(compact(text), 0)).toEqual(JSON.parse(text));
      }),
    );
  });

  it('starts without what the one before left open', () => {
    const json = compact('[1]');
    json.entries.add(1, 2);
    json.path.addIndex(0);
    json.read(Buffer.from('[2]'), 0, 3);
    expect(json.entries.count).toBe(0);
    expect(json.path.locate(new RecordError('PAYLOAD_INVALID', 'bad'), 'root')).toMatchObject({
      message: 'root: bad',
    });
  });
});
