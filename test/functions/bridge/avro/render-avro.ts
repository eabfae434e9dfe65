import { type AvroOptions, compileAvro } from '../../../../functions/bridge/avro/compile.ts';
import { RecordError } from '../../../../functions/bridge/errors.ts';
import { JsonWriter } from '../../../../functions/bridge/json/json-writer.ts';

/** The JSON text of one datum. */
export function renderAvro(schema: unknown, datum: Buffer | string, options?: AvroOptions): string {
  const out = new JsonWriter();
  const source = typeof datum === 'string' ? Buffer.from(datum, 'hex') : datum;
  compileAvro(JSON.stringify(schema), options)(source, 0, source.length, out);
  return out.toString();
}

/** The error that the schema or the datum gives. */
export function avroFailure(
  schema: unknown,
  datum: Buffer | string = '',
  options?: AvroOptions,
): RecordError {
  try {
    renderAvro(schema, datum, options);
  } catch (error) {
    if (error instanceof RecordError) return error;
    throw error;
  }
  throw new Error('expected a RecordError');
}
