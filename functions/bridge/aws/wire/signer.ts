import { createHmac, createSecretKey, hash, type KeyObject } from 'node:crypto';
import type { AwsCredentials } from './aws-credentials.ts';

const ALGORITHM = 'AWS4-HMAC-SHA256';
const TERMINATOR = 'aws4_request';

/** Characters of `20261121` in `20261121T172135Z`. */
const DAY_LENGTH = 8;

/** The name and the value of a header. */
export type Header = readonly [name: string, value: string];

/** A POST to the path `/`, without a query. */
export interface SignableRequest {
  /** `20261121T172135Z` */
  readonly date: string;
  /** Hexadecimal SHA-256 of the body. */
  readonly bodyHash: string;
  /** Names in lower case and values without needless blanks, sorted by name. */
  readonly headers: readonly Header[];
}

/** A key for the requests of one day, and what it was derived for. */
interface SigningKey {
  readonly secret: string;
  readonly day: string;
  readonly key: KeyObject;
}

/**
 * Signs requests to one service in one Region with Signature Version 4. The key is derived once a day, or when the
 * credentials change: four of the five HMACs of a signature are for the key.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export class Signer {
  readonly #region: string;
  readonly #service: string;
  #derived: SigningKey | undefined;

  constructor(region: string, service: string) {
    this.#region = region;
    this.#service = service;
  }

  /** The value of the header `authorization`. */
  authorization(request: SignableRequest, credentials: AwsCredentials): string {
    const { date, bodyHash, headers } = request;
    const day = date.slice(0, DAY_LENGTH);
    let canonicalHeaders = '';
    let signedHeaders = '';
    for (const [name, value] of headers) {
      canonicalHeaders += `${name}:${value}\n`;
      signedHeaders += signedHeaders === '' ? name : `;${name}`;
    }
    const canonicalRequest = `POST\n/\n\n${canonicalHeaders}\n${signedHeaders}\n${bodyHash}`;
    const scope = `${day}/${this.#region}/${this.#service}/${TERMINATOR}`;
    const stringToSign = `${ALGORITHM}\n${date}\n${scope}\n${hash('sha256', canonicalRequest, 'hex')}`;
    const signature = createHmac('sha256', this.#key(day, credentials)).update(stringToSign).digest('hex');
    return `${ALGORITHM} Credential=${credentials.accessKeyId}/${scope}, SignedHeaders=${signedHeaders}, Signature=${signature}`;
  }

  #key(day: string, { secretAccessKey: secret }: AwsCredentials): KeyObject {
    if (this.#derived?.day !== day || this.#derived.secret !== secret) {
      const key = [day, this.#region, this.#service, TERMINATOR].reduce<string | Buffer>(
        (outer, part) => createHmac('sha256', outer).update(part).digest(),
        `AWS4${secret}`,
      );
      this.#derived = { secret, day, key: createSecretKey(Buffer.from(key)) };
    }
    return this.#derived.key;
  }
}
