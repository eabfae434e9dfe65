import type { AssumedRole } from '../../../shared/configuration/assumed-role.ts';
import { RoleError } from '../role-error.ts';
import { REQUEST_TIMEOUT_MS } from './request-signal.ts';
import { type AwsCredentials, areFresh } from './wire/aws-credentials.ts';

/** Credentials are used while they are being renewed, as long as they stay good for this much longer: a request takes time. */
const MIN_REST_MS = 60_000;

/**
 * Whoever has credentials asks again five minutes before this time is over, though the session lasts for longer. A session may be
 * revoked, or its role made anew, and nothing tells that from a permission that is missing.
 */
const LENT_MS = 15 * 60_000;

/** Between renewals that fail while the credentials are still good. */
const RENEWAL_PAUSE_MS = 10_000;

/**
 * The credentials of an assumed role, for all who call AWS as that role: they are asked for once, and again every ten minutes;
 * those that cannot be renewed are used to their end. The SDK is loaded with the first call.
 *
 * A call takes ten seconds at most, whatever STS does. A failure is not remembered.
 *
 * @returns throws RoleError.
 */
export function roleCredentials(role: AssumedRole, region: string): () => Promise<AwsCredentials> {
  let known: Session | undefined;
  let underWay: Promise<AwsCredentials> | undefined;
  let nextRenewalMs = 0;

  async function assume(): Promise<AwsCredentials> {
    const signal = AbortSignal.timeout(REQUEST_TIMEOUT_MS);
    try {
      const { assumeRole } = await import('./assume-role.ts');
      const credentials = await assumeRole(role, region, signal);
      known = sessionOf(credentials, Date.now());
      return known.credentials;
    } catch (error) {
      nextRenewalMs = Date.now() + RENEWAL_PAUSE_MS;
      throw new RoleError(role.arn, error);
    } finally {
      underWay = undefined;
    }
  }

  return async () => {
    const nowMs = Date.now();
    if (known !== undefined && areFresh(known.credentials, nowMs)) return known.credentials;
    if (known === undefined || known.endMs - nowMs < MIN_REST_MS) {
      underWay ??= assume();
      return await underWay;
    }
    // Nobody waits for a renewal in good time, and nothing fails by it.
    if (underWay === undefined && nowMs >= nextRenewalMs) {
      underWay = assume();
      underWay.catch(() => undefined);
    }
    return known.credentials;
  };
}

interface Session {
  /** As they are lent. */
  readonly credentials: AwsCredentials;
  /** Epoch milliseconds. */
  readonly endMs: number;
}

function sessionOf(credentials: AwsCredentials, nowMs: number): Session {
  const endMs = credentials.expiration?.getTime() ?? Number.POSITIVE_INFINITY;
  const expiration = new Date(Math.min(endMs, nowMs + LENT_MS));
  return { credentials: { ...credentials, expiration }, endMs };
}
