import type { ConfluentProtobuf } from '../../../shared/configuration/format.ts';
import type { PayloadStyle } from '../schemas/payload-renderer.ts';
import { confluentDialect } from './confluent-dialect.ts';
import { compileEnum, type EnumRenderer } from './enum.ts';
import { type Member, oneofMember } from './member.ts';
import { type MessagePart, oneofsBehindFields } from './member-order.ts';
import type { CompiledMessage } from './message.ts';
import type { WriteMember } from './renderer.ts';
import type { EnumType, MessageType } from './schema.ts';

/** Where the two libraries that make Connect data of messages differ. */
export interface Dialect {
  /** What a message consists of, in the order of its members in JSON. */
  readonly parts: (type: MessageType) => readonly MessagePart[];
  /**
   * Makes a member of a oneof, whose slot tells whether it is set. Undefined where its fields are members of the message
   * themselves.
   */
  readonly oneofMember:
    | ((label: string, members: readonly Member[], oneofSlot: number) => WriteMember)
    | undefined;
  /** A message that is not there has the defaults of its fields, unless its presence is tracked; otherwise it is null. */
  readonly showsUnsetMessages: boolean;
  /** Whether a repeated field of this type is a map. */
  readonly isMap: (type: MessageType) => boolean;
  readonly compileEnum: (type: EnumType) => EnumRenderer;
  /** The form of its own that a type has as a whole payload; undefined for the object of its fields. */
  readonly compilePayload: (fullName: string) => CompiledMessage | undefined;
  /** As {@link compilePayload}, in a field. */
  readonly compileValue: (fullName: string) => CompiledMessage | undefined;
}

const GLUE: Dialect = {
  parts: oneofsBehindFields,
  oneofMember,
  showsUnsetMessages: true,
  isMap: ({ isMapEntry }) => isMapEntry,
  compileEnum,
  compilePayload: () => undefined,
  compileValue: () => undefined,
};

/**
 * The dialect of the converter that reads the frames of these serializers.
 *
 * @see https://github.com/awslabs/aws-glue-schema-registry/tree/master/protobuf-kafkaconnect-converter
 * @see https://github.com/confluentinc/schema-registry/tree/master/protobuf-converter
 */
export function dialectOf(style: PayloadStyle, confluent: ConfluentProtobuf): Dialect {
  return style === 'glue' ? GLUE : confluentDialect(confluent);
}
