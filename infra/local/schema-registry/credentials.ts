import type { IncomingHttpHeaders } from 'node:http';
import { registryError } from './registry-error.ts';

/** What a client has to show. */
export type RegistryCredentials =
  | { readonly kind: 'basic'; readonly username: string; readonly password: string }
  | {
      readonly kind: 'bearer';
      readonly token: string;
      /** Confluent Cloud: the header `target-sr-cluster`. */
      readonly logicalCluster?: string;
      /** Confluent Cloud: the header `Confluent-Identity-Pool-Id`. */
      readonly identityPoolId?: string;
    };

/** @throws {ServiceError} 401, without telling what is wrong */
export function checkCredentials(
  demanded: RegistryCredentials | undefined,
  headers: IncomingHttpHeaders,
): void {
  if (demanded === undefined || isShown(demanded, headers)) return;
  throw registryError(401, 'Unauthorized');
}

function isShown(demanded: RegistryCredentials, headers: IncomingHttpHeaders): boolean {
  if (demanded.kind === 'basic') {
    const pair = Buffer.from(`${demanded.username}:${demanded.password}`).toString('base64');
    return headers.authorization === `Basic ${pair}`;
  }
  const { token, logicalCluster, identityPoolId } = demanded;
  return (
    headers.authorization === `Bearer ${token}` &&
    (logicalCluster === undefined || headers['target-sr-cluster'] === logicalCluster) &&
    (identityPoolId === undefined || headers['confluent-identity-pool-id'] === identityPoolId)
  );
}
