import type { AssumedRole } from '../../../shared/configuration/assumed-role.ts';
import { RoleError } from '../role-error.ts';
import { REQUEST_TIMEOUT_MS } from './request-signal.ts';
import { type AwsCredentials, areFresh } from './wire/aws-credentials.ts';

/** Credentials are used while they are being renewed, as long as they stay good for this much longer: a request takes time. */
const MIN_REST_MS = 60_000;

/** Between renewals that fail while the credentials are still good. */
const RENEWAL_PAUSE_MS = 10_000;

/**
 * The credentials of an assumed role, for all who call AWS as that role: they are asked for once, and again a few minutes
 * before they expire. The SDK is loaded with the first call.
 *
 * A call takes ten seconds at most, whatever STS does. A failure is not remembered.
 *
 * @returns throws RoleError.
 */
export function roleCredentials(role: AssumedRole, region: string): () => Promise<AwsCredentials> {
  let known: AwsCredentials | undefined;
  let underWay: Promise<AwsCredentials> | undefined;
  let nextRenewalMs = 0;

  async function assume(): Promise<AwsCredentials> {
    const signal = AbortSignal.timeout(REQUEST_TIMEOUT_MS);
    try {
      const { assumeRole } = await import('./assume-role.ts');
      known = await assumeRole(role, region, signal);
      return known;
    } catch (error) {
      nextRenewalMs = Date.now() + RENEWAL_PAUSE_MS;
      throw new RoleError(role.arn, error);
    } finally {
      underWay = undefined;
    }
  }

  return async () => {
    const nowMs = Date.now();
    if (known !== undefined && areFresh(known, nowMs)) return known;
    if (known === undefined || restMs(known, nowMs) < MIN_REST_MS) {
      underWay ??= assume();
      return await underWay;
    }
    // Nobody waits for a renewal in good time, and nothing fails by it.
    if (underWay === undefined && nowMs >= nextRenewalMs) {
      underWay = assume();
      underWay.catch(() => undefined);
    }
    return known;
  };
}

function restMs({ expiration }: AwsCredentials, nowMs: number): number {
  return expiration === undefined ? Number.POSITIVE_INFINITY : expiration.getTime() - nowMs;
}
