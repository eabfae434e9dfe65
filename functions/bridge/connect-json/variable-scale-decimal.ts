import type { DecimalFormat } from '../../../shared/configuration/format.ts';
import { base64At } from './base64-text.ts';
import type { CompactJson } from './compact-json.ts';
import type { RenderValue } from './connect-type.ts';
import { DECIMAL_WRITERS } from './decimal.ts';
import { invalid } from './invalid.ts';
import { shortInteger } from './number-token.ts';

const VARIABLE_SCALE_DECIMAL = 'io.debezium.data.VariableScaleDecimal';

/**
 * True for the schema of the struct in which Debezium puts numbers of columns without a scale: `{"scale":2,"value":…}`.
 *
 * @see https://debezium.io/documentation/reference/stable/connectors/postgresql.html#postgresql-decimal-types
 */
export function isVariableScaleDecimal(json: CompactJson, members: ReadonlyMap<string, number>): boolean {
  if (json.memberText(members, 'name') !== VARIABLE_SCALE_DECIMAL) return false;
  const fields = json.elements(members.get('fields') ?? 0).map((at) => json.members(at));
  const [scale, value] = fields;
  return (
    fields.length === 2 &&
    json.memberText(scale, 'field') === 'scale' &&
    json.memberText(scale, 'type') === 'int32' &&
    json.memberText(value, 'field') === 'value' &&
    json.memberText(value, 'type') === 'bytes'
  );
}

/** The number that the struct stands for, in place of the struct. */
export function compileVariableScaleDecimal(format: DecimalFormat): RenderValue {
  const write = DECIMAL_WRITERS[format];
  return (json, at, out) => {
    const members = json.members(at);
    const scaleAt = members.get('scale');
    const valueAt = members.get('value');
    const scale = scaleAt === undefined ? undefined : shortInteger(json, scaleAt, json.end(scaleAt));
    if (scale === undefined || valueAt === undefined) throw invalid('expected a decimal with its scale');
    write(base64At(json, valueAt, json.end(valueAt), 'a decimal'), scale, out);
    return json.end(at);
  };
}
