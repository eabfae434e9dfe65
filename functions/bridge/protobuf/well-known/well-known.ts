import type { DecimalFormat } from '../../../../shared/configuration/format.ts';
import type { CompiledMessage } from '../message.ts';
import { compileConfluentDecimal } from './confluent-decimal.ts';
import { DATE } from './date.ts';
import { compileGlueDecimal } from './glue-decimal.ts';
import { TIME_OF_DAY } from './time-of-day.ts';
import { TIMESTAMP } from './timestamp.ts';

/**
 * The message types for which Connect has a type of its own, as far as they stand in a field. All others, such as wrappers,
 * durations and `google.protobuf.Struct`, are plain messages, as in the reference.
 */
export function compileWellKnown(fullName: string, decimals: DecimalFormat): CompiledMessage | undefined {
  switch (fullName) {
    case 'google.protobuf.Timestamp':
      return TIMESTAMP;
    case 'google.type.Date':
      return DATE;
    case 'google.type.TimeOfDay':
      return TIME_OF_DAY;
    case 'additionalTypes.Decimal':
      return compileGlueDecimal(decimals);
    case 'confluent.type.Decimal':
      return compileConfluentDecimal(decimals);
    default:
      return undefined;
  }
}
