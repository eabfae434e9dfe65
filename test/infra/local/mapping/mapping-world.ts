import { FunctionError } from '../../../../infra/local/lambda/function-host.ts';
import { ThrottledError } from '../../../../infra/local/lambda/lambda-function.ts';
import { recordsOf } from '../../../../infra/local/mapping/event-records.ts';
import type {
  EventSourceMapping,
  MappingProblem,
} from '../../../../infra/local/mapping/event-source-mapping.ts';
import type { GivenUpRecords } from '../../../../infra/local/mapping/failure-destination.ts';
import type { MappingCounts } from '../../../../infra/local/mapping/mapping-counts.ts';
import type { EventSourceMappingSettings } from '../../../../infra/local/mapping/mapping-settings.ts';
import { startEventSourceMapping } from '../../../../infra/local/mapping/start-mapping.ts';
import type { KafkaEvent, KafkaEventRecord } from '../../../../shared/kafka-event.ts';
import { FakeLog, TOPIC } from './fake-log.ts';
import { VirtualClock } from './virtual-clock.ts';

export type Answer =
  | { readonly kind: 'success' }
  | { readonly kind: 'throw' }
  | { readonly kind: 'throttle' }
  | { readonly kind: 'unreachable' }
  /** Reports the records at these places of the event, modulo its length. */
  | { readonly kind: 'report'; readonly places: readonly number[] }
  /** Answers what is no report, and a success. */
  | { readonly kind: 'nothing'; readonly response: null | object }
  /** Answers what is no report of records in the event. */
  | { readonly kind: 'nonsense'; readonly response: unknown };

export interface ScriptedAnswer {
  readonly answer: Answer;
  readonly ms: number;
}

/** What comes of an attempt to write to the destination. */
export type Write = 'success' | 'error' | 'no-answer';

export interface WorldOptions {
  readonly partitions: number;
  readonly settings: Partial<EventSourceMappingSettings>;
  readonly maxPayloadBytes?: number;
  /** Of the function, in the order of its invocations; success from then on. */
  readonly answers?: readonly ScriptedAnswer[];
  /** Records on which the function throws as long as the world is not healed. */
  readonly poison?: readonly string[];
  /** Of the failure destination, in the order of its attempts; success from then on. Without, there is no destination. */
  readonly writes?: readonly Write[];
}

const FUNCTION_NAME = 'bridge';

/** Attempts after which records that cannot be given to the destination are dropped. */
const MAX_WRITES = 5;

/** A log, a mapping, a function and a destination, and a witness that knows what must never happen. */
export class MappingWorld {
  readonly clock = new VirtualClock();
  readonly log: FakeLog;
  readonly events: KafkaEvent[] = [];
  readonly given: GivenUpRecords[] = [];
  readonly problems: MappingProblem[] = [];
  /** What happened and must not. */
  readonly violations: string[] = [];
  /** Of all mappings so far. */
  readonly allCounts: MappingCounts[] = [];
  readonly delivered = new Set<string>();
  readonly dropped = new Set<string>();
  isHealed = false;
  readonly #options: WorldOptions;
  readonly #answers: ScriptedAnswer[];
  readonly #writes: Write[];
  readonly #seen = new Set<string>();
  readonly #done = new Set<string>();
  readonly #failedWrites = new Map<string, number>();
  #mapping: EventSourceMapping | undefined;

  constructor(options: WorldOptions) {
    this.#options = options;
    this.#answers = [...(options.answers ?? [])];
    this.#writes = [...(options.writes ?? [])];
    this.log = new FakeLog(this.clock, options.partitions);
    this.log.onCommit = (partition, nextOffset) => this.#judgeCommit(partition, nextOffset);
  }

