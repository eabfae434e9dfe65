import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createSecureContext } from 'node:tls';
import type { KafkaAccess, KafkaAuth } from './kafka-access.ts';

/** The environment variables that hold secrets, so that no command line does, and the Region. */
export const KAFKA_VARIABLES = {
  username: 'KAFKA_USERNAME',
  password: 'KAFKA_PASSWORD',
  keyPassword: 'KAFKA_KEY_PASSWORD',
  region: 'AWS_REGION',
} as const;

export type Environment = Readonly<Record<string, string | undefined>>;

/** Paths of files in PEM, by the option that names them. */
export interface KafkaFiles {
  readonly 'kafka-ca'?: string | undefined;
  readonly 'kafka-cert'?: string | undefined;
  readonly 'kafka-key'?: string | undefined;
}

type FileOption = keyof KafkaFiles;

/**
 * Reads the files and secrets that this way to log in needs.
 *
 * @param mistakes is added to; the result is undefined then.
 */
export function readAccess(
  auth: KafkaAuth,
  files: KafkaFiles,
  environment: Environment,
  mistakes: string[],
): KafkaAccess | undefined {
  refuseUseless(auth, files, mistakes);
  if (auth === 'none') return { auth };
  const ca = readPem('kafka-ca', files, mistakes);
  switch (auth) {
    case 'tls':
    case 'iam':
      return { auth, ca };
    case 'mtls': {
      const certificate = requiredPem('kafka-cert', files, mistakes);
      const privateKey = requiredPem('kafka-key', files, mistakes);
      if (certificate === undefined || privateKey === undefined) return undefined;
      const privateKeyPassword = environment[KAFKA_VARIABLES.keyPassword];
      refuseUnlike(certificate, privateKey, privateKeyPassword, mistakes);
      return { auth, ca, certificate, privateKey, privateKeyPassword };
    }
    case 'scram':
    case 'scram-256':
    case 'plain': {
      const username = variable(KAFKA_VARIABLES.username, auth, environment, mistakes);
      const password = variable(KAFKA_VARIABLES.password, auth, environment, mistakes);
      return username === undefined || password === undefined ? undefined : { auth, ca, username, password };
    }
  }
}

/** An option without effect is a misunderstanding, and one about security had better be told. */
function refuseUseless(auth: KafkaAuth, files: KafkaFiles, mistakes: string[]): void {
  if (auth === 'none' && files['kafka-ca'] !== undefined) {
    mistakes.push('--kafka-ca has no effect with --kafka-auth none. Leave it out, or use tls.');
  }
  if (auth === 'mtls') return;
  for (const option of ['kafka-cert', 'kafka-key'] as const) {
    if (files[option] === undefined) continue;
    mistakes.push(`--${option} has no effect with --kafka-auth ${auth}. Leave it out, or use mtls.`);
  }
}

function readPem(option: FileOption, files: KafkaFiles, mistakes: string[]): string | undefined {
  const path = files[option];
  if (path === undefined) return undefined;
  try {
    // npm runs scripts in the project's folder and tells where it was called.
    const text = readFileSync(resolve(process.env.INIT_CWD ?? '.', path), 'utf8');
    if (text.includes('-----BEGIN ')) return text;
    mistakes.push(`--${option} ${path} is not in PEM. Convert it, for example with openssl.`);
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? ` (${error.code})` : '';
    mistakes.push(`--${option} ${path} cannot be read${why}.`);
  }
  return undefined;
}

function requiredPem(option: FileOption, files: KafkaFiles, mistakes: string[]): string | undefined {
  if (files[option] !== undefined) return readPem(option, files, mistakes);
  mistakes.push(`--${option} is missing. mtls needs a certificate and its key.`);
  return undefined;
}

/** Found here, because a connection would only fail. */
function refuseUnlike(
  certificate: string,
  privateKey: string,
  passphrase: string | undefined,
  mistakes: string[],
): void {
  try {
    createSecureContext({ cert: certificate, key: privateKey, ...(passphrase && { passphrase }) });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    mistakes.push(
      `--kafka-cert and --kafka-key cannot be used together (${why}). Check that they are a pair, and ${KAFKA_VARIABLES.keyPassword}.`,
    );
  }
}

function variable(
  name: string,
  auth: KafkaAuth,
  environment: Environment,
  mistakes: string[],
): string | undefined {
  const value = environment[name];
  if (value !== undefined && value !== '') return value;
  mistakes.push(`--kafka-auth ${auth} needs the environment variable ${name}.`);
  return undefined;
}
