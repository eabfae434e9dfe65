import { setTimeout as sleep } from 'node:timers/promises';
import { Bridge } from '../../../functions/bridge/bridge.ts';
import { JsonWriter } from '../../../functions/bridge/json/json-writer.ts';
import { newPace } from '../../../functions/bridge/pace/pace.ts';
import { packEntries } from '../../../functions/bridge/pack.ts';
import { publish } from '../../../functions/bridge/publish.ts';
import type { PutEvents } from '../../../functions/bridge/put-events.ts';
import { readBatch } from '../../../functions/bridge/read.ts';
import { unorderedRequests } from '../../../functions/bridge/requests.ts';
import { MAX_REQUEST_ENTRIES } from '../../../shared/configuration/limits.ts';
import { fixedDeadline } from '../../fixtures/time.ts';
import type { Contestant } from '../contestant.ts';
import { PLAIN_DECODERS } from './plain-envelope.ts';
import { type PreparedBatch, prepareBatch } from './prepared-batch.ts';

/** One pass of a stage over the batch. What it makes must be used, or the compiler leaves it out: a number stands for it. */
type Pass = () => number | Promise<number>;

/** A stage of the bridge, or what it is compared with; its units are passes over the whole batch. */
export async function start(name = ''): Promise<Contestant> {
  const stage = STAGES.get(name);
  if (stage === undefined) throw new Error(`There is no stage "${name}".`);
  let prepared: { readonly plan: string; readonly pass: Pass } | undefined;
  return async ({ plan, units }, stopwatch) => {
    if (prepared?.plan !== JSON.stringify(plan)) {
      prepared = { plan: JSON.stringify(plan), pass: stage(await prepareBatch(plan)) };
    }
    const { pass } = prepared;
    let made = 0;
    await stopwatch.measure(async () => {
      for (let unit = 0; unit < units; unit++) made += await pass();
    });
    if (!(made > 0)) throw new Error(`The stage ${name} has made nothing.`);
  };
}

const answerAtOnce: PutEvents = async (entries) => entries.map(() => ({ eventId: 'an-event' }));

const STAGES: ReadonlyMap<string, (batch: PreparedBatch) => Pass> = new Map([
  ['read', readPass],
  ['decode', decodePass],
  ['decode + wrap', wrapPass],
  ['pack', packPass],
  ['publish', publishPass],
  ['whole line', linePass],
  ['avsc', avscPass],
  ['avsc + JSON.stringify', stringifyPass],
]);

/** As the line does it: whether a record is sound, and then its bytes. */
function readPass({ event }: PreparedBatch): Pass {
  return () => {
    let bytes = 0;
    for (const { defect, key, value } of readBatch(event).records) {
      if (defect === undefined) bytes += (key?.length ?? 0) + (value?.length ?? 0);
    }
    return bytes;
  };
}

function decodePass({ records, decoderOf, schemas }: PreparedBatch): Pass {
  const out = new JsonWriter();
  return () => {
    let bytes = 0;
    for (const record of records) {
      out.reset();
      decoderOf(record.topic).value.write(record, schemas, out);
      bytes += out.length;
    }
    return bytes;
  };
}

function wrapPass({ records, wrapper, schemas }: PreparedBatch): Pass {
  return () => {
    let bytes = 0;
    for (const [index, record] of records.entries()) {
      const entry = wrapper.wrap(record, index, schemas);
      bytes += entry.sizeBytes;
      entry.release?.();
    }
    return bytes;
  };
}

function packPass({ entries, configuration }: PreparedBatch): Pass {
  const limits = { maxEntries: MAX_REQUEST_ENTRIES, maxBytes: configuration.maxRequestBytes };
  return () => {
    let packed = 0;
    for (const request of packEntries(entries, limits)) packed += request.length;
    return packed;
  };
}

/** Over a bus that answers at once: what the publisher itself takes, packing included. */
function publishPass({ entries, configuration }: PreparedBatch): Pass {
  const limits = { maxEntries: MAX_REQUEST_ENTRIES, maxBytes: configuration.maxRequestBytes };
  const pace = newPace(configuration);
  return async () => {
    let sent = 0;
    await publish(unorderedRequests(entries, limits), configuration, {
      putEvents: answerAtOnce,
      pace,
      deadline: fixedDeadline(),
      sleep: async (ms, signal) => await sleep(ms, undefined, { signal }),
      random: Math.random,
      now: Date.now,
      onSent: () => {
        sent += 1;
      },
      onFailed: (_, { message }) => {
        throw new Error(message);
      },
    });
    return sent;
  };
}

/** The whole bridge over a bus that answers at once. */
function linePass({ event, configuration, sources }: PreparedBatch): Pass {
  const bridge = new Bridge(configuration, {
    schemas: sources,
    describeBus: async () => 'exists',
    putEvents: answerAtOnce,
    writeDeadLetters: undefined,
    now: Date.now,
    random: Math.random,
    sleep: async (ms, signal) => await sleep(ms, undefined, { signal }),
  });
  return async () => (await bridge.carry(event, () => 60_000)).outcomes.length;
}

/** As the bridge has it after reading: bytes that are out of their base64. */
function avscPass({ records }: PreparedBatch): Pass {
  return () => {
    let decoded = 0;
    for (const { value } of records) {
      if (value !== null && PLAIN_DECODERS.avro(value) !== undefined) decoded += 1;
    }
    return decoded;
  };
}

function stringifyPass({ records }: PreparedBatch): Pass {
  return () => {
    let characters = 0;
    for (const record of records) {
      const { topic, partition, offset, timestamp, headers, key, value } = record;
      characters += JSON.stringify({
        topic,
        partition,
        offset,
        timestamp,
        timestampType: 'CreateTime',
        headers,
        key: key === null ? null : key.toString(),
        value: value === null ? null : PLAIN_DECODERS.avro(value),
      }).length;
    }
    return characters;
  };
}