  get mapping(): EventSourceMapping {
    if (this.#mapping === undefined) throw new Error('No mapping was started.');
    return this.#mapping;
  }

  async start(): Promise<EventSourceMapping> {
    const { settings, maxPayloadBytes, writes } = this.#options;
    const busy = new Set<string>();
    const start = startEventSourceMapping(
      {
        settings: { topic: TOPIC, consumerGroupId: 'bridge', polling: { mode: 'on-demand' }, ...settings },
        source: this.log,
        fn: {
          functionArn: `arn:aws:lambda:eu-west-1:123456789012:function:${FUNCTION_NAME}`,
          invoke: (event) => this.#invoke(event as KafkaEvent, busy),
        },
        ...(writes !== undefined && {
          destination: { arn: 'arn:aws:s3:::failures', write: (given) => this.#write(given) },
        }),
        onProblem: (problem) => this.problems.push(problem),
      },
      { clock: this.clock, ...(maxPayloadBytes !== undefined && { maxPayloadBytes }) },
    );
    this.#mapping = await this.clock.result(start);
    return this.#mapping;
  }

  async stop(): Promise<void> {
    await this.clock.result(this.mapping.stop());
    this.allCounts.push(this.mapping.counts());
  }

  async kill(): Promise<void> {
    await this.clock.result(this.mapping.kill());
    this.allCounts.push(this.mapping.counts());
  }

  /** Lets time pass until everything is committed. */
  async finish(): Promise<void> {
    await this.clock.until(() => this.log.isDone);
  }

  /** Of all mappings so far. */
  total(name: keyof MappingCounts): number {
    return this.allCounts.reduce((sum, counts) => sum + counts[name], 0);
  }

  /** Offsets of each event that the function got. */
  get offsets(): number[][] {
    return this.events.map((event) => recordsOf(event).map(({ offset }) => offset));
  }

  /** Records that are to be delivered, and were neither delivered nor given up. */
  get unfinished(): string[] {
    return this.log.partitions
      .flat()
      .filter((record) => !isFilteredOut(record) && !this.#done.has(nameOf(record)))
      .map(nameOf);
  }

  async #invoke(event: KafkaEvent, busy: Set<string>): Promise<unknown> {
    this.#judgeEvent(event);
    for (const partition of Object.keys(event.records)) {
      if (busy.has(partition)) this.violations.push(`${partition} is in two invocations`);
      busy.add(partition);
    }
    const { answer, ms } = this.#answers.shift() ?? { answer: { kind: 'success' }, ms: 0 };
    if (ms > 0) await this.clock.sleep(ms);
    for (const partition of Object.keys(event.records)) busy.delete(partition);
    return this.#answer(event, answer);
  }

  #answer(event: KafkaEvent, answer: Answer): unknown {
    const records = recordsOf(event);
    if (answer.kind === 'throttle') throw new ThrottledError(FUNCTION_NAME, 1);
    if (answer.kind === 'unreachable') throw new RangeError('no route to the function');
    this.events.push(event);
    if (answer.kind === 'throw' || this.#isPoisoned(records)) throw new FunctionError('Error', 'no');
    const { polling } = this.#options.settings;
    const reading = (polling?.mode === 'provisioned' ? polling.responseReading : undefined) ?? 'ignored';
    if (answer.kind === 'nonsense' || answer.kind === 'nothing') {
      if (reading === 'ignored' || answer.kind === 'nothing') this.#deliver(records);
      return answer.response;
    }
    const places = answer.kind === 'report' ? answer.places.map((place) => place % records.length) : [];
    const reported = records.filter((_record, place) => places.includes(place));
    this.#deliver(
      records.filter(({ partition, offset }) => {
        const failures = reported
          .filter((other) => other.partition === partition)
          .map((other) => other.offset);
        if (reading === 'ignored') return true;
        return reading === 'listed' ? !failures.includes(offset) : offset < Math.min(...failures);
      }),
    );
    return {
      batchItemFailures: reported.map(({ partition, offset }) => ({
        itemIdentifier: { partition: `${TOPIC}-${partition}`, offset },
      })),
    };
  }

  #isPoisoned(records: readonly KafkaEventRecord[]): boolean {
    const { poison = [] } = this.#options;
    return !this.isHealed && records.some((record) => poison.includes(nameOf(record)));
  }

  #deliver(records: readonly KafkaEventRecord[]): void {
    for (const record of records) {
      this.delivered.add(nameOf(record));
      this.#done.add(nameOf(record));
    }
  }

  async #write(given: GivenUpRecords): Promise<void> {
    const write = this.#writes.shift() ?? 'success';
    if (write === 'success') {
      this.given.push(given);
      for (const record of recordsOf(given.event)) this.#done.add(nameOf(record));
      return;
    }
    for (const record of recordsOf(given.event)) {
      const name = nameOf(record);
      const failures = (this.#failedWrites.get(name) ?? 0) + 1;
      this.#failedWrites.set(name, failures);
      if (failures < MAX_WRITES) continue;
      this.dropped.add(name);
      this.#done.add(name);
    }
    if (write === 'no-answer') await new Promise<never>(() => undefined);
    throw new Error('the bucket is full');
  }

  #judgeEvent(event: KafkaEvent): void {
    const { settings, maxPayloadBytes = Number.POSITIVE_INFINITY } = this.#options;
    const records = recordsOf(event);
    if (records.length === 0 || records.length > (settings.batchSize ?? 100)) {
      this.violations.push(`a batch of ${records.length}`);
    }
    if (Buffer.byteLength(JSON.stringify(event)) > maxPayloadBytes) this.violations.push('a batch too large');
    const inEvent = new Set(records.map(nameOf));
    for (const [partition, list] of Object.entries(event.records)) {
      for (const [index, record] of list.entries()) {
        if (`${TOPIC}-${record.partition}` !== partition)
          this.violations.push(`${nameOf(record)} in ${partition}`);
        if (index > 0 && (list[index - 1]?.offset ?? 0) >= record.offset)
          this.violations.push(`${partition} mixed up`);
        if (isFilteredOut(record)) this.violations.push(`${nameOf(record)} passed the filter`);
        this.#judgeOrder(record, inEvent);
      }
    }
  }

  /** Everything before a record that is new to the function is done, or comes with it. */
  #judgeOrder(record: KafkaEventRecord, inEvent: ReadonlySet<string>): void {
    if (this.#seen.has(nameOf(record))) return;
    this.#seen.add(nameOf(record));
    for (const earlier of this.log.records(record.partition)) {
      if (earlier.offset >= record.offset) return;
      const name = nameOf(earlier);
      if (isFilteredOut(earlier) || this.#done.has(name) || inEvent.has(name)) continue;
      this.violations.push(`${nameOf(record)} before ${name}`);
    }
  }

  #judgeCommit(partition: number, nextOffset: number): void {
    for (const record of this.log.records(partition)) {
      if (record.offset >= nextOffset || isFilteredOut(record) || this.#done.has(nameOf(record))) continue;
      this.violations.push(`${nameOf(record)} is committed and not done`);
    }
  }
}

/** The value of a record that {@link SKIPPING_FILTER} leaves out. */
export const SKIPPED_VALUE = Buffer.from('{"kind":"skip"}').toString('base64');
export const SKIPPING_FILTER = '{"value":{"kind":[{"anything-but":"skip"},{"exists":false}]}}';

function isFilteredOut({ value }: KafkaEventRecord): boolean {
  return value === SKIPPED_VALUE;
}

export function nameOf({ partition, offset }: KafkaEventRecord): string {
  return `${partition}@${offset}`;
}
