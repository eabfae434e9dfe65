import { RecordError } from '../errors.ts';

/**
 * What editions made a choice and proto2 and proto3 fix, as far as it matters for reading.
 *
 * @see https://protobuf.dev/editions/features/
 */
export interface Features {
  readonly field_presence: string;
  readonly enum_type: string;
  readonly message_encoding: string;
  readonly utf8_validation: string;
}

const PROTO2: Features = {
  field_presence: 'EXPLICIT',
  enum_type: 'CLOSED',
  message_encoding: 'LENGTH_PREFIXED',
  utf8_validation: 'NONE',
};

const PROTO3: Features = {
  field_presence: 'IMPLICIT',
  enum_type: 'OPEN',
  message_encoding: 'LENGTH_PREFIXED',
  utf8_validation: 'VERIFY',
};

const EDITION_2023: Features = { ...PROTO3, field_presence: 'EXPLICIT' };

/**
 * The defaults of what a file says as its `syntax` or `edition`.
 *
 * @throws RecordError `SCHEMA_INVALID`
 */
export function defaultFeatures(edition: string): Features {
  switch (edition) {
    case 'proto2':
      return PROTO2;
    case 'proto3':
      return PROTO3;
    case '2023':
    case '2024':
    case '2026':
      return EDITION_2023;
    default:
      throw new RecordError('SCHEMA_INVALID', `unknown syntax or edition ${edition.slice(0, 20)}`);
  }
}

/** The features of a declaration: those around it, changed by its own options. */
export function withFeatures(inherited: Features, options: object | undefined): Features {
  const own: unknown = options === undefined ? undefined : Reflect.get(options, 'features');
  if (typeof own !== 'object' || own === null) return inherited;
  return { ...inherited, ...own };
}

/** Whether features make groups of messages in a field: in a map entry they never do, whatever those of the file say. */
export function isDelimitedBy({ message_encoding: encoding }: Features, isInMapEntry: boolean): boolean {
  return encoding === 'DELIMITED' && !isInMapEntry;
}
