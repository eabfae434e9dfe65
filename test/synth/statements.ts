interface PolicyDocument {
  readonly Statement: readonly Statement[];
}

interface Statement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource?: unknown;
  readonly Condition?: unknown;
}

/** One action on one resource that a policy of a template allows. */
export interface Permission {
  /** Logical id of what has the policy. */
  readonly holder: string;
  readonly holderType: string;
  readonly action: string;
  /** The resource as text; intrinsic functions as JSON. */
  readonly resource: string;
  readonly hasCondition: boolean;
}

type Resources = Readonly<Record<string, { readonly Type: string; readonly Properties?: object }>>;

/** Policies of a template, those of roles and those of resources. */
export function policiesOf(resources: Resources): [string, PolicyDocument][] {
  return Object.entries(resources).flatMap(([id, { Properties }]) =>
    documentsIn(Properties).map((document): [string, PolicyDocument] => [id, document]),
  );
}

export function permissionsIn(resources: Resources): Permission[] {
  return policiesOf(resources).flatMap(([holder, { Statement }]) =>
    Statement.filter(({ Effect }) => Effect === 'Allow').flatMap(({ Action, Resource, Condition }) =>
      [Action].flat().flatMap((action) =>
        [Resource].flat().map((resource) => ({
          holder,
          holderType: resources[holder]?.Type ?? '',
          action,
          resource: textOf(resource),
          hasCondition: Condition !== undefined,
        })),
      ),
    ),
  );
}

function documentsIn(value: unknown): PolicyDocument[] {
  if (Array.isArray(value)) return value.flatMap(documentsIn);
  if (typeof value !== 'object' || value === null) return [];
  if ('Statement' in value && Array.isArray(value.Statement)) return [value as PolicyDocument];
  return Object.values(value).flatMap(documentsIn);
}

/** A joined text ends as its last part does; that is what a wildcard is looked for in. */
function textOf(resource: unknown): string {
  if (typeof resource === 'string') return resource;
  if (typeof resource === 'object' && resource !== null && 'Fn::Join' in resource) {
    const [separator, parts] = resource['Fn::Join'] as [string, unknown[]];
    return parts.map(textOf).join(separator);
  }
  return JSON.stringify(resource) ?? '';
}
