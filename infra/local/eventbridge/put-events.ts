import { randomUUID } from 'node:crypto';
import { checkLength, checkPattern, constraintError } from '../constraints.ts';
import type { RequestMembers } from '../request-members.ts';
import { type Place, ServiceError, type ServiceRequest } from '../service.ts';
import type { EventBuses } from './buses.ts';
import type { DeliveredEvent } from './delivered-event.ts';
import type { EventBus } from './event-bus.ts';
import type { EventRecord } from './event-record.ts';
import {
  checkConstraints,
  entryBytes,
  type PutEventsEntry,
  printEntry,
  readEntry,
  validateEntry,
} from './put-events-entry.ts';

/** @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
const MAX_ENTRIES = 10;
/** The sum over all entries must stay below this. @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html */
export const PUT_EVENTS_LIMIT_BYTES = 1_048_576;

/** Messages of the per-entry codes a fault can ask for; the first is AWS's documented example, others are inferred. */
const ENTRY_FAILURE_MESSAGES: ReadonlyMap<string, string> = new Map([
  ['InternalFailure', 'Internal Service Failure'],
  ['ThrottlingException', 'Rate exceeded'],
]);

type EntryResult =
  | { readonly EventId: string }
  | { readonly ErrorCode: string; readonly ErrorMessage: string };

export interface PutEventsOptions {
  readonly place: Place;
  readonly buses: EventBuses;
  readonly record: EventRecord;
  readonly limitBytes: number;
  /** Sends an accepted event to the targets of the rules it matches, and returns how many rules those are. */
  readonly deliver: (bus: EventBus, event: DeliveredEvent) => number;
}

/**
 * The PutEvents operation: refuses whole requests as AWS does, then judges each entry for itself. Every global endpoint exists,
 * and its healthy Region is this one.
 */
export function putEvents(options: PutEventsOptions, input: RequestMembers, request: ServiceRequest): object {
  checkEndpointId(input.string('EndpointId'));
  const entries = (input.structures('Entries') ?? []).map(readEntry);
  request.entryCount = entries.length;
  checkRequest(entries, options.limitBytes);
  const failures = request.failEntries?.(entries.length);
  const results = entries.map((entry, place): EntryResult => {
    const error = validateEntry(entry) ?? injectedError(failures?.get(place));
    if (error !== undefined) return { ErrorCode: error.code, ErrorMessage: error.message };
    return { EventId: accept(options, entry, request.isAnswerLost) };
  });
  return { FailedEntryCount: results.filter((result) => 'ErrorCode' in result).length, Entries: results };
}

function checkEndpointId(endpointId: string | undefined): void {
  if (endpointId === undefined) return;
  checkLength(endpointId, 'endpointId', 1, 50);
  checkPattern(endpointId, 'endpointId', '[A-Za-z0-9\\-]+[\\.][A-Za-z0-9\\-]+');
}

function checkRequest(entries: readonly PutEventsEntry[], limitBytes: number): void {
  if (entries.length === 0) {
    throw constraintError('[]', 'entries', 'Member must have length greater than or equal to 1');
  }
  if (entries.length > MAX_ENTRIES) {
    const printed = `[${entries.map(printEntry).join(', ')}]`;
    throw constraintError(printed, 'entries', `Member must have length less than or equal to ${MAX_ENTRIES}`);
  }
  let bytes = 0;
  for (const [index, entry] of entries.entries()) {
    checkConstraints(entry, `entries.${index + 1}.member`);
    bytes += entryBytes(entry);
  }
  if (bytes >= limitBytes) {
    throw new ServiceError(
      'ValidationException',
      'Total size of the entries in the request is over the limit.',
    );
  }
}

function injectedError(code: string | undefined): { code: string; message: string } | undefined {
  if (code === undefined) return undefined;
  return { code, message: ENTRY_FAILURE_MESSAGES.get(code) ?? `${code} injected by a fault.` };
}

/** Returns the event id. An event for a bus that does not exist gets one too, and is dropped, as on AWS. */
function accept(options: PutEventsOptions, entry: PutEventsEntry, isAnswerLost: boolean): string {
  const id = randomUUID();
  const bus = options.buses.find(entry.eventBusName ?? 'default');
  if (bus === undefined) {
    options.record.drop();
    return id;
  }
  const event: DeliveredEvent = {
    id,
    detailType: entry.detailType ?? '',
    source: entry.source ?? '',
    account: options.place.account,
    time: toWholeSeconds(entry.timeSeconds === undefined ? Date.now() : entry.timeSeconds * 1000),
    region: options.place.region,
    resources: entry.resources ?? [],
    detail: entry.detail ?? '',
    eventBusArn: bus.arn,
    isAnswerLost,
  };
  options.record.add(event);
  if (options.deliver(bus, event) === 0) options.record.countUnmatched();
  return id;
}

function toWholeSeconds(unixMs: number): string {
  return `${new Date(unixMs).toISOString().slice(0, 'yyyy-mm-ddThh:mm:ss'.length)}Z`;
}
