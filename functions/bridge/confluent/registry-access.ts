import { X509Certificate } from 'node:crypto';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { ConfluentRegistrySettings } from '../../../shared/configuration/format.ts';
import type { ReadSecret } from '../aws/secret.ts';
import { distrustIdle } from '../aws/wire/distrust-idle.ts';
import { RecordError } from '../errors.ts';
import { parseObject } from './json-object.ts';

/** The schema store asks for no more at once. */
const MAX_SOCKETS = 8;

/** Secrets that the registry refuses are read again at most this often: they may have been rotated since. */
const REREAD_INTERVAL_MS = 5_000;

/** What a request needs to get in. */
export interface Access {
  readonly headers: Readonly<Record<string, string>>;
  readonly httpAgent: HttpAgent;
  readonly httpsAgent: HttpsAgent;
  /** Epoch milliseconds. */
  readonly readAtMs: number;
}

export interface AccessPorts {
  readonly readSecret: ReadSecret;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** Credentials and private authority of a registry, read from their secrets once, and again when they are refused. */
export class RegistryAccess {
  readonly #settings: ConfluentRegistrySettings;
  readonly #ports: AccessPorts;
  #access: Access | undefined;
  #reading: Promise<Access> | undefined;

  constructor(settings: ConfluentRegistrySettings, ports: AccessPorts) {
    this.#settings = settings;
    this.#ports = ports;
  }

  /** @throws RecordError SCHEMA_DENIED, SCHEMA_THROTTLED, SCHEMA_UNAVAILABLE when a secret cannot be read or used */
  async get(signal: AbortSignal): Promise<Access> {
    return this.#access ?? (await this.#readOnce(signal));
  }

  /**
   * Another access than the one that was refused; undefined when there is none to be had now.
   *
   * @throws RecordError as {@link get}
   */
  async another(refused: Access, signal: AbortSignal): Promise<Access | undefined> {
    const { secretArn, caSecretArn } = this.#settings;
    if (secretArn === undefined && caSecretArn === undefined) return undefined;
    // A request that was refused at the same time may have it read already.
    if (this.#access === refused) {
      if (this.#ports.now() - refused.readAtMs < REREAD_INTERVAL_MS) return undefined;
      this.#access = undefined;
    }
    return await this.get(signal);
  }

  #readOnce(signal: AbortSignal): Promise<Access> {
    this.#reading ??= this.#read(signal).finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  async #read(signal: AbortSignal): Promise<Access> {
    const { secretArn, caSecretArn, logicalCluster, identityPoolId } = this.#settings;
    const readAtMs = this.#ports.now();
    const read = async (arn: string | undefined) =>
      arn === undefined ? undefined : { arn, text: await this.#ports.readSecret(arn, signal) };
    const [credentials, authority] = await Promise.all([read(secretArn), read(caSecretArn)]);
    const options = { keepAlive: true, maxSockets: MAX_SOCKETS };
    this.#access = {
      headers: {
        ...(credentials !== undefined && { authorization: authorizationOf(credentials) }),
        ...(logicalCluster !== undefined && { 'target-sr-cluster': logicalCluster }),
        ...(identityPoolId !== undefined && { 'Confluent-Identity-Pool-Id': identityPoolId }),
      },
      httpAgent: distrustIdle(new HttpAgent(options)),
      httpsAgent: distrustIdle(
        new HttpsAgent({ ...options, ...(authority !== undefined && trust(authority)) }),
      ),
      readAtMs,
    };
    return this.#access;
  }
}

interface Secret {
  readonly arn: string;
  readonly text: string;
}

function authorizationOf({ arn, text }: Secret): string {
  const { username, password, token } = parseObject(text) ?? {};
  if (typeof username === 'string' && typeof password === 'string') {
    return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  }
  if (typeof token === 'string' && isHeaderText(token.trim())) return `Bearer ${token.trim()}`;
  throw new RecordError(
    'SCHEMA_DENIED',
    `The secret ${arn} holds neither {"username":…,"password":…} nor {"token":…}, each a text.`,
  );
}

/** Anything else would be refused by the client of Node, or start another header. */
function isHeaderText(text: string): boolean {
  return /^[\x21-\x7e]+$/.test(text);
}

/** Only this authority is trusted, even if it is itself signed by another. */
function trust({ arn, text }: Secret): { readonly ca: string; readonly allowPartialTrustChain: true } {
  const { certificate } = parseObject(text) ?? { certificate: text };
  if (typeof certificate === 'string' && isCertificate(certificate)) {
    return { ca: certificate, allowPartialTrustChain: true };
  }
  throw new RecordError(
    'SCHEMA_DENIED',
    `The secret ${arn} holds no certificate in PEM, neither as {"certificate":…} nor as text.`,
  );
}

/** Node passes over what is no PEM, and would then tell of an unknown authority. */
function isCertificate(text: string): boolean {
  try {
    return new X509Certificate(text).raw.length > 0;
  } catch {
    return false;
  }
}
