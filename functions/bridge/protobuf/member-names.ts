import type { FieldNames } from '../../../shared/configuration/format.ts';
import { jsonNameOf } from './json-name.ts';
import type { Field, MessageType } from './schema.ts';

/** What the fields and oneofs of a message are called in JSON. */
export interface MemberNames {
  readonly ofField: (field: Field) => string;
  readonly ofOneof: (oneof: string) => string;
}

const ORIGINAL: MemberNames = { ofField: ({ name }) => name, ofOneof: (oneof) => oneof };

/**
 * Original names or JSON names. JSON names of a message that are not all different (which only old schemas may have) would
 * hide a field, so that message keeps its original names.
 */
export function memberNames({ fields }: MessageType, fieldNames: FieldNames): MemberNames {
  if (fieldNames === 'original') return ORIGINAL;
  const oneofs = new Set(fields.flatMap(({ oneof }) => oneof ?? []));
  const names = [...fields.map(({ jsonName }) => jsonName), ...[...oneofs].map(jsonNameOf)];
  if (new Set(names).size < names.length) return ORIGINAL;
  return { ofField: ({ jsonName }) => jsonName, ofOneof: jsonNameOf };
}
