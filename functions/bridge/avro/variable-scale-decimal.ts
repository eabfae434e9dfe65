import type { DecimalFormat } from '../../../shared/configuration/format.ts';
import { SCALED_WRITERS } from './decimal.ts';
import type { Render } from './renderer.ts';
import type { RecordSchema } from './schema.ts';

const VARIABLE_SCALE_DECIMAL = 'io.debezium.data.VariableScaleDecimal';

/**
 * True for the record in which Debezium puts numbers of columns without a scale: `{"scale":2,"value":…}`.
 *
 * @see https://debezium.io/documentation/reference/stable/connectors/postgresql.html#postgresql-decimal-types
 */
export function isVariableScaleDecimal({ name, annotations, fields }: RecordSchema): boolean {
  if (name.full !== VARIABLE_SCALE_DECIMAL && annotations.connectName !== VARIABLE_SCALE_DECIMAL)
    return false;
  const [scale, value] = fields;
  return (
    fields.length === 2 &&
    scale?.name === 'scale' &&
    scale.schema.kind === 'int' &&
    value?.name === 'value' &&
    value.schema.kind === 'bytes'
  );
}

/** The number that the record stands for, in place of the record. */
export function compileVariableScaleDecimal(format: Exclude<DecimalFormat, 'BASE64'>): Render {
  const write = SCALED_WRITERS[format];
  return (cursor, out) => {
    const scale = cursor.readInt();
    const length = cursor.readLength();
    const start = cursor.skip(length);
    write(cursor.bytes, start, start + length, scale, out);
  };
}
