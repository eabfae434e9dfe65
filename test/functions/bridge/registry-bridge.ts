import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, expect } from 'vitest';
import { MAX_AGE_SECONDS } from '../../../functions/bridge/configuration-source.ts';
import type { DeadLetter } from '../../../functions/bridge/dead-letter.ts';
import { mskEvent, type ProducedRecord } from '../../../infra/local/demo/event-builder.ts';
import { demandRegistryUser, registerDemoSchemas } from '../../../infra/local/demo/registries.ts';
import { LocalFunction } from '../../../infra/local/lambda/function-host.ts';
import { type StandInOptions, type StandIns, startStandIns } from '../../../infra/local/stand-ins.ts';
import { ENVIRONMENT } from '../../../shared/environment.ts';
import type { KafkaBatchResponse, KafkaEvent, KafkaSchemaMetadata } from '../../../shared/kafka-event.ts';
import { configurationDocument, PARAMETER } from '../../fixtures/running-bridge.ts';
import { copyArtefact } from '../../soak/artefact.ts';
import type { Observation } from './observed-artefact.ts';

const OBSERVED = fileURLToPath(new URL('./observed-artefact.ts', import.meta.url));

const built = copyArtefact();
afterAll(() => built.remove());

/** Members of a configuration document, made when the address of the registry is known. */
export type DocumentMembers = (standIns: StandIns) => Readonly<Record<string, unknown>>;

export interface RegistryBridgeOptions extends Pick<StandInOptions, 'tls'> {
  readonly configuration: DocumentMembers;
  /** Lets the bridge see the registries before it starts. */
  readonly prepare?: (standIns: StandIns) => void;
  readonly timeoutMs?: number;
}

/** A record of a batch; its offset is given by {@link RegistryBridge.batch}. */
export interface BatchRecord extends Partial<Omit<ProducedRecord, 'offset'>> {
  readonly keySchemaMetadata?: KafkaSchemaMetadata;
}

/** How a record ended: on the bus, reported as failed, or dead-lettered with this code. */
export type Ending = 'sent' | 'retry' | DeadLetter['error']['code'];

/** The built bridge beside the stand-ins of all registries. */
export class RegistryBridge {
  readonly standIns: StandIns;
  readonly logs: string[] = [];
  readonly #fn: LocalFunction;
  readonly #queueUrl: string;
  #offset = 0;

