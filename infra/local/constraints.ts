import { ServiceError } from './service.ts';

/** AWS's error for a value that breaks a constraint of the service model. */
export function constraintError(value: string, member: string, constraint: string): ServiceError {
  return new ServiceError(
    'ValidationException',
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: ${constraint}`,
  );
}

/** Characters within `min` and `max`, both included. */
export function checkLength(value: string, member: string, min: number, max: number): void {
  if (value.length < min) {
    throw constraintError(value, member, `Member must have length greater than or equal to ${min}`);
  }
  if (value.length > max) {
    throw constraintError(value, member, `Member must have length less than or equal to ${max}`);
  }
}

/** @param pattern - Of the whole value, as the service model writes it. */
export function checkPattern(value: string, member: string, pattern: string): void {
  if (new RegExp(`^(?:${pattern})$`).test(value)) return;
  throw constraintError(value, member, `Member must satisfy regular expression pattern: ${pattern}`);
}

/** One of a closed set of words; absent stays absent. */
export function readEnum<T extends string>(
  values: readonly T[],
  written: string | undefined,
  member: string,
): T | undefined {
  if (written === undefined) return undefined;
  const value = values.find((candidate) => candidate === written);
  if (value !== undefined) return value;
  throw constraintError(written, member, `Member must satisfy enum value set: [${values.join(', ')}]`);
}
