import { randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { type Place, ServiceError, type Signer } from '../service.ts';

/** Temporary credentials as AssumeRole hands them out. */
export interface Session {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiresAtMs: number;
  readonly account: string;
  /** ARN of the assumed role, with the name of the session. */
  readonly arn: string;
}

const CREDENTIAL = /^AWS4-HMAC-SHA256 Credential=(?<accessKeyId>[^/]+)\/\d{8}\/(?<region>[^/]+)\//;
/** Of Version 4A, which leaves the Regions to a header. */
const ASYMMETRIC_CREDENTIAL = /^AWS4-ECDSA-P256-SHA256 Credential=(?<accessKeyId>[^/]+)\/\d{8}\//;

/** Sessions of assumed roles. They tell for which account a request is signed: any other credentials are of the place's own. */
export class Sessions {
  readonly #place: Place;
  readonly #sessions = new Map<string, Session>();

  constructor(place: Place) {
    this.#place = place;
  }

  open(account: string, arn: string, durationMs: number): Session {
    const session: Session = {
      accessKeyId: `ASIA${randomBytes(8).toString('hex').toUpperCase()}`,
      secretAccessKey: randomBytes(30).toString('base64'),
      sessionToken: randomBytes(60).toString('base64'),
      expiresAtMs: Date.now() + durationMs,
      account,
      arn,
    };
    this.#sessions.set(session.accessKeyId, session);
    return session;
  }

  find(accessKeyId: string | undefined): Session | undefined {
    return accessKeyId === undefined ? undefined : this.#sessions.get(accessKeyId);
  }

  /** All sessions end now: their credentials are refused from here on. */
  expire(): void {
    for (const [key, session] of this.#sessions) this.#sessions.set(key, { ...session, expiresAtMs: 0 });
  }

  /** Who signed a request. The signature itself is not checked, the token of a session is. */
  signerOf(headers: IncomingHttpHeaders): Signer | undefined {
    const { accessKeyId, region } = scopeOf(headers);
    if (accessKeyId === undefined || region === undefined) return undefined;
    const session = this.find(accessKeyId);
    if (session === undefined)
      return { accessKeyId, region, account: this.#place.account, problem: undefined };
    const problem = problemOf(session, headers['x-amz-security-token']);
    return { accessKeyId, region, account: session.account, problem };
  }
}

function scopeOf({ authorization = '', 'x-amz-region-set': regionSet }: IncomingHttpHeaders): {
  readonly accessKeyId?: string;
  readonly region?: string;
} {
  const { accessKeyId } = ASYMMETRIC_CREDENTIAL.exec(authorization)?.groups ?? {};
  if (accessKeyId !== undefined && typeof regionSet === 'string') return { accessKeyId, region: regionSet };
  return CREDENTIAL.exec(authorization)?.groups ?? {};
}

/** @see https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html */
function problemOf(session: Session, token: string | string[] | undefined): ServiceError | undefined {
  if (token !== session.sessionToken) {
    return new ServiceError(
      'UnrecognizedClientException',
      'The security token included in the request is invalid.',
    );
  }
  if (session.expiresAtMs <= Date.now()) {
    return new ServiceError('ExpiredTokenException', 'The security token included in the request is expired');
  }
  return undefined;
}
