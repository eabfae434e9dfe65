import type { ConfluentProtobuf } from '../../../shared/configuration/format.ts';
import type { Dialect } from './dialect.ts';
import { compileEnum } from './enum.ts';
import { isLikeMapEntry } from './map-entry-likeness.ts';
import { oneofsBeforeFields } from './member-order.ts';
import { compileNumericEnum } from './numeric-enum.ts';
import { optionalOneofMember } from './optional-oneof.ts';
import { compileWrapper } from './well-known/wrapper.ts';

/** What Confluent's converter does when nothing else is asked for. */
export const CONFLUENT_DEFAULTS: ConfluentProtobuf = {
  hasOneofIndexes: true,
  hasFlatOneofs: false,
  hasNumericEnums: false,
  hasFlatPayloads: true,
  hasFlatWrappers: true,
};

/**
 * Messages as Confluent's converter shows them: oneofs come first and are null unless one of their fields is set, a message
 * that is not there is null too, and a wrapper is the value in it.
 *
 * @see https://github.com/confluentinc/schema-registry/blob/master/protobuf-converter/src/main/java/io/confluent/connect/protobuf/ProtobufData.java
 */
export function confluentDialect(options: ConfluentProtobuf): Dialect {
  return {
    parts: (type) => oneofsBeforeFields(type, options.hasOneofIndexes),
    oneofMember: options.hasFlatOneofs ? undefined : optionalOneofMember,
    showsUnsetMessages: false,
    isMap: (type) => type.isMapEntry || isLikeMapEntry(type),
    compileEnum: options.hasNumericEnums ? compileNumericEnum : compileEnum,
    compilePayload: options.hasFlatPayloads ? compileWrapper : () => undefined,
    compileValue: options.hasFlatWrappers ? compileWrapper : () => undefined,
  };
}
