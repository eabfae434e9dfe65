import { RequestMembers } from '../request-members.ts';
import { ServiceError, type ServiceRequest } from '../service.ts';
import { describeSchema, describeVersion, schemaText } from './describe.ts';
import { type PathMembers, pathMembers, type RegistryOperationName } from './operations.ts';
import { registryError, schemaNotFound, subjectNotFound } from './registry-error.ts';
import { readContent, SCHEMA_TYPES } from './schema-content.ts';
import type { StoredSchema, Subjects } from './subjects.ts';

/** Text goes out as it is, anything else as JSON. */
type Answer = object | string;

type Operation = (subjects: Subjects, members: PathMembers, request: ServiceRequest) => Answer;

const OPERATIONS: Readonly<Record<RegistryOperationName, Operation>> = {
  GetSchemaTypes: () => SCHEMA_TYPES,
  GetSchemaById: getSchemaById,
  GetOnlySchemaById: (subjects, { id = '' }, { query }) => schemaText(findById(subjects, id), query),
  GetAllSubjectsById: (subjects, { id = '' }) => [
    ...new Set(subjects.versionsOf(findById(subjects, id)).map(({ subject }) => subject)),
  ],
  GetAllVersionsById: (subjects, { id = '' }) =>
    subjects.versionsOf(findById(subjects, id)).map(({ subject, version }) => ({ subject, version })),
  GetSchemaByGuid: (subjects, { guid = '' }, { query }) => describeSchema(findByGuid(subjects, guid), query),
  GetAllIdsByGuid: (subjects, { guid = '' }) => [{ context: '.', id: findByGuid(subjects, guid).id }],
  GetAllSubjects: (subjects, _, { query }) =>
    subjects.names().filter((name) => name.startsWith(query.get('subjectPrefix') ?? '')),
  LookUpSchemaUnderSubject: lookUpSchema,
  GetAllVersions: (subjects, { subject = '' }) => subjects.versions(subject).map(({ version }) => version),
  RegisterSchema: (subjects, { subject = '' }, { body, query }) =>
    describeVersion(subjects.register(subject, readContent(readMembers(body))), query),
  GetSchemaByVersion: (subjects, { subject = '', version = '' }, { query }) =>
    describeVersion(subjects.version(subject, version), query),
  GetVersionSchemaOnly: (subjects, { subject = '', version = '' }, { query }) =>
    schemaText(subjects.version(subject, version).stored, query),
  // Nothing is checked, and the configuration says so.
  GetTopLevelConfig: () => ({ compatibilityLevel: 'NONE' }),
};

/**
 * Carries out what a request asks for.
 *
 * @returns the body of the answer.
 * @throws {ServiceError} an error of the registry
 */
export function answerRegistry(subjects: Subjects, request: ServiceRequest): string {
  const { method, operation, path } = request;
  if (!isOperation(operation)) {
    throw registryError(404, `The stand-in of schema-registry does not know ${method} ${path}.`);
  }
  const answer = OPERATIONS[operation](subjects, pathMembers(method, path), request);
  return typeof answer === 'string' ? answer : JSON.stringify(answer);
}

function isOperation(name: string): name is RegistryOperationName {
  return Object.hasOwn(OPERATIONS, name);
}

/** Tells subject and version only to those who ask with a subject. */
function getSchemaById(subjects: Subjects, { id = '' }: PathMembers, { query }: ServiceRequest): Answer {
  const stored = findById(subjects, id);
  const version = subjects.versionsOf(stored).find(({ subject }) => subject === query.get('subject'));
  return {
    subject: version?.subject,
    version: version?.version,
    ...describeSchema(stored, query),
    maxId: query.get('fetchMaxId') === 'true' ? subjects.maxId : undefined,
  };
}

function lookUpSchema(
  subjects: Subjects,
  { subject = '' }: PathMembers,
  { body, query }: ServiceRequest,
): Answer {
  const found = subjects.lookUp(subject, readContent(readMembers(body)));
  if (found !== undefined) return describeVersion(found, query);
  if (!subjects.names().includes(subject)) throw subjectNotFound(subject);
  throw schemaNotFound();
}

function readMembers(body: Buffer): RequestMembers {
  try {
    return RequestMembers.of(JSON.parse(body.toString()));
  } catch (error) {
    if (error instanceof ServiceError) throw error;
    throw registryError(400, 'The request body is not JSON.');
  }
}

function findById(subjects: Subjects, id: string): StoredSchema {
  // To the registry, an id that is no number makes a path that it does not know.
  if (!/^-?\d+$/.test(id)) throw registryError(404, 'HTTP 404 Not Found');
  const stored = subjects.byId(Number(id));
  if (stored === undefined) throw schemaNotFound(id);
  return stored;
}

function findByGuid(subjects: Subjects, guid: string): StoredSchema {
  const stored = subjects.byGuid(guid);
  if (stored === undefined) throw schemaNotFound(guid);
  return stored;
}
