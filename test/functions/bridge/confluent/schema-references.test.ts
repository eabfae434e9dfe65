import { describe, expect, it } from 'vitest';
import type { ReferenceTo, SchemaDocument } from '../../../../functions/bridge/confluent/schema-document.ts';
import {
  MAX_DEFINITIONS_CHARACTERS,
  MAX_REFERENCES,
  resolveReferences,
} from '../../../../functions/bridge/confluent/schema-references.ts';

function schemaWith(definition: string, ...references: readonly ReferenceTo[]): SchemaDocument {
  return { dataFormat: 'PROTOBUF', definition, references, encodingRules: [] };
}

function to(name: string, version = 1): ReferenceTo {
  return { name, subject: `subject of ${name}`, version };
}

/** Resolves the references of a schema against these versions, and tells what was read. */
async function resolve(schema: SchemaDocument, versions: Readonly<Record<string, SchemaDocument>>) {
  const read: string[] = [];
  const references = await resolveReferences(schema, 'Schema id 12', async ({ subject, version }) => {
    const name = `${subject}, version ${version}`;
    read.push(name);
    return versions[name] ?? schemaWith(name);
  });
  return { names: references.map(({ name }) => name), definitions: references, read };
}

describe('resolveReferences', () => {
  it('finds none where there are none', async () => {
    expect(await resolve(schemaWith('root'), {})).toEqual({ names: [], definitions: [], read: [] });
  });

  it('puts each schema before those that refer to it, and reads it once', async () => {
    // a and b both refer to c, which refers to d.
    const { names, read } = await resolve(schemaWith('root', to('a'), to('b')), {
      'subject of a, version 1': schemaWith('a', to('c')),
      'subject of b, version 1': schemaWith('b', to('c'), to('d')),
      'subject of c, version 1': schemaWith('c', to('d')),
    });

    expect(names).toEqual(['d', 'c', 'a', 'b']);
    expect(read).toEqual(['a', 'c', 'd', 'b'].map((name) => `subject of ${name}, version 1`));
  });

  it('keeps the name of the reference, and the definition of the version that it names', async () => {
    const { definitions } = await resolve(schemaWith('root', to('common.proto', 3)), {
      'subject of common.proto, version 3': schemaWith('the third'),
    });

    expect(definitions).toEqual([{ name: 'common.proto', definition: 'the third' }]);
  });

  it('takes the first of two versions under one name', async () => {
    const { definitions } = await resolve(schemaWith('root', to('a', 2), to('b')), {
      'subject of b, version 1': schemaWith('b', to('a', 1)),
    });

    expect(definitions).toEqual([
      { name: 'a', definition: 'subject of a, version 2' },
      { name: 'b', definition: 'b' },
    ]);
  });

  it('ends with schemas that refer to each other', async () => {
    const { names, read } = await resolve(schemaWith('root', to('a')), {
      'subject of a, version 1': schemaWith('a', to('b')),
      'subject of b, version 1': schemaWith('b', to('a'), to('b')),
    });

    expect(names).toEqual(['b', 'a']);
    expect(read).toHaveLength(2);
  });

  it.each([
    { what: 'one after the other', isChain: true },
    { what: 'side by side', isChain: false },
  ])(`reads ${MAX_REFERENCES} schemas ${'$what'} and refuses one more`, async ({ isChain }) => {
    const family = (count: number): Parameters<typeof resolve> => {
      const all = Array.from({ length: count }, (_, index) => to(`n${index}`));
      const next = (index: number) => all.slice(index + 1, index + 2);
      const versions = all.map(({ name, subject }, index) => [
        `${subject}, version 1`,
        schemaWith(name, ...next(index)),
      ]);
      return isChain
        ? [schemaWith('root', ...all.slice(0, 1)), Object.fromEntries(versions)]
        : [schemaWith('root', ...all), {}];
    };

    expect((await resolve(...family(MAX_REFERENCES))).names).toHaveLength(MAX_REFERENCES);
    await expect(resolve(...family(MAX_REFERENCES + 1))).rejects.toMatchObject({
      name: 'RecordError',
      code: 'SCHEMA_INVALID',
      message: `Schema id 12 refers, directly or not, to more than ${MAX_REFERENCES} schemas.`,
    });
  });

  it('reads definitions up to a limit and refuses one character more', async () => {
    const half = 'x'.repeat(MAX_DEFINITIONS_CHARACTERS / 2);
    const versions = { 'subject of a, version 1': schemaWith(half) };

    expect((await resolve(schemaWith(half, to('a')), versions)).names).toEqual(['a']);
    await expect(resolve(schemaWith(`${half}x`, to('a')), versions)).rejects.toMatchObject({
      code: 'SCHEMA_INVALID',
      message: `Schema id 12 refers, directly or not, to more than schemas of ${MAX_DEFINITIONS_CHARACTERS} characters.`,
    });
  });
});