  private constructor(standIns: StandIns, timeoutMs: number) {
    this.standIns = standIns;
    this.#queueUrl = standIns.sqs.createQueue('dead-letters');
    this.#fn = new LocalFunction({
      artefact: OBSERVED,
      name: 'bridge',
      environment: {
        ...standIns.environment,
        OBSERVED_ARTEFACT: built.module,
        [ENVIRONMENT.configurationParameter]: PARAMETER,
        [ENVIRONMENT.reportBatchItemFailures]: 'true',
        [ENVIRONMENT.deadLetterQueueUrl]: this.#queueUrl,
      },
      timeoutMs,
      onLog: (line) => this.logs.push(line),
    });
  }

  static async start(options: RegistryBridgeOptions): Promise<RegistryBridge> {
    const { configuration, prepare, timeoutMs = 30_000, tls } = options;
    const standIns = await startStandIns(tls === undefined ? {} : { tls });
    standIns.eventBridge.createEventBus('kafka-events');
    registerDemoSchemas(standIns);
    demandRegistryUser(standIns);
    prepare?.(standIns);
    const bridge = new RegistryBridge(standIns, timeoutMs);
    bridge.#put(configuration);
    return bridge;
  }

  /** Records of one event, with offsets that no other record of this bridge has. */
  batch(records: readonly BatchRecord[]): KafkaEvent {
    const offsets = records.map(() => this.#offset++);
    const event = mskEvent(
      records.map((record, index) => ({
        topic: 'orders',
        timestamp: 1_772_442_900_000,
        key: 'key',
        value: '{}',
        ...record,
        offset: offsets[index] ?? 0,
      })),
    );
    // The event of Lambda has metadata for keys as well.
    const keys = new Map(records.map(({ keySchemaMetadata }, index) => [offsets[index], keySchemaMetadata]));
    const withKeys = Object.entries(event.records).map(([name, list]) => [
      name,
      list.map((record) => {
        const keySchemaMetadata = keys.get(record.offset);
        return keySchemaMetadata === undefined ? record : { ...record, keySchemaMetadata };
      }),
    ]);
    return { ...event, records: Object.fromEntries(withKeys) };
  }

  /** Invokes the function, and finds out how each record ended, in the order of offsets: in one way, and only once. */
  async carry(event: KafkaEvent): Promise<Ending[]> {
    const [events, letters] = [this.details().length, this.deadLetters().length];
    const { batchItemFailures } = (await this.#fn.invoke(event)) as KafkaBatchResponse;
    const endings = new Map<number, Ending[]>(
      offsetsOf(event).map((offset): [number, Ending[]] => [offset, []]),
    );
    const enter = (offset: number, ending: Ending) => endings.get(offset)?.push(ending);
    for (const { itemIdentifier } of batchItemFailures) enter(itemIdentifier.offset, 'retry');
    for (const detail of this.details().slice(events)) enter(JSON.parse(detail).offset, 'sent');
    for (const { record, error } of this.deadLetters().slice(letters)) enter(record.offset, error.code);
    expect([...endings].filter(([, ofRecord]) => ofRecord.length !== 1)).toEqual([]);
    return [...endings.values()].flat();
  }

  /** Carries records that {@link batch} makes. */
  async send(...records: readonly BatchRecord[]): Promise<Ending[]> {
    return await this.carry(this.batch(records));
  }

  /** Details of all events so far. */
  details(): string[] {
    return this.standIns.eventBridge.events().map(({ detail }) => detail);
  }

  deadLetters(): DeadLetter[] {
    return this.standIns.sqs.messages(this.#queueUrl).map(({ body }) => JSON.parse(body));
  }

  /** Puts another document in force. */
  async configure(configuration: DocumentMembers): Promise<void> {
    this.#put(configuration);
    await this.advance(MAX_AGE_SECONDS * 1_000);
  }

  /** Puts the clock of the function forward. */
  async advance(milliseconds: number): Promise<void> {
    await this.#observe({ observe: 'advance', milliseconds });
  }

  /** URLs of the files of the artefact that the function has loaded so far. */
  async loadedFiles(): Promise<readonly string[]> {
    const files = (await this.#observe({ observe: 'files' })) as string[];
    const folder = new URL('.', pathToFileURL(built.module)).href;
    return files.filter((url) => url.startsWith(folder));
  }

  async close(): Promise<void> {
    await this.#fn.close();
    await this.standIns.close();
  }

  async #observe(observation: Observation): Promise<unknown> {
    return await this.#fn.invoke(observation);
  }

  #put(configuration: DocumentMembers): void {
    const value = configurationDocument(configuration(this.standIns));
    this.standIns.ssm.putParameter({ name: PARAMETER, value });
  }
}

/** All offsets of an event, in their order. */
export function offsetsOf(event: KafkaEvent): number[] {
  return Object.values(event.records)
    .flat()
    .map(({ offset }) => offset)
    .toSorted((a, b) => a - b);
}

/** The event with those records only that ended so. */
export function only(ending: Ending, event: KafkaEvent, endings: readonly Ending[]): KafkaEvent {
  const offsets = new Set(offsetsOf(event).filter((_, index) => endings[index] === ending));
  const lists = Object.entries(event.records).map(([name, list]) => [
    name,
    list.filter(({ offset }) => offsets.has(offset)),
  ]);
  return { ...event, records: Object.fromEntries(lists) };
}
