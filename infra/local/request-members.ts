import { ServiceError } from './service.ts';

/**
 * The members of a JSON request, read by name and type. An absent or null member is `undefined`, as in Smithy's
 * JSON protocols; a member of the wrong type is AWS's `SerializationException`.
 */
export class RequestMembers {
  readonly #members: Readonly<Record<string, unknown>>;

  private constructor(members: Readonly<Record<string, unknown>>) {
    this.#members = members;
  }

  static of(value: unknown): RequestMembers {
    if (!isJsonObject(value))
      throw new ServiceError('SerializationException', 'Start of structure expected.');
    return new RequestMembers(value);
  }

  string(name: string): string | undefined {
    const value = this.#read(name);
    if (value === undefined || typeof value === 'string') return value;
    throw wrongType(name, 'a string');
  }

  number(name: string): number | undefined {
    const value = this.#read(name);
    if (value === undefined || typeof value === 'number') return value;
    throw wrongType(name, 'a number');
  }

  boolean(name: string): boolean | undefined {
    const value = this.#read(name);
    if (value === undefined || typeof value === 'boolean') return value;
    throw wrongType(name, 'a boolean');
  }

  structure(name: string): RequestMembers | undefined {
    const value = this.#read(name);
    return value === undefined ? undefined : RequestMembers.of(value);
  }

  /** A structure that is kept as it is, whatever is in it. */
  document(name: string): object | undefined {
    const value = this.#read(name);
    if (value === undefined || isJsonObject(value)) return value;
    throw wrongType(name, 'a structure');
  }

  structures(name: string): RequestMembers[] | undefined {
    return this.#list(name)?.map((item) => RequestMembers.of(item));
  }

  strings(name: string): string[] | undefined {
    return this.#list(name)?.map((item) => {
      if (typeof item === 'string') return item;
      throw wrongType(name, 'a list of strings');
    });
  }

  stringMap(name: string): Map<string, string> {
    const entries: [string, string][] = [];
    for (const [key, value] of Object.entries(this.#map(name))) {
      if (typeof value !== 'string') throw wrongType(name, 'a map of strings');
      entries.push([key, value]);
    }
    return new Map(entries);
  }

  structureMap(name: string): Map<string, RequestMembers> {
    return new Map(Object.entries(this.#map(name)).map(([key, value]) => [key, RequestMembers.of(value)]));
  }

  /** The member as text, or the service's validation error when it is absent or empty. */
  requiredString(name: string): string {
    const value = this.string(name);
    if (value === undefined) {
      const member = name.charAt(0).toLowerCase() + name.slice(1);
      throw new ServiceError(
        'ValidationException',
        `1 validation error detected: Value null at '${member}' failed to satisfy constraint: Member must not be null`,
      );
    }
    return value;
  }

  #read(name: string): unknown {
    return Object.hasOwn(this.#members, name) ? (this.#members[name] ?? undefined) : undefined;
  }

  #list(name: string): unknown[] | undefined {
    const value = this.#read(name);
    if (value === undefined || Array.isArray(value)) return value;
    throw wrongType(name, 'a list');
  }

  #map(name: string): Record<string, unknown> {
    const value = this.#read(name) ?? {};
    if (isJsonObject(value)) return value;
    throw wrongType(name, 'a map');
  }
}

function isJsonObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function wrongType(name: string, expected: string): ServiceError {
  return new ServiceError('SerializationException', `${name} must be ${expected}.`);
}
