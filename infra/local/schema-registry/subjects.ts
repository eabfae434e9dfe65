import { invalidSchema, invalidVersion, subjectNotFound, versionNotFound } from './registry-error.ts';
import { guidOf, type SchemaContent } from './schema-content.ts';

/** @see https://docs.confluent.io/platform/current/schema-registry/fundamentals/serdes-develop/index.html#wire-format */
const MAX_ID = 2 ** 31 - 1;

/** A schema of the registry, whatever its subjects. */
export interface StoredSchema {
  readonly id: number;
  readonly guid: string;
  readonly content: SchemaContent;
  readonly createdAtMs: number;
}

/** A schema as a version of a subject. */
export interface SubjectVersion {
  readonly subject: string;
  readonly version: number;
  readonly stored: StoredSchema;
}

/** Id and GUID that a schema has to have, where a test knows them. */
export interface GivenNames {
  readonly id?: number | undefined;
  readonly guid?: string | undefined;
}

/** Schemas by id and GUID, and the versions of subjects. */
export class Subjects {
  readonly #byId = new Map<number, StoredSchema>();
  readonly #byGuid = new Map<string, StoredSchema>();
  readonly #subjects = new Map<string, SubjectVersion[]>();
  #nextId = 1;

  byId(id: number): StoredSchema | undefined {
    return this.#byId.get(id);
  }

  byGuid(guid: string): StoredSchema | undefined {
    return this.#byGuid.get(guid);
  }

  get maxId(): number {
    return Math.max(0, ...this.#byId.keys());
  }

  names(): string[] {
    return [...this.#subjects.keys()];
  }

  /** @throws {ServiceError} 40401 */
  versions(subject: string): readonly SubjectVersion[] {
    const versions = this.#subjects.get(subject);
    if (versions === undefined) throw subjectNotFound(subject);
    return versions;
  }

  /**
   * @param selector - A number, or `latest`, which may also be written `-1`.
   * @throws {ServiceError} 40401, 40402 or 42202
   */
  version(subject: string, selector: string): SubjectVersion {
    const isLatest = selector === 'latest' || selector === '-1';
    if (!isLatest && !/^[1-9]\d{0,9}$/.test(selector)) throw invalidVersion(selector);
    const versions = this.versions(subject);
    const found = isLatest ? versions.at(-1) : versions.find(({ version }) => version === Number(selector));
    if (found === undefined) throw versionNotFound(selector);
    return found;
  }

  /** The versions that are this schema, of all subjects. */
  versionsOf({ id }: StoredSchema): SubjectVersion[] {
    return [...this.#subjects.values()].flat().filter(({ stored }) => stored.id === id);
  }

  /** The version of a subject with this content. */
  lookUp(subject: string, content: SchemaContent): SubjectVersion | undefined {
    return this.#subjects.get(subject)?.find(({ stored }) => isSame(stored.content, content));
  }

  /**
   * Adds a version, unless the subject has one with this content.
   *
   * @throws {ServiceError} 42201 for a reference to what is not there
   */
  register(subject: string, content: SchemaContent, given: GivenNames = {}): SubjectVersion {
    const known = this.lookUp(subject, content);
    if (known !== undefined && isGiven(known.stored, given)) return known;
    this.#checkReferences(content);
    const stored = this.#store(content, given);
    const versions = this.#subjects.get(subject) ?? [];
    const version: SubjectVersion = { subject, version: versions.length + 1, stored };
    this.#subjects.set(subject, [...versions, version]);
    return version;
  }

  #store(content: SchemaContent, given: GivenNames): StoredSchema {
    const guid = given.guid ?? guidOf(content);
    const known = this.#byGuid.get(guid);
    if (known !== undefined && isSame(known.content, content) && isGiven(known, given)) return known;
    const id = given.id ?? this.#freeId();
    if (!(Number.isSafeInteger(id) && id >= 0 && id <= MAX_ID)) {
      throw new Error(`A schema id is a whole number from 0 to ${MAX_ID}, not ${id}.`);
    }
    if (this.#byId.has(id)) throw new Error(`The schema id ${id} is that of another schema.`);
    const stored: StoredSchema = { id, guid, content, createdAtMs: Date.now() };
    this.#byId.set(id, stored);
    this.#byGuid.set(guid, stored);
    return stored;
  }

  #freeId(): number {
    while (this.#byId.has(this.#nextId)) this.#nextId += 1;
    return this.#nextId;
  }

  #checkReferences({ schemaType, references }: SchemaContent): void {
    for (const { subject, version } of references) {
      const versions = this.#subjects.get(subject) ?? [];
      if (version === -1 ? versions.length > 0 : versions.some((known) => known.version === version))
        continue;
      throw invalidSchema(
        `Invalid schema of type ${schemaType}, details: No schema reference found for subject "${subject}" and version ${version}`,
      );
    }
  }
}

function isGiven({ id, guid }: StoredSchema, given: GivenNames): boolean {
  return (given.id ?? id) === id && (given.guid ?? guid) === guid;
}

function isSame(one: SchemaContent, other: SchemaContent): boolean {
  return one.schemaType === other.schemaType && guidOf(one) === guidOf(other);
}
