import { RecordError } from '../../../../functions/bridge/errors.ts';
import { JsonWriter } from '../../../../functions/bridge/json/json-writer.ts';
import { compileProtobuf, type ProtobufOptions } from '../../../../functions/bridge/protobuf/compile.ts';
import { glueMessageNames } from '../../../../functions/bridge/protobuf/message-index.ts';
import { readProtoFile } from '../../../../functions/bridge/protobuf/proto-file.ts';
import type { SchemaReference } from '../../../../functions/bridge/schemas/registered-schema.ts';
import { binary, type Part, varint } from './protobuf-wire.ts';

export interface RenderProtobufOptions extends Partial<ProtobufOptions> {
  readonly references?: readonly SchemaReference[];
}

/**
 * The JSON text of one message: of the first one that the schema declares, in Glue's style, unless the options name a style,
 * whose message index the payload then has.
 */
export function renderProtobuf(
  definition: string,
  message: Part,
  { style, references = [], rendering = { fieldNames: 'original' } }: RenderProtobufOptions = {},
): string {
  const out = new JsonWriter();
  const source = style === undefined ? binary(firstMessage(definition), message) : binary(message);
  const render = compileProtobuf({ definition, references }, { style: style ?? 'glue', rendering });
  render(source, 0, source.length, out);
  return out.toString();
}

/** Glue's message index of the first type. */
function firstMessage(definition: string): Buffer {
  const [first] = readProtoFile(definition).messages;
  return varint(Math.max(glueMessageNames(definition).indexOf(first?.fullName ?? ''), 0));
}

/** The error that the schema or the message gives. */
export function protobufFailure(
  definition: string,
  message: Part = '',
  options?: RenderProtobufOptions,
): RecordError {
  try {
    renderProtobuf(definition, message, options);
  } catch (error) {
    if (error instanceof RecordError) return error;
    throw error;
  }
  throw new Error('expected a RecordError');
}
