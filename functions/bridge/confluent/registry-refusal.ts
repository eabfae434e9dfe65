import { STATUS_CODES } from 'node:http';
import type { RecordFailureCode } from '../errors.ts';
import type { HttpAnswer } from './http-get.ts';
import { parseObject } from './json-object.ts';

/** Why a registry gave no schema. */
export interface Refusal {
  readonly code: RecordFailureCode;
  /** Follows the name of the registry and a colon in a message. */
  readonly why: string;
}

/**
 * Codes in the answers of a registry: no such subject, version or schema. Other registries know them as well: Apicurio,
 * Karapace and Redpanda. A 404 without them comes from something that is no registry, or lacks the look-up.
 *
 * See {@link https://docs.confluent.io/platform/current/schema-registry/develop/api.html#errors}.
 */
const NOT_FOUND_CODES: readonly unknown[] = [40401, 40402, 40403];

/** Any other status means that the registry is out of reach. */
const STATUS_CAUSES: ReadonlyMap<number, Refusal> = new Map([
  [401, { code: 'SCHEMA_DENIED', why: 'it does not accept the credentials, or needs some' }],
  [403, { code: 'SCHEMA_DENIED', why: 'it forbids reading this schema' }],
  [429, { code: 'SCHEMA_THROTTLED', why: 'it takes no more requests for now' }],
]);

/** What an answer means that is not a schema. Of its text only the error code is used: the rest may be anything. */
export function answerRefusal(answer: HttpAnswer): Refusal {
  const { status, body } = answer;
  const errorCode = parseObject(body)?.error_code;
  if (status === 404 && NOT_FOUND_CODES.includes(errorCode)) {
    return { code: 'SCHEMA_NOT_FOUND', why: `it has no such schema (error code ${errorCode})` };
  }
  const { code, why } = STATUS_CAUSES.get(status) ?? { code: 'SCHEMA_UNAVAILABLE', why: unavailable(answer) };
  const detail = typeof errorCode === 'number' ? `, error code ${errorCode}` : '';
  return { code, why: `${why} (status ${status}${detail})` };
}

function unavailable({ status, location }: HttpAnswer): string {
  if (status === 200) return 'its answer holds no schema';
  if (status === 404) {
    return 'it does not know this request; is this the address of a registry, and for a GUID one of version 8?';
  }
  if (location !== undefined) return `it redirects to ${originOf(location)}, and no redirect is followed`;
  return `it failed with ${STATUS_CODES[status] ?? 'an unknown status'}`;
}

/** Path and query may hold something secret. */
function originOf(location: string): string {
  return URL.canParse(location) ? new URL(location).origin : 'another path';
}

/** What it means that there is no complete answer. */
export function networkRefusal(error: Error): Refusal {
  const authority = authorityCode(error);
  // Node's own message recommends an option of its command line.
  const why =
    authority === undefined
      ? messageOf(error).replace(/\.$/, '')
      : `its certificate cannot be verified; is that of its authority in schema.registry.ca.secret.arn? (${authority})`;
  return { code: 'SCHEMA_UNAVAILABLE', why };
}

/** Errors of TLS that another authority might end; one that is renewed under its name fails by its signature. */
const UNKNOWN_AUTHORITY: readonly string[] = [
  'CERT_HAS_EXPIRED',
  'CERT_SIGNATURE_FAILURE',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
];

/** The code of an error of TLS that another authority might end. */
export function authorityCode(error: Error): string | undefined {
  return UNKNOWN_AUTHORITY.find((code) => 'code' in error && error.code === code);
}

/** A host with several IP addresses fails with an error for each, and no message of its own. */
function messageOf(error: Error): string {
  const [first] = error instanceof AggregateError ? error.errors : [];
  return first instanceof Error ? first.message : error.message;
}
