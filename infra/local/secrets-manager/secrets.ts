import { createHash, randomUUID } from 'node:crypto';
import { checkLength, checkPattern } from '../constraints.ts';
import { type Place, ServiceError } from '../service.ts';

/** @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html */
const NAME = '[A-Za-z0-9/_+=.@-]+';
const MAX_NAME_CHARACTERS = 512;
/** Characters that Secrets Manager adds to the name in an ARN, with the hyphen before them. */
const SUFFIX_CHARACTERS = 7;
const SUFFIX_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Text, or bytes; never both. */
export type SecretValue = { readonly text: string } | { readonly bytes: Buffer };

interface SecretVersion {
  readonly id: string;
  readonly value: SecretValue;
  readonly createdAtMs: number;
}

export interface Secret {
  readonly arn: string;
  readonly name: string;
  /** The first is AWSCURRENT, the second AWSPREVIOUS. */
  readonly versions: readonly SecretVersion[];
}

/** Secrets by ARN, each with its current and its previous value. */
export class Secrets {
  readonly #place: Place;
  readonly #secrets = new Map<string, Secret>();

  constructor(place: Place) {
    this.#place = place;
  }

  /** @param id - Name, ARN, or ARN without the six random characters at its end. */
  find(id: string): Secret | undefined {
    for (const secret of this.#secrets.values()) {
      if (secret.name === id || secret.arn === id || secret.arn.slice(0, -SUFFIX_CHARACTERS) === id)
        return secret;
    }
    return undefined;
  }

  /** @throws {ServiceError} `ResourceNotFoundException` */
  get(id: string): Secret {
    const secret = this.find(id);
    if (secret !== undefined) return secret;
    throw new ServiceError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
  }

  create(name: string, arn: string = this.#arnOf(name)): Secret {
    checkLength(name, 'name', 1, MAX_NAME_CHARACTERS);
    checkPattern(name, 'name', NAME);
    const secret: Secret = { arn, name, versions: [] };
    this.#secrets.set(arn, secret);
    return secret;
  }

  put({ arn, name, versions }: Secret, value: SecretValue, id: string = randomUUID()): Secret {
    const version: SecretVersion = { id, value, createdAtMs: Date.now() };
    const secret: Secret = { arn, name, versions: [version, ...versions.slice(0, 1)] };
    this.#secrets.set(arn, secret);
    return secret;
  }

  /** The six characters are random in AWS; here they follow from the name, so that an ARN can be written down beforehand. */
  #arnOf(name: string): string {
    const digest = createHash('sha256')
      .update(name)
      .digest()
      .subarray(0, SUFFIX_CHARACTERS - 1);
    const suffix = [...digest].map((byte) => SUFFIX_ALPHABET[byte % SUFFIX_ALPHABET.length]).join('');
    return `arn:aws:secretsmanager:${this.#place.region}:${this.#place.account}:secret:${name}-${suffix}`;
  }
}
