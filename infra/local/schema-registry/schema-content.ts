import { createHash } from 'node:crypto';
import { uuidText } from '../../../shared/uuid.ts';
import type { RequestMembers } from '../request-members.ts';
import { canonicalText } from './canonical-text.ts';
import { invalidSchema } from './registry-error.ts';

/** In the order of `GET /schemas/types`. */
export const SCHEMA_TYPES = ['JSON', 'PROTOBUF', 'AVRO'] as const;
export type SchemaType = (typeof SCHEMA_TYPES)[number];

/** A schema that another one refers to. */
export interface ReferenceTo {
  /** How the other schema refers to it: a full name in Avro, the path of an import in Protobuf, a URI in JSON Schema. */
  readonly name: string;
  readonly subject: string;
  /** -1 is the latest. */
  readonly version: number;
}

/** All that makes one schema another: the same content gets the same id, whatever its subject. */
export interface SchemaContent {
  readonly schemaType: SchemaType;
  readonly schema: string;
  /** Protobuf: base64 of the descriptor that it was registered as, if it was. */
  readonly descriptor: string | undefined;
  readonly references: readonly ReferenceTo[];
  /** As the client gave it. */
  readonly metadata: object | undefined;
  /** As the client gave it: rules are kept, not run. */
  readonly ruleSet: object | undefined;
}

/** The content in a request to register or to look up a schema. */
export function readContent(input: RequestMembers): SchemaContent {
  const schema = input.string('schema');
  if (schema === undefined || schema.trim() === '') throw invalidSchema('Empty schema');
  const written = input.string('schemaType') ?? 'AVRO';
  const schemaType = SCHEMA_TYPES.find((type) => type === written);
  if (schemaType === undefined) throw invalidSchema(`Invalid schema type ${written}`);
  return {
    schemaType,
    ...canonicalText(schemaType, schema),
    references: (input.structures('references') ?? []).map(readReference),
    metadata: input.document('metadata'),
    ruleSet: input.document('ruleSet'),
  };
}

function readReference(input: RequestMembers): ReferenceTo {
  return {
    name: input.string('name') ?? '',
    subject: input.string('subject') ?? '',
    version: input.number('version') ?? -1,
  };
}

/**
 * The GUID that follows from a content: MD5 of the text and the references, as the registry computes it. That of
 * metadata and rules is the stand-in's own.
 */
export function guidOf({ schema, references, metadata, ruleSet }: SchemaContent): string {
  const hash = createHash('md5').update(schema);
  for (const { name, subject, version } of references) {
    const versionBytes = Buffer.alloc(4);
    versionBytes.writeInt32BE(version);
    hash.update(name).update(subject).update(versionBytes);
  }
  for (const part of [metadata, ruleSet]) {
    if (part !== undefined) hash.update('\u0001').update(JSON.stringify(part));
  }
  return uuidText(hash.digest());
}
