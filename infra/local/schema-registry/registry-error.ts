import { ServiceError } from '../service.ts';

/**
 * An error of the registry: its own code, which begins with the HTTP status, in `error_code`.
 *
 * @see https://docs.confluent.io/platform/current/schema-registry/develop/api.html#errors
 */
export function registryError(code: number, message: string): ServiceError {
  return new ServiceError(String(code), message, Number(String(code).slice(0, 3)));
}

export function subjectNotFound(subject: string): ServiceError {
  return registryError(40401, `Subject '${subject}' not found.`);
}

export function versionNotFound(version: string | number): ServiceError {
  return registryError(40402, `Version ${version} not found.`);
}

/** @param key - The id or GUID, where the registry names it. */
export function schemaNotFound(key?: string | number): ServiceError {
  return registryError(40403, key === undefined ? 'Schema not found' : `Schema ${key} not found`);
}

export function invalidSchema(message: string): ServiceError {
  return registryError(42201, message);
}

export function invalidVersion(version: string): ServiceError {
  return registryError(
    42202,
    `The specified version '${version}' is not a valid version id. Allowed values are between [1, 2^31-1] and the string "latest"`,
  );
}

/** Codes of the registry are numbers; any other code comes from reading the request, and is its HTTP status. */
export function errorBody({ code, message, status }: ServiceError): string {
  return JSON.stringify({ error_code: /^\d+$/.test(code) ? Number(code) : status, message });
}
