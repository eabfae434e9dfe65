import { isFileDescriptor, readFileDescriptor } from '../../../functions/bridge/protobuf/file-descriptor.ts';
import { protobufText } from './protobuf-text.ts';
import { invalidSchema } from './registry-error.ts';
import type { SchemaType } from './schema-content.ts';

/** A schema as the registry keeps it. */
export interface CanonicalText {
  readonly schema: string;
  /** Protobuf: base64 of the descriptor that the schema was registered as. */
  readonly descriptor: string | undefined;
}

/**
 * The text that the registry keeps: Avro and JSON without white space, Protobuf as `.proto` text, whether it comes as text
 * or, as the clients for Python and JavaScript send it, as a descriptor.
 *
 * @throws {ServiceError} 42201
 */
export function canonicalText(schemaType: SchemaType, schema: string): CanonicalText {
  try {
    if (schemaType === 'PROTOBUF') return protobuf(schema);
    JSON.parse(schema);
    return { schema: withoutWhiteSpace(schema), descriptor: undefined };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw invalidSchema(`Invalid schema of type ${schemaType}, details: ${reason}`);
  }
}

function protobuf(schema: string): CanonicalText {
  if (!isFileDescriptor(schema)) return { schema, descriptor: undefined };
  return { schema: protobufText(readFileDescriptor(schema)), descriptor: schema };
}

/** Strings keep theirs, and numbers the digits that were written. */
function withoutWhiteSpace(json: string): string {
  return json.replaceAll(/("(?:[^"\\]|\\.)*")|\s+/g, '$1');
}
