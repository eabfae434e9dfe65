import { FunctionPool } from '../../infra/local/lambda/function-pool.ts';
import type { EventSourceMapping, MappingProblem } from '../../infra/local/mapping/event-source-mapping.ts';
import type { FailureDestination } from '../../infra/local/mapping/failure-destination.ts';
import type { ProvisionedMode } from '../../infra/local/mapping/mapping-settings.ts';
import { startEventSourceMapping } from '../../infra/local/mapping/start-mapping.ts';
import type { KafkaEventRecord } from '../../shared/kafka-event.ts';
import { type Account, accountFor, type Guarantees } from './account.ts';
import type { Cluster, ConnectedSource, Listener } from './cluster.ts';
import type { JavaProducer } from './java-producer.ts';
import { Production } from './production.ts';
import { producerProperties } from './serializers.ts';
import { type Surroundings, startSurroundings } from './surroundings.ts';
import { waitUntil, within } from './wait-until.ts';

/** What all scenarios of a run share. */
export interface Setting {
  readonly cluster: Pick<Cluster, 'committedOffsets' | 'connect' | 'createTopic' | 'producerConnection'>;
  readonly producer: Pick<JavaProducer, 'closeProducer' | 'open' | 'send'>;
  /** The built module of the bridge. */
  readonly artefact: string;
  /** Takes each line that the function logs, and each problem of a mapping. */
  readonly onLog: (line: string) => void;
}

export interface PipelineOptions {
  readonly topic: string;
  /** Members of the bridge's configuration document. @default none */
  readonly configuration?: Readonly<Record<string, unknown>>;
  readonly polling?: Partial<Omit<ProvisionedMode, 'mode'>>;
  /** @default 'open' */
  readonly listener?: Listener;
}

/** So many that two pollers have several each. */
export const PARTITIONS = 6;
const BATCH_SIZE = 200;
const FUNCTION_TIMEOUT_MS = 30_000;

const POLLERS = 2;
/** More would only wait for each other on a small machine. */
const INVOCATIONS_PER_POLLER = 2;

/** For two mappings, or for one and what is left of another that was killed. */
const EXECUTION_ENVIRONMENTS = 2 * POLLERS * INVOCATIONS_PER_POLLER;

const POLLING: ProvisionedMode = {
  mode: 'provisioned',
  pollers: POLLERS,
  invocationsPerPoller: INVOCATIONS_PER_POLLER,
  responseReading: 'listed',
};

/** A topic with a producer in front of it, and behind it mappings of one consumer group, the built bridge and a bus. */
export class Pipeline {
  readonly topic: string;
  readonly surroundings: Surroundings;
  readonly production: Production;
  readonly problems: MappingProblem[] = [];
  readonly #setting: Setting;
  readonly #listener: Listener;
  readonly #polling: ProvisionedMode;
  readonly #pool: FunctionPool;
  readonly #mappings = new Set<EventSourceMapping>();
  readonly #sources: ConnectedSource[] = [];

  static async start(setting: Setting, options: PipelineOptions): Promise<Pipeline> {
    const { configuration = {}, polling } = options;
    const isReporting = { ...POLLING, ...polling }.responseReading !== 'ignored';
    await setting.cluster.createTopic(options.topic, PARTITIONS);
    return new Pipeline(setting, options, await startSurroundings({ configuration, isReporting }));
  }

