/**
 * Operations of the registry with a stand-in, by method and path, named as in its own specification.
 *
 * @see https://docs.confluent.io/platform/current/schema-registry/develop/api.html
 */
const OPERATIONS = {
  'GET /schemas/types': 'GetSchemaTypes',
  'GET /schemas/ids/{id}': 'GetSchemaById',
  'GET /schemas/ids/{id}/schema': 'GetOnlySchemaById',
  'GET /schemas/ids/{id}/subjects': 'GetAllSubjectsById',
  'GET /schemas/ids/{id}/versions': 'GetAllVersionsById',
  'GET /schemas/guids/{guid}': 'GetSchemaByGuid',
  'GET /schemas/guids/{guid}/ids': 'GetAllIdsByGuid',
  'GET /subjects': 'GetAllSubjects',
  'POST /subjects/{subject}': 'LookUpSchemaUnderSubject',
  'GET /subjects/{subject}/versions': 'GetAllVersions',
  'POST /subjects/{subject}/versions': 'RegisterSchema',
  'GET /subjects/{subject}/versions/{version}': 'GetSchemaByVersion',
  'GET /subjects/{subject}/versions/{version}/schema': 'GetVersionSchemaOnly',
  'GET /config': 'GetTopLevelConfig',
} as const;

export type RegistryOperationName = (typeof OPERATIONS)[keyof typeof OPERATIONS];

/** Members of a path, decoded, by the name that they have in the table. */
export type PathMembers = Readonly<Record<string, string>>;

interface PathPattern {
  readonly method: string;
  readonly segments: readonly string[];
  readonly operation: RegistryOperationName;
}

const PATTERNS: readonly PathPattern[] = Object.entries(OPERATIONS).map(([pattern, operation]) => {
  const [method = '', path = ''] = pattern.split(' ');
  return { method, segments: segmentsOf(path), operation };
});

/** Where the registry is on the server of the stand-ins: registries are often behind a path, and clients keep it. */
export const SCHEMA_REGISTRY_PATH = '/schema-registry';

/** The name of an operation that has no stand-in. */
export const UNKNOWN_REGISTRY_OPERATION = 'Unknown';

/** Whether a path is one of the registry. */
export function isRegistryPath(path: string): boolean {
  return path === SCHEMA_REGISTRY_PATH || path.startsWith(`${SCHEMA_REGISTRY_PATH}/`);
}

export function registryOperation(
  method: string,
  path: string,
): RegistryOperationName | typeof UNKNOWN_REGISTRY_OPERATION {
  return findPattern(method, path)?.operation ?? UNKNOWN_REGISTRY_OPERATION;
}

export function pathMembers(method: string, path: string): PathMembers {
  const written = segmentsOf(path.slice(SCHEMA_REGISTRY_PATH.length));
  const names = findPattern(method, path)?.segments ?? [];
  return Object.fromEntries(
    names.flatMap((name, place) =>
      name.startsWith('{') ? [[name.slice(1, -1), decode(written[place] ?? '')]] : [],
    ),
  );
}

function findPattern(method: string, path: string): PathPattern | undefined {
  const written = segmentsOf(path.slice(SCHEMA_REGISTRY_PATH.length));
  return PATTERNS.find(
    (pattern) =>
      pattern.method === method &&
      pattern.segments.length === written.length &&
      pattern.segments.every((segment, place) => segment.startsWith('{') || segment === written[place]),
  );
}

function segmentsOf(path: string): string[] {
  return path.split('/').filter((segment) => segment !== '');
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
