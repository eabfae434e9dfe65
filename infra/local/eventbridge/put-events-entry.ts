import { checkLength, checkPattern } from '../constraints.ts';
import type { RequestMembers } from '../request-members.ts';
import { ServiceError } from '../service.ts';
import { isEventDetail } from './detail-text.ts';

/** One entry of a PutEvents request, read but not yet validated. */
export interface PutEventsEntry {
  readonly source: string | undefined;
  readonly detailType: string | undefined;
  readonly detail: string | undefined;
  readonly resources: readonly string[] | undefined;
  /** Unix seconds, with a fraction. */
  readonly timeSeconds: number | undefined;
  readonly eventBusName: string | undefined;
  readonly traceHeader: string | undefined;
}

export interface EntryError {
  readonly code: string;
  readonly message: string;
}

/** @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsRequestEntry.html */
const MAX_DETAIL_TYPE_CHARACTERS = 128;
/** `Time` counts as 14 bytes. @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html */
const TIME_BYTES = 14;
const EVENT_BUS_NAME =
  '(arn:aws[\\w-]*:events:[a-z]+-[a-z]+-[\\w-]+:[0-9]{12}:event-bus\\/)?[\\.\\-_A-Za-z0-9]+';
const MAX_EVENT_BUS_NAME_CHARACTERS = 1_600;
const MAX_TRACE_HEADER_CHARACTERS = 500;

export function readEntry(members: RequestMembers): PutEventsEntry {
  return {
    source: members.string('Source'),
    detailType: members.string('DetailType'),
    detail: members.string('Detail'),
    resources: members.strings('Resources'),
    timeSeconds: readTime(members.number('Time')),
    eventBusName: members.string('EventBusName'),
    traceHeader: members.string('TraceHeader'),
  };
}

function readTime(unixSeconds: number | undefined): number | undefined {
  if (unixSeconds === undefined || !Number.isNaN(new Date(unixSeconds * 1000).getTime())) return unixSeconds;
  throw new ServiceError('SerializationException', 'Time must be seconds since 1970.');
}

/** Bytes of an entry as PutEvents counts them: bus name, trace header and JSON escaping are free. */
export function entryBytes(entry: PutEventsEntry): number {
  let bytes = entry.timeSeconds === undefined ? 0 : TIME_BYTES;
  for (const text of [entry.source, entry.detailType, entry.detail, ...(entry.resources ?? [])]) {
    if (text !== undefined) bytes += Buffer.byteLength(text);
  }
  return bytes;
}

/**
 * What PutEvents answers for this entry instead of an event id, if anything.
 *
 * The texts for missing members and malformed detail are recorded from AWS; the order of the checks, and the text for
 * a long `DetailType`, are inferred.
 */
export function validateEntry(entry: PutEventsEntry): EntryError | undefined {
  if (!entry.source) return missing('Source');
  if (entry.source.startsWith('aws.')) {
    return { code: 'NotAuthorizedForSourceException', message: 'Not authorized for the source.' };
  }
  if (!entry.detailType) return missing('DetailType');
  if (entry.detailType.length > MAX_DETAIL_TYPE_CHARACTERS) {
    return invalid(
      'DetailType',
      `DetailType must have length less than or equal to ${MAX_DETAIL_TYPE_CHARACTERS}.`,
    );
  }
  if (!entry.detail) return missing('Detail');
  if (!isEventDetail(entry.detail)) return { code: 'MalformedDetail', message: 'Detail is malformed.' };
  return undefined;
}

function missing(member: string): EntryError {
  return invalid(member, `${member} is a required argument.`);
}

function invalid(member: string, reason: string): EntryError {
  return { code: 'InvalidArgument', message: `Parameter ${member} is not valid. Reason: ${reason}` };
}

/** Refuses the whole request for members no service could have (texts inferred from AWS's other constraints). */
export function checkConstraints(entry: PutEventsEntry, member: string): void {
  const { eventBusName, traceHeader } = entry;
  if (eventBusName !== undefined && eventBusName !== 'default') {
    checkLength(eventBusName, `${member}.eventBusName`, 1, MAX_EVENT_BUS_NAME_CHARACTERS);
    checkPattern(eventBusName, `${member}.eventBusName`, EVENT_BUS_NAME);
  }
  if (traceHeader !== undefined)
    checkLength(traceHeader, `${member}.traceHeader`, 1, MAX_TRACE_HEADER_CHARACTERS);
}

/** The entry as AWS prints it in a constraint error: Java's text, with unset members as null. */
export function printEntry(entry: PutEventsEntry): string {
  const resources = entry.resources === undefined ? null : `[${entry.resources.join(', ')}]`;
  const time = entry.timeSeconds === undefined ? null : new Date(entry.timeSeconds * 1000).toISOString();
  return (
    `PutEventsRequestEntry(time=${time}, source=${entry.source ?? null}, resources=${resources}, ` +
    `detailType=${entry.detailType ?? null}, detail=${entry.detail ?? null}, ` +
    `eventBusName=${entry.eventBusName ?? null}, traceHeader=${entry.traceHeader ?? null}, ` +
    'kmsKeyIdentifier=null, internalMetadata=null)'
  );
}
