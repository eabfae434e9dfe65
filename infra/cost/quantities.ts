import { BASE64 } from './batch.ts';
import { DEMO_QUANTITIES } from './demo.ts';
import { type Quantity, used } from './line-item.ts';
import type { Load } from './load.ts';
import { MEASURED } from './measured.ts';
import { plural, short } from './number-text.ts';
import { logs, observability } from './observability.ts';
import { BYTES_PER_GB, DAYS_PER_MONTH, HOURS_PER_MONTH, type Usage } from './usage.ts';

/** Sent, received and deleted; a notice is well below 64 KB. */
const REQUESTS_PER_NOTICE = 3;

/** Default of the dead-letter bucket. */
const OBJECT_RETENTION_DAYS = 90;

/** What is billed for a load; what it does not use is left out. */
export function quantities(load: Load, use: Usage): readonly Quantity[] {
  return [
    ...pollers(load, use),
    ...functionUse(load, use),
    ...events(load, use),
    ...logs(load, use),
    ...observability(load),
    ...deadLetters(load, use),
    ...surroundings(load),
    ...(load.hasDemo ? DEMO_QUANTITIES : []),
  ];
}

function pollers({ bridgesInGroup, peakHoursPerDay }: Load, { polling }: Usage): Quantity[] {
  if (polling === undefined) return [];
  const { average, peak, unitHours } = polling;
  const group = bridgesInGroup === 1 ? '' : `, shared by ${bridgesInGroup} bridges`;
  const atPeak =
    peak.units === average.units ? '' : `, ${short(peak.units)} in ${plural(peakHoursPerDay, 'hour')} a day`;
  return [
    {
      what: 'Event poller units',
      price: 'pollerUnit',
      quantity: unitHours,
      formula: `${short(average.units)} EPU (${plural(average.running, 'poller')}${group})${atPeak} × ${HOURS_PER_MONTH} h`,
    },
  ];
}

function functionUse(
  { memoryMb, putEventsMs }: Load,
  { invocations, records, batch, gbSeconds }: Usage,
): Quantity[] {
  const computing = `${short(batch.cpuMs)} ms CPU ÷ ${short(batch.processors)} vCPU`;
  const waiting = `${short(batch.putEventsTurns)} × ${short(putEventsMs)} ms PutEvents`;
  return [
    {
      what: 'Lambda requests',
      price: 'invocation',
      quantity: invocations,
      formula: `${short(records)} records ÷ ${short(batch.records)} in a batch`,
    },
    {
      what: 'Lambda duration, arm64',
      price: 'computation',
      quantity: gbSeconds,
      formula: `${memoryMb} MB × ${short(batch.durationMs)} ms (${computing} + ${waiting})`,
    },
  ];
}

function events({ archiveDays }: Load, { records, deadLetters, eventBytes, eventChunks }: Usage): Quantity[] {
  const sent = records - deadLetters;
  const archivedGb = archiveDays === 0 ? 0 : (sent * eventBytes) / BYTES_PER_GB;
  return [
    {
      what: 'EventBridge custom events',
      price: 'event',
      quantity: sent * eventChunks,
      formula: `${short(sent)} × ${plural(eventChunks, 'chunk')} of 64 KB (${short(eventBytes)} bytes)`,
    },
    ...used([
      {
        what: 'Event archive, written',
        price: 'archiveIngestion',
        quantity: archivedGb,
        formula: `${short(sent)} × ${short(eventBytes)} bytes`,
      },
      {
        what: 'Event archive, kept',
        price: 'archiveStorage',
        quantity: archivedGb * (archiveDays / DAYS_PER_MONTH),
        formula: `kept ${plural(archiveDays, 'day')}`,
      },
    ]),
  ];
}

/** As deployed by default: the letter whole in the bucket, and a notice of it in the queue. */
function deadLetters({ recordBytes }: Load, { deadLetters: count }: Usage): Quantity[] {
  const bytes = recordBytes * BASE64 + MEASURED.deadLetterOverheadBytes;
  const gigabytes = (count * bytes) / BYTES_PER_GB;
  return used([
    {
      what: 'Dead letters, S3 requests',
      price: 'objectWrite',
      quantity: count,
      formula: 'one object each',
    },
    {
      what: 'Dead letters, S3 storage',
      price: 'objectStorage',
      quantity: gigabytes * (OBJECT_RETENTION_DAYS / DAYS_PER_MONTH),
      formula: `${short(gigabytes)} GB a month, kept ${OBJECT_RETENTION_DAYS} days`,
    },
    {
      what: 'Dead letters, SQS requests',
      price: 'queueRequest',
      quantity: count * REQUESTS_PER_NOTICE,
      formula: `${short(count)} notices, sent, received, deleted`,
    },
  ]);
}

function surroundings({ interfaceEndpoints }: Load): Quantity[] {
  return [
    {
      what: 'SSM parameter',
      price: 'parameter',
      quantity: 1,
      formula: 'the configuration document; standard tier',
    },
    ...used([
      {
        what: 'Interface endpoints',
        price: 'interfaceEndpoint',
        quantity: interfaceEndpoints * HOURS_PER_MONTH,
        formula: `${short(interfaceEndpoints)} × ${HOURS_PER_MONTH} h`,
      },
    ]),
  ];
}