  private constructor(setting: Setting, options: PipelineOptions, surroundings: Surroundings) {
    const { topic, polling, listener = 'open' } = options;
    const { producer, cluster } = setting;
    const { standIns, variables } = surroundings;
    this.topic = topic;
    this.surroundings = surroundings;
    this.#setting = setting;
    this.#polling = { ...POLLING, ...polling };
    this.#listener = listener;
    this.production = new Production({
      producer,
      topic,
      properties: producerProperties({
        connection: cluster.producerConnection(listener),
        glueUrl: standIns.url,
        region: standIns.region,
      }),
    });
    this.#pool = new FunctionPool({
      artefact: setting.artefact,
      name: 'bridge',
      environment: variables,
      timeoutMs: FUNCTION_TIMEOUT_MS,
      concurrency: EXECUTION_ENVIRONMENTS,
      onLog: setting.onLog,
    });
  }

  get groupId(): string {
    return `${this.topic}-bridge`;
  }

  /** Events that the bus took, repeated ones included. */
  get events(): number {
    return this.surroundings.details.length;
  }

  /** One more mapping of the group. */
  async startMapping(destination?: FailureDestination): Promise<EventSourceMapping> {
    const onProblem = (problem: MappingProblem) => {
      this.problems.push(problem);
      this.#setting.onLog(`${problem.kind}: ${problem.message}`);
    };
    const onNotice = (message: string) => onProblem({ kind: 'dropped', message });
    const connecting = this.#setting.cluster.connect(this.#listener, onNotice);
    const source = await within('a connection to Kafka', connecting);
    this.#sources.push(source);
    const mapping = await within(
      'the mapping to start',
      startEventSourceMapping({
        settings: {
          topic: this.topic,
          consumerGroupId: this.groupId,
          batchSize: BATCH_SIZE,
          polling: this.#polling,
        },
        source,
        fn: this.#pool,
        ...(destination === undefined ? {} : { destination }),
        onProblem,
      }),
    );
    this.#mappings.add(mapping);
    return mapping;
  }

  /** Finishes what is under way and leaves the group. */
  async stop(mapping: EventSourceMapping): Promise<void> {
    this.#mappings.delete(mapping);
    await within('the mapping to stop', mapping.stop());
  }

  /** Ends a mapping as if its machine had gone away. */
  async kill(mapping: EventSourceMapping): Promise<void> {
    this.#mappings.delete(mapping);
    await within('the mapping to be killed', mapping.kill());
  }

  /** Waits until the broker has acknowledged so many records. */
  async acknowledged(records: number): Promise<void> {
    const { acknowledged } = this.production;
    await waitUntil({
      for: () =>
        `the broker to acknowledge ${records} records of ${this.topic}: ${acknowledged.length} so far`,
      until: () => acknowledged.length >= records,
      progress: () => acknowledged.length,
    });
  }

  /** Waits until the bus has so many events. */
  async reached(events: number): Promise<void> {
    await waitUntil({
      for: () => `${events} events of ${this.topic} on the bus, which has ${this.events}`,
      until: () => this.events >= events,
      progress: () => this.events,
    });
  }

  /** Waits until everything is written, and the group has committed it. */
  async drained(): Promise<void> {
    await this.production.settled();
    let behind = this.production.acknowledged.length;
    await waitUntil({
      for: () => `the group ${this.groupId} to commit ${behind} more records`,
      until: async () => {
        behind = await this.#behind();
        return behind === 0;
      },
      progress: () => this.events - behind,
    });
  }

  /** Stops everything, and finds every record. */
  async account(guarantees: Guarantees, givenUp: readonly KafkaEventRecord[] = []): Promise<Account> {
    for (const mapping of this.#mappings) await this.stop(mapping);
    const { production, topic, problems, surroundings } = this;
    return accountFor(
      {
        topic,
        acknowledged: production.acknowledged,
        unacknowledged: production.unacknowledged,
        details: surroundings.details,
        letters: surroundings.letters(),
        givenUp,
        committed: await this.#committed(),
        problems,
      },
      guarantees,
    );
  }

  async close(): Promise<void> {
    this.production.close();
    for (const mapping of this.#mappings) await this.kill(mapping).catch(() => undefined);
    await Promise.all(this.#sources.map((source) => source.close()));
    await this.#pool.close();
    await this.surroundings.standIns.close();
  }

  async #committed(): Promise<ReadonlyMap<number, number>> {
    return await this.#setting.cluster.committedOffsets(this.groupId, this.topic);
  }

  async #behind(): Promise<number> {
    const committed = await this.#committed();
    const isBehind = (record: { readonly partition: number; readonly offset: number }) =>
      record.offset >= (committed.get(record.partition) ?? 0);
    return this.production.acknowledged.filter(isBehind).length;
  }
}
