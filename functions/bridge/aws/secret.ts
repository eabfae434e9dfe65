import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { RecordError, type RecordFailureCode } from '../errors.ts';
import { toldCause } from '../told-message.ts';
import { keepAliveHandler } from './http.ts';
import { requestSignal } from './request-signal.ts';

/** A user and the certificate of an authority, at the same time. */
const MAX_SOCKETS = 2;
const MAX_ATTEMPTS = 2;

/** Place of the Region in an ARN: `arn:aws:secretsmanager:eu-west-1:123456789012:secret:name-AbCdEf`. */
const REGION_PART = 3;

/**
 * What GetSecretValue can answer, and the code that a record gets for it; anything else means that Secrets Manager is out
 * of reach. All may pass later: a secret is put right without touching the record.
 */
export const SECRET_CAUSES: ReadonlyMap<string, RecordFailureCode> = new Map([
  ['AccessDeniedException', 'SCHEMA_DENIED'],
  ['ResourceNotFoundException', 'SCHEMA_DENIED'],
  // Marked for deletion.
  ['InvalidRequestException', 'SCHEMA_DENIED'],
  ['InvalidParameterException', 'SCHEMA_DENIED'],
  // The execution role may not use the key of the secret.
  ['DecryptionFailure', 'SCHEMA_DENIED'],
  ['ThrottlingException', 'SCHEMA_THROTTLED'],
]);

/**
 * Reads the current text of a secret.
 *
 * @throws RecordError SCHEMA_DENIED, SCHEMA_THROTTLED, SCHEMA_UNAVAILABLE; the message names the secret, never its contents
 */
export type ReadSecret = (secretArn: string, signal: AbortSignal) => Promise<string>;

/**
 * GetSecretValue of Secrets Manager, in the Region of the secret.
 *
 * See {@link https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html}.
 */
export function secretReader(): ReadSecret {
  const clients = new Map<string, SecretsManagerClient>();
  const clientOf = (secretArn: string) => {
    const region = secretArn.split(':')[REGION_PART] ?? '';
    const client = clients.get(region) ?? secretsManager(region);
    clients.set(region, client);
    return client;
  };
  return async (secretArn, signal) => {
    const command = new GetSecretValueCommand({ SecretId: secretArn });
    const { SecretString, SecretBinary } = await clientOf(secretArn)
      .send(command, { abortSignal: requestSignal(signal) })
      .catch((error: unknown) => {
        throw secretError(secretArn, error);
      });
    return SecretString ?? Buffer.from(SecretBinary ?? []).toString();
  };
}

function secretsManager(region: string): SecretsManagerClient {
  return new SecretsManagerClient({
    region,
    maxAttempts: MAX_ATTEMPTS,
    requestHandler: keepAliveHandler(MAX_SOCKETS),
  });
}

function secretError(secretArn: string, cause: unknown): RecordError {
  // The parser's error quotes what it could not read, and that may be the secret.
  if (cause instanceof SyntaxError) {
    return new RecordError(
      'SCHEMA_UNAVAILABLE',
      `The secret ${secretArn} came in an answer that is no JSON.`,
    );
  }
  const { name, message: why } = toldCause(cause);
  const code = SECRET_CAUSES.get(name) ?? 'SCHEMA_UNAVAILABLE';
  return new RecordError(code, `The secret ${secretArn} could not be read. ${name}: ${why}`, { cause });
}
