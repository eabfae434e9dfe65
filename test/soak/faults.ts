import type { Fault } from '../../infra/local/fault.ts';
import type { OperationName, ServiceName } from '../../infra/local/service.ts';

/** Codes of single entries, as PutEvents documents them. @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsResultEntry.html */
export const ENTRY_CODES = {
  transient: ['InternalFailure', 'ThrottlingException'],
  final: [
    'InvalidArgument',
    'MalformedDetail',
    'RedactionFailure',
    'NotAuthorizedForSourceException',
    'NotAuthorizedForDetailTypeException',
  ],
  denied: ['AccessDeniedException', 'InvalidAccountIdException'],
  /** That no document names. */
  unknown: ['SomethingNewException'],
} as const;

const ALL_PLACES = Array.from({ length: 10 }, (_, place) => place);

/** What happens to a bridge on an ordinary bad day. */
export const WEATHER: readonly Fault[] = [
  { kind: 'throttle', probability: 0.02 },
  { kind: 'partial', probability: 0.04, codes: ENTRY_CODES.transient },
  { kind: 'internal', probability: 0.01 },
  { kind: 'unavailable', probability: 0.01 },
  { kind: 'bad-gateway', probability: 0.01 },
  { kind: 'reset', probability: 0.02 },
  { kind: 'cut', probability: 0.01 },
  { kind: 'delay', probability: 0.02, delayMs: 20 },
];

/** The same for the dead-letter stores. */
export const STORE_WEATHER: readonly Fault[] = [
  { kind: 'partial', on: 'sqs.SendMessageBatch', probability: 0.1, codes: ['InternalError'] },
  { kind: 'throttle', on: 'sqs', probability: 0.1 },
  { kind: 'reset', on: 'sqs', probability: 0.1 },
  { kind: 'cut', on: 'sqs', probability: 0.05 },
  { kind: 'throttle', on: 's3.PutObject', probability: 0.1 },
  { kind: 'internal', on: 's3.PutObject', probability: 0.05 },
  { kind: 'reset', on: 's3.PutObject', probability: 0.1 },
  { kind: 'cut', on: 's3.PutObject', probability: 0.05 },
];

/** The same for a Confluent registry and the secret for it. */
export const REGISTRY_WEATHER: readonly Fault[] = [
  { kind: 'throttle', on: 'schema-registry', probability: 0.1 },
  { kind: 'unavailable', on: 'schema-registry', probability: 0.1 },
  { kind: 'reset', on: 'schema-registry', probability: 0.1 },
  { kind: 'cut', on: 'schema-registry', probability: 0.05 },
  { kind: 'throttle', on: 'secrets-manager', probability: 0.1 },
  { kind: 'cut', on: 'secrets-manager', probability: 0.1 },
];

/** A service, or one operation of it, fails every time in this way. */
export function outage(
  on: ServiceName | OperationName,
  kind: 'internal' | 'unavailable' | 'throttle' | 'denied' | 'reset-before' | 'hang',
): readonly Fault[] {
  return [{ kind, on, probability: 1 }];
}

/** Every entry of every request fails with one of these codes. */
export function allEntries(codes: readonly string[]): readonly Fault[] {
  return [{ kind: 'partial', probability: 1, codes, entries: ALL_PLACES }];
}
