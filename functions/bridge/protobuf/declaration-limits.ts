import { RecordError } from '../errors.ts';
import { MAX_FIELD_NUMBER, MAX_NAME_CHARACTERS } from './limits.ts';

/**
 * The full name of what is declared in a scope.
 *
 * @param scope full name of the package or message around it; empty outside of both
 * @throws RecordError `SCHEMA_INVALID`
 */
export function nameIn(scope: string, name: string): string {
  const fullName = scope === '' ? name : `${scope}.${name}`;
  if (fullName.length <= MAX_NAME_CHARACTERS) return fullName;
  throw new RecordError(
    'SCHEMA_INVALID',
    `a name has ${fullName.length} characters; ${MAX_NAME_CHARACTERS} is the limit`,
  );
}

/** @throws RecordError `SCHEMA_INVALID` */
export function checkFieldNumber(number: number): void {
  if (number >= 1 && number <= MAX_FIELD_NUMBER) return;
  throw new RecordError(
    'SCHEMA_INVALID',
    `a field has the number ${number}, the highest is ${MAX_FIELD_NUMBER}`,
  );
}

/** @throws RecordError `SCHEMA_INVALID` */
export function checkCount(count: number, limit: number, what: string, parts: string): void {
  if (count > limit) throw new RecordError('SCHEMA_INVALID', `${what} has more than ${limit} ${parts}`);
}
