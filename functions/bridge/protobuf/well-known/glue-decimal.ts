import type { DecimalFormat } from '../../../../shared/configuration/format.ts';
import { invalid } from '../../binary/payload-cursor.ts';
import { RecordError } from '../../errors.ts';
import { MAX_DECIMAL_CHARACTERS } from '../../json/decimal-text.ts';
import type { CompiledMessage } from '../message.ts';
import { DECIMAL_WRITERS } from './decimal.ts';
import { int32Field, int64Field, integerFields } from './integer-message.ts';

const UNITS = 1;
const FRACTION = 2;
const SCALE = 4;

/** A fraction counts billionths. */
const FRACTION_DIGITS = 9;
const BILLION = 1_000_000_000n;

/**
 * `additionalTypes.Decimal`, which the Glue library makes of Connect's decimals. The reference refuses those whose scale is
 * not that of its schema, which is 0 unless an option of the field says otherwise; here each has its own.
 *
 * @see https://github.com/awslabs/aws-glue-schema-registry
 */
export function compileGlueDecimal(format: DecimalFormat): CompiledMessage {
  const write = DECIMAL_WRITERS[format];
  return {
    index: integerFields(4),
    write: (cursor, out, frame) => {
      const units = int64Field(cursor, frame, UNITS);
      const fraction = BigInt(int32Field(cursor, frame, FRACTION));
      // Java's sum with a whole number has no negative scale.
      const scale = Math.max(int32Field(cursor, frame, SCALE), 0);
      const bytes = twosComplement(unscaledValue(units, fraction, scale));
      write(bytes, 0, bytes.length, scale, out);
    },
  };
}

function unscaledValue(units: bigint, fraction: bigint, scale: number): bigint {
  if (scale > MAX_DECIMAL_CHARACTERS) {
    throw new RecordError('PAYLOAD_LIMIT', `a decimal with a scale above ${MAX_DECIMAL_CHARACTERS}`);
  }
  const billionths = units * BILLION + fraction;
  if (scale >= FRACTION_DIGITS) return billionths * 10n ** BigInt(scale - FRACTION_DIGITS);
  const divisor = 10n ** BigInt(FRACTION_DIGITS - scale);
  if (billionths % divisor !== 0n) throw invalid('a decimal with more digits than its scale says');
  return billionths / divisor;
}

/** The shortest two's complement, big-endian: the bytes of Java's BigInteger. */
function twosComplement(value: bigint): Buffer {
  let byteCount = 1;
  while (BigInt.asIntN(8 * byteCount, value) !== value) byteCount += 1;
  const digits = BigInt.asUintN(8 * byteCount, value).toString(16);
  return Buffer.from(digits.padStart(2 * byteCount, '0'), 'hex');
}
