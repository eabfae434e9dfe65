import type { Configuration, FormatConfiguration } from '../../shared/configuration/configuration.ts';
import type { ConverterName } from '../../shared/configuration/converter-names.ts';
import type { AvroRenderer } from './avro/compile.ts';
import { convertBytes } from './converters/bytes.ts';
import type { Converter } from './converters/converter.ts';
import { convertJson } from './converters/json.ts';
import {
  convertBoolean,
  convertDouble,
  convertFloat,
  convertInteger,
  convertLong,
  convertShort,
} from './converters/primitive.ts';
import { convertString } from './converters/string.ts';
import { RecordError } from './errors.ts';
import { framePayload, frameSchemaKey } from './glue/frame.ts';
import type { ResolvedSchemas } from './glue/schema-store.ts';
import type { JsonWriter } from './json/json-writer.ts';

/** Writes the key or the value of a record as JSON text; null for Kafka's null. */
export type SideDecoder = (source: Buffer | null, schemas: ResolvedSchemas, out: JsonWriter) => void;

export interface RecordDecoder {
  readonly key: SideDecoder;
  readonly value: SideDecoder;
  /** One header value. */
  readonly header: (source: Buffer | null, out: JsonWriter) => void;
}

const CONVERTERS: Readonly<Record<Exclude<ConverterName, 'glue-avro'>, Converter>> = {
  json: convertJson,
  string: convertString,
  bytes: convertBytes,
  short: convertShort,
  integer: convertInteger,
  long: convertLong,
  float: convertFloat,
  double: convertDouble,
  boolean: convertBoolean,
};

/** Picks the decoders that the configuration names, for key, value and headers independently. */
export function recordDecoder(configuration: Configuration): RecordDecoder {
  const headerConverter = CONVERTERS[configuration.headerConverter];
  return {
    key: keyDecoder(configuration.key),
    value: sideDecoder(configuration.value),
    header: (source, out) => (source === null ? out.null() : headerConverter(source, out)),
  };
}

/** Formats in which no bytes at all can stand for a value. */
const FORMATS_WITH_EMPTY: readonly ConverterName[] = ['json', 'string', 'bytes'];

/** Lambda is reported to send an empty key for a record without one; where it cannot be a value, that is what it means. */
function keyDecoder(format: FormatConfiguration): SideDecoder {
  const decode = sideDecoder(format);
  if (FORMATS_WITH_EMPTY.includes(format.converter)) return decode;
  return (source, schemas, out) => decode(source?.length === 0 ? null : source, schemas, out);
}

function sideDecoder({ converter }: FormatConfiguration): SideDecoder {
  if (converter === 'glue-avro') return decodeGlueAvro;
  const convert = CONVERTERS[converter];
  return (source, _schemas, out) => (source === null ? out.null() : convert(source, out));
}

function decodeGlueAvro(source: Buffer | null, schemas: ResolvedSchemas, out: JsonWriter): void {
  if (source === null) {
    out.null();
    return;
  }
  const render = resolvedSchema(source, schemas);
  const payload = framePayload(source);
  render(payload, 0, payload.length, out);
}

function resolvedSchema(frame: Buffer, schemas: ResolvedSchemas): AvroRenderer {
  const schema = schemas.get(frameSchemaKey(frame));
  if (schema === undefined) throw new RecordError('SCHEMA_UNAVAILABLE', 'The schema was not resolved.');
  if (schema instanceof RecordError) throw schema;
  return schema;
}
