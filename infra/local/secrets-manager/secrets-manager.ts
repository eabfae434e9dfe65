import { createAwsJsonService } from '../aws-json.ts';
import type { RequestMembers } from '../request-members.ts';
import { type Place, type Service, ServiceError } from '../service.ts';
import { type Secret, Secrets, type SecretValue } from './secrets.ts';

const STAGES = ['AWSCURRENT', 'AWSPREVIOUS'] as const;
const ARN = /^arn:aws[a-z-]*:secretsmanager:[^:]+:\d{12}:secret:(?<name>.+)-[A-Za-z0-9]{6}$/;

export interface PutSecretInput {
  /** A name, or the whole ARN that the secret is to have. */
  readonly id: string;
  readonly value: string | Buffer;
}

/** Secrets Manager as tests and the demo see it. */
export interface SecretsManagerStandIn {
  /** Makes a secret, or gives it a new current value, and returns its ARN. */
  putSecret(secret: PutSecretInput): string;
}

/** Secrets with their current and previous value, kept in clear. */
export function createSecretsManager(place: Place): {
  readonly service: Service;
  readonly api: SecretsManagerStandIn;
} {
  const secrets = new Secrets(place);
  const service = createAwsJsonService({
    name: 'secrets-manager',
    version: '1.1',
    messageMember: 'Message',
    operations: {
      CreateSecret: (input) => createSecret(secrets, input),
      GetSecretValue: (input) => getSecretValue(secrets, input),
      PutSecretValue: (input) => putSecretValue(secrets, input),
    },
  });
  return { service, api: { putSecret: (input) => putSecret(secrets, input) } };
}

function putSecret(secrets: Secrets, { id, value }: PutSecretInput): string {
  const name = ARN.exec(id)?.groups?.name;
  const secret = secrets.find(id) ?? (name === undefined ? secrets.create(id) : secrets.create(name, id));
  return secrets.put(secret, typeof value === 'string' ? { text: value } : { bytes: value }).arn;
}

function createSecret(secrets: Secrets, input: RequestMembers): object {
  const name = input.requiredString('Name');
  if (secrets.find(name) !== undefined) {
    throw new ServiceError(
      'ResourceExistsException',
      `The operation failed because the secret ${name} already exists.`,
    );
  }
  const value = readValue(input);
  const created = secrets.create(name);
  const secret =
    value === undefined ? created : secrets.put(created, value, input.string('ClientRequestToken'));
  return { ARN: secret.arn, Name: name, VersionId: secret.versions[0]?.id };
}

function putSecretValue(secrets: Secrets, input: RequestMembers): object {
  const secret = secrets.get(input.requiredString('SecretId'));
  const value = readValue(input);
  if (value === undefined) {
    throw new ServiceError(
      'InvalidRequestException',
      'You must provide either SecretString or SecretBinary.',
    );
  }
  const { arn, name, versions } = secrets.put(secret, value, input.string('ClientRequestToken'));
  return { ARN: arn, Name: name, VersionId: versions[0]?.id, VersionStages: [STAGES[0]] };
}

function getSecretValue(secrets: Secrets, input: RequestMembers): object {
  const secret = secrets.get(input.requiredString('SecretId'));
  const place = findVersion(secret, input);
  const version = secret.versions[place];
  if (version === undefined) {
    const id = input.string('VersionId');
    const wanted =
      id === undefined ? `staging label: ${input.string('VersionStage') ?? STAGES[0]}` : `VersionId: ${id}`;
    throw new ServiceError(
      'ResourceNotFoundException',
      `Secrets Manager can't find the specified secret value for ${wanted}`,
    );
  }
  const { id, value, createdAtMs } = version;
  return {
    ARN: secret.arn,
    Name: secret.name,
    VersionId: id,
    SecretString: 'text' in value ? value.text : undefined,
    SecretBinary: 'bytes' in value ? value.bytes.toString('base64') : undefined,
    VersionStages: [STAGES[place]],
    CreatedDate: createdAtMs / 1000,
  };
}

/** The place of the version among those of the secret; -1 when there is none. */
function findVersion({ versions }: Secret, input: RequestMembers): number {
  const id = input.string('VersionId');
  const stage = input.string('VersionStage');
  const place = STAGES.findIndex((name) => name === (stage ?? STAGES[0]));
  if (id === undefined) return place;
  const found = versions.findIndex((version) => version.id === id);
  return stage === undefined || found === place ? found : -1;
}

function readValue(input: RequestMembers): SecretValue | undefined {
  const text = input.string('SecretString');
  if (text !== undefined) return { text };
  const bytes = input.string('SecretBinary');
  return bytes === undefined ? undefined : { bytes: Buffer.from(bytes, 'base64') };
}
