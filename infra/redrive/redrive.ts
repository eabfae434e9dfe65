import type { ObjectPlace, OffsetRange, OffsetsDocument } from '../../functions/redrive/document.ts';
import type { FailedRecord } from '../../functions/redrive/failed-record.ts';
import { messageOf } from '../command-line/error-text.ts';
import { Carrier, type CarrierPorts } from './carrier.ts';
import { ClusterChoice } from './cluster-choice.ts';
import { type Contents, type ContentsPorts, type Document, readContents } from './contents.ts';
import { hindranceToRead } from './hindrance-to-read.ts';
import type { Journal } from './journal.ts';
import type { KafkaPort } from './kafka-port.ts';
import type { Objects } from './objects.ts';
import { countOf, rangeText, readRange } from './offsets.ts';
import { Rate } from './rate.ts';
import { readAhead } from './read-ahead.ts';
import type { FailedSource, RedriveResult, StopReason } from './result.ts';
import { isSelected, type Selectable, type Selection } from './selection.ts';
import { ENDS, type End, settle } from './settle.ts';
import { Settlement } from './settlement.ts';
import type { Item, Source } from './source.ts';
import { isTransient, type StayingCode } from './staying.ts';
import { Tally } from './tally.ts';

/** Objects read at once: at some 30 ms an object, eight come to about 250 a second. */
export const READ_WIDTH = 8;

export interface RedriveOptions {
  readonly selection: Selection;
  /** Records to try at most; undefined for all. */
  readonly limit: number | undefined;
  readonly recordsPerSecond: number;
  /** The cluster that `connectKafka` connects to, when it is named. */
  readonly clusterArn: string | undefined;
}

export interface RedrivePorts
  extends Pick<CarrierPorts, 'carry' | 'isInterrupted' | 'now' | 'sleep'>,
    Omit<ContentsPorts, 'isDone' | 'objects'> {
  readonly journal: Journal;
  readonly objects: Pick<Objects, 'read' | 'remove'>;
  /** Undefined when no brokers are given: offsets then stay. */
  readonly connectKafka: (() => Promise<KafkaPort>) | undefined;
  /** Milliseconds of a clock that does not go back. */
  readonly monotonicNow: () => number;
  readonly onProgress: (progress: RedriveProgress) => void;
}

export interface RedriveProgress {
  /** Messages, objects and Kafka records that were looked at. */
  readonly documents: number;
  readonly sent: number;
  readonly staying: number;
}

/** Carries what sources hold through the bridge again, and deletes what was settled. */
export class Redrive {
  readonly #options: RedriveOptions;
  readonly #ports: RedrivePorts;
  readonly #tally = new Tally();
  readonly #carrier: Carrier;
  readonly #cluster: ClusterChoice;
  readonly #documents: Record<End, number> = { settled: 0, leftOut: 0, staying: 0 };
  /** Not asked for again: the client waits for a topic, which may be about to appear. */
  readonly #missingTopics = new Set<string>();
  readonly #failedSources: FailedSource[] = [];
  readonly #remarks: string[] = [];
  #underWay: { readonly source: Source; readonly items: readonly Item[] } | undefined;
  #recordsLeft: number;
  #isLimitReached = false;
  #sent = 0;
  #alreadySent = 0;
  #leftOut = 0;

