import { RecordError } from '../errors.ts';
import { checkCount } from './declaration-limits.ts';
import { descriptorDeclarations } from './descriptor-declarations.ts';
import { type FileDescriptor, isFileDescriptor, readFileDescriptor } from './file-descriptor.ts';
import { MAX_SCHEMA_CHARACTERS } from './limits.ts';
import type { ProtoFile } from './schema.ts';
import { parseProtoFile } from './schema-parser.ts';

/**
 * Reads a schema as a registry gives it: `.proto` text, or the base64 of a `FileDescriptorProto`. Confluent's registry makes
 * text of a descriptor that a client registers; Apicurio gives it back as it is.
 *
 * @throws RecordError `SCHEMA_INVALID`
 */
export function readProtoFile(definition: string): ProtoFile {
  checkCount(definition.length, MAX_SCHEMA_CHARACTERS, 'the schema', 'characters');
  return isFileDescriptor(definition)
    ? descriptorDeclarations(fileDescriptor(definition))
    : parseProtoFile(definition);
}

function fileDescriptor(definition: string): FileDescriptor {
  try {
    return readFileDescriptor(definition);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : 'unknown';
    throw new RecordError('SCHEMA_INVALID', `neither .proto text nor a descriptor: ${reason}`, { cause });
  }
}
