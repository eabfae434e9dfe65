import { createAwsJsonService } from '../aws-json.ts';
import { readEnum } from '../constraints.ts';
import type { RequestMembers } from '../request-members.ts';
import { type Place, type Service, ServiceError } from '../service.ts';
import { PARAMETER_TYPES, ParameterStore, type ParameterType, TIERS } from './parameter-store.ts';

export interface PutParameterInput {
  readonly name: string;
  readonly value: string;
  /** @default - the type it has, else String */
  readonly type?: ParameterType;
}

/** The parameter store as tests and the demo see it. */
export interface SsmStandIn {
  /** Makes a parameter, or a new version of it, and returns the version. Values above 4 KB become Advanced. */
  putParameter(parameter: PutParameterInput): number;
  /** The current value, or `undefined`. */
  parameter(name: string): string | undefined;
}

/** Systems Manager Parameter Store: parameters with versions. A SecureString is kept in clear. */
export function createSsm(place: Place): { readonly service: Service; readonly api: SsmStandIn } {
  const store = new ParameterStore(place);
  const service = createAwsJsonService({
    name: 'ssm',
    version: '1.1',
    operations: {
      GetParameter: (input) => ({ Parameter: store.get(input.requiredString('Name')) }),
      GetParameters: (input) => {
        const { found, missing } = store.getAll(input.strings('Names') ?? []);
        return { Parameters: found, InvalidParameters: missing };
      },
      PutParameter: (input) => putParameter(store, input),
      DeleteParameter: (input) => store.delete(input.requiredString('Name')),
    },
  });
  return {
    service,
    api: {
      putParameter: ({ name, value, type }) =>
        store.put({
          name,
          value,
          type: type ?? store.current(name)?.type ?? 'String',
          tier: 'Intelligent-Tiering',
        }).version,
      parameter: (name) => store.current(name)?.value,
    },
  };
}

function putParameter(store: ParameterStore, input: RequestMembers): object {
  const name = input.requiredString('Name');
  const current = store.current(name);
  if (current !== undefined && input.boolean('Overwrite') !== true) {
    throw new ServiceError(
      'ParameterAlreadyExists',
      'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
    );
  }
  const type = readEnum(PARAMETER_TYPES, input.string('Type'), 'type') ?? current?.type;
  if (type === undefined) {
    throw new ServiceError(
      'ValidationException',
      'A parameter type is required when you create a parameter.',
    );
  }
  const tier = readEnum(TIERS, input.string('Tier'), 'tier') ?? current?.tier ?? 'Standard';
  const stored = store.put({ name, value: input.requiredString('Value'), type, tier });
  return { Version: stored.version, Tier: stored.tier };
}