  constructor(options: RedriveOptions, ports: RedrivePorts) {
    this.#options = options;
    this.#ports = ports;
    this.#recordsLeft = options.limit ?? Number.POSITIVE_INFINITY;
    this.#cluster = new ClusterChoice(options.clusterArn);
    this.#carrier = new Carrier({
      ...ports,
      recordsPerSecond: options.recordsPerSecond,
      rate: new Rate(options.recordsPerSecond, ports.monotonicNow),
      tally: this.#tally,
      onTurn: async () => await this.#underWay?.source.hold(this.#underWay.items),
      onSent: (count) => {
        this.#sent += count;
        this.#tell();
      },
    });
  }

  /** One source after another. Never rejects: what goes wrong is part of the result. */
  async run(sources: readonly Source[]): Promise<RedriveResult> {
    const startMs = this.#ports.monotonicNow();
    for (const source of sources) {
      if (this.#stopReason() === undefined) await this.#carrySource(source);
    }
    return {
      sent: this.#sent,
      alreadySent: this.#alreadySent,
      leftOut: this.#leftOut,
      documents: this.#documents,
      staying: this.#tally.staying(),
      stopped: this.#stopReason(),
      failedSources: this.#failedSources,
      remarks: this.#remarks,
      durationMs: this.#ports.monotonicNow() - startMs,
    };
  }

  #stopReason(): StopReason | undefined {
    if (this.#ports.isInterrupted()) return { kind: 'interrupted' };
    return this.#carrier.stop ?? (this.#isLimitReached ? { kind: 'limit' } : undefined);
  }

  async #carrySource(source: Source): Promise<void> {
    try {
      while (this.#stopReason() === undefined) {
        const items = await source.next();
        if (items.length === 0) break;
        await this.#carryItems(source, items);
      }
    } catch (error) {
      this.#failedSources.push({ name: source.name, message: messageOf(error) });
    } finally {
      this.#remarks.push(...source.remarks());
      await source.release().catch(() => undefined);
    }
  }

  async #carryItems(source: Source, items: readonly Item[]): Promise<void> {
    this.#underWay = { source, items };
    const { journal } = this.#ports;
    const contentsPorts = { ...this.#ports, isDone: (object: ObjectPlace) => journal.isDone(object) };
    const settlements: Settlement[] = [];
    const readings = readAhead(items, READ_WIDTH, (item) => readContents(item, contentsPorts));
    for await (const [item, contents] of readings) {
      if (this.#stopReason() !== undefined) break;
      const settlement = new Settlement(item, contents.objects);
      settlements.push(settlement);
      await this.#carryContents(contents, settlement);
    }
    await this.#carrier.flush();
    const ends = await settle(source, settlements, this.#ports, this.#tally);
    for (const end of ENDS) this.#documents[end] += ends[end];
    this.#tell();
  }

  async #carryContents(contents: Contents, settlement: Settlement): Promise<void> {
    for (const { code, place, message } of contents.obstacles)
      this.#stay(settlement, code, place, { message });
    await this.#carrier.weigh(contents.sizeCharacters);
    for (const document of contents.documents) await this.#carryDocument(document, settlement);
  }

  async #carryDocument(document: Document, settlement: Settlement): Promise<void> {
    if (document.kind === 'records') await this.#carryRecords(document.records, settlement);
    else await this.#carryOffsets(document, settlement);
  }

  async #carryRecords(records: readonly FailedRecord[], settlement: Settlement): Promise<void> {
    const { journal } = this.#ports;
    for (const record of records) {
      if (this.#stopReason() !== undefined) settlement.leaveOut();
      else if (!this.#isMeant(record, 1)) settlement.leaveOut();
      else if (journal.isSent(record)) this.#alreadySent++;
      else if (this.#recordsLeft === 0) {
        this.#isLimitReached = true;
        settlement.leaveOut();
      } else if (await this.#carrier.add(record, settlement)) this.#recordsLeft--;
    }
  }

  #isMeant(record: Selectable, count: number): boolean {
    const isMeant = isSelected(this.#options.selection, record);
    if (!isMeant) this.#leftOut += count;
    return isMeant;
  }

  async #carryOffsets(document: OffsetsDocument, settlement: Settlement): Promise<void> {
    const { code, time, ranges } = document;
    for (const range of ranges) {
      const count = countOf(range);
      const isOver = this.#stopReason() !== undefined;
      if (isOver || !this.#isMeant({ topic: range.topic, code, time }, count)) settlement.leaveOut();
      else await this.#carryRange(document, range, settlement);
    }
  }

  async #carryRange(document: OffsetsDocument, range: OffsetRange, settlement: Settlement): Promise<void> {
    const { connectKafka } = this.#ports;
    const hindrance = this.#hindranceToRead(document, range);
    if (connectKafka === undefined || hindrance !== undefined) {
      this.#stay(settlement, hindrance ?? 'KAFKA_NEEDED', rangeText(range), { count: countOf(range) });
      return;
    }
    for await (const { records, missing } of readRange(document, range, connectKafka)) {
      for (const { code, place, ...more } of missing) {
        this.#stay(settlement, code, place, more);
        if (code === 'TOPIC_MISSING') this.#missingTopics.add(range.topic);
      }
      await this.#carryRecords(records, settlement);
      if (this.#stopReason() === undefined) continue;
      settlement.leaveOut();
      break;
    }
  }

  #hindranceToRead(document: OffsetsDocument, range: OffsetRange): StayingCode | undefined {
    const known = { cluster: this.#cluster, hasKafka: this.#ports.connectKafka !== undefined };
    const isMissing = this.#missingTopics.has(range.topic);
    return hindranceToRead(document, range, known) ?? (isMissing ? 'TOPIC_MISSING' : undefined);
  }

  #stay(
    settlement: Settlement,
    code: StayingCode,
    place: string,
    more: { readonly count?: number; readonly message?: string | undefined } = {},
  ): void {
    settlement.stay();
    this.#tally.add(code, place, more);
    if (isTransient(code)) this.#carrier.readFailed(code);
  }

  #tell(): void {
    const { settled, leftOut, staying } = this.#documents;
    this.#ports.onProgress({ documents: settled + leftOut + staying, sent: this.#sent, staying });
  }
}
