import { RecordError } from '../../../../functions/bridge/errors.ts';
import { JsonWriter } from '../../../../functions/bridge/json/json-writer.ts';
import { compileProtobuf, type ProtobufOptions } from '../../../../functions/bridge/protobuf/compile.ts';
import type { SchemaReference } from '../../../../functions/bridge/schemas/registered-schema.ts';
import { binary, type Part } from './protobuf-wire.ts';

export interface RenderProtobufOptions extends Partial<ProtobufOptions> {
  readonly references?: readonly SchemaReference[];
}

/** In front of a message of the first type, in Confluent's style. */
const FIRST_MESSAGE = '00';

/**
 * The JSON text of one message: of the first one that the schema declares, unless the options name a style, whose message
 * index the payload then has.
 */
export function renderProtobuf(
  definition: string,
  message: Part,
  { style, references = [], rendering = { fieldNames: 'original' } }: RenderProtobufOptions = {},
): string {
  const out = new JsonWriter();
  const source = style === undefined ? binary(FIRST_MESSAGE, message) : binary(message);
  const render = compileProtobuf({ definition, references }, { style: style ?? 'confluent', rendering });
  render(source, 0, source.length, out);
  return out.toString();
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
