import type { RenderOptions } from '../../../shared/configuration/format.ts';
import type { PayloadRenderer, PayloadStyle } from '../schemas/payload-renderer.ts';
import type { RegisteredSchema } from '../schemas/registered-schema.ts';
import { CONFLUENT_DEFAULTS } from './confluent-dialect.ts';
import { ProtobufCursor } from './cursor.ts';
import { dialectOf } from './dialect.ts';
import type { MessageRenderer } from './message.ts';
import { MessageCompiler } from './message-compiler.ts';
import {
  confluentMessage,
  glueMessage,
  glueMessages,
  readConfluentIndexes,
  readGlueIndex,
} from './message-index.ts';
import type { MessageType } from './schema.ts';
import { linkSchema } from './type-table.ts';

export interface ProtobufOptions {
  /** Whose message index stands in front of the messages, and whose converter the JSON looks like. */
  readonly style: PayloadStyle;
  /**
   * `decimals` is for the decimals of Connect that both libraries write; `BASE64` by default. Without `confluentProtobuf` the
   * defaults of Confluent's converter hold.
   */
  readonly rendering: Pick<RenderOptions, 'fieldNames'> &
    Partial<Pick<RenderOptions, 'decimals' | 'confluentProtobuf'>>;
}

const cursor = new ProtobufCursor();

/**
 * Compiles a Protobuf schema, once for each schema version, into what turns its messages into JSON text without objects in
 * between. A payload is a message index and the message that it names.
 *
 * @throws RecordError `SCHEMA_INVALID`; the renderer also throws `FRAME_INVALID` for a bad message index
 * @see https://protobuf.dev/programming-guides/encoding/
 */
export function compileProtobuf(
  schema: Pick<RegisteredSchema, 'definition' | 'references'>,
  { style, rendering }: ProtobufOptions,
): PayloadRenderer {
  const linked = linkSchema(schema);
  const { fieldNames, decimals = 'BASE64', confluentProtobuf = CONFLUENT_DEFAULTS } = rendering;
  const dialect = dialectOf(style, confluentProtobuf);
  const compiler = new MessageCompiler(linked, { fieldNames, decimals, dialect });
  const readIndex = INDEX_READERS[style](linked.messages);

  return (source, start, end, out) => {
    const { message, next } = readIndex(source, start, end);
    const renderer: MessageRenderer = compiler.root(message);
    cursor.open(source, next, end);
    try {
      renderer.render(cursor, out, cursor.position, cursor.end);
      return end;
    } catch (error) {
      throw cursor.path.locate(error, message.name);
    } finally {
      cursor.close();
    }
  };
}

type ReadIndex = (
  source: Uint8Array,
  start: number,
  end: number,
) => { readonly message: MessageType; readonly next: number };

const INDEX_READERS: Readonly<Record<PayloadStyle, (messages: readonly MessageType[]) => ReadIndex>> = {
  glue: (messages) => {
    const sorted = glueMessages(messages);
    return (source, start, end) => {
      const { index, next } = readGlueIndex(source, start, end);
      return { message: glueMessage(sorted, index), next };
    };
  },
  confluent: (messages) => {
    // Finding a message means counting those before it; a schema may hold thousands.
    const found = new Map<string, MessageType>();
    return (source, start, end) => {
      const { indexes, next } = readConfluentIndexes(source, start, end);
      const path = indexes.join();
      const message = found.get(path) ?? confluentMessage(messages, indexes);
      found.set(path, message);
      return { message, next };
    };
  },
};
