import type { ObjectPlace, OffsetsDocument } from '../../functions/redrive/document.ts';
import type { FailedRecord } from '../../functions/redrive/failed-record.ts';
import { messageOf } from '../command-line/error-text.ts';
import { ClusterChoice } from './cluster-choice.ts';
import { type ContentsPorts, type Document, readContents } from './contents.ts';
import { hindranceToRead } from './hindrance-to-read.ts';
import type { Journal } from './journal.ts';
import type { Objects } from './objects.ts';
import { countOf, rangeText } from './offsets.ts';
import { readAhead } from './read-ahead.ts';
import { recordId } from './record-id.ts';
import { READ_WIDTH, type RedriveOptions } from './redrive.ts';
import type { FailedSource } from './result.ts';
import { isSelected, type Selectable } from './selection.ts';
import type { Source } from './source.ts';
import type { Staying } from './staying.ts';
import { Tally } from './tally.ts';

/** What a redrive would do. */
export interface Plan {
  /** Records to carry; those to be read back from Kafka are counted by their offsets, of which some may be gone. */
  readonly records: number;
  readonly fromKafka: number;
  readonly alreadySent: number;
  readonly leftOut: number;
  readonly documents: number;
  readonly byTopic: readonly Share[];
  readonly byCode: readonly Share[];
  readonly byDocument: readonly Share[];
  /** When the first and the last of them were given up, ISO 8601; undefined without records. */
  readonly oldest: string | undefined;
  readonly newest: string | undefined;
  readonly staying: readonly Staying[];
  readonly isLimitReached: boolean;
  readonly isInterrupted: boolean;
  readonly failedSources: readonly FailedSource[];
  readonly remarks: readonly string[];
}

/** A redrive would leave nothing behind of what was selected, as far as can be told. */
export function isPlanSettled({ staying, failedSources, isInterrupted }: Plan): boolean {
  return staying.length === 0 && failedSources.length === 0 && !isInterrupted;
}

export interface Share {
  readonly name: string;
  readonly records: number;
}

type PlanOptions = Pick<RedriveOptions, 'clusterArn' | 'limit' | 'selection'>;

export interface PlanPorts extends Omit<ContentsPorts, 'isDone' | 'objects'> {
  readonly objects: Pick<Objects, 'read'>;
  readonly journal: Pick<Journal, 'isDone' | 'isSent'>;
  readonly hasKafka: boolean;
  readonly isInterrupted: () => boolean;
  readonly onProgress: (progress: { readonly documents: number; readonly records: number }) => void;
}

/** Records that are known again; about 100 MB of ids. Beyond, those that come twice are counted twice. */
const MAX_COUNTED = 1_000_000;

/** Looks at what sources hold, and leaves everything as it is. */
export class Planner {
  readonly #options: PlanOptions;
  readonly #ports: PlanPorts;
  readonly #tally = new Tally();
  readonly #cluster: ClusterChoice;
  readonly #counted = new Set<string>();
  readonly #byTopic = new Map<string, number>();
  readonly #byCode = new Map<string, number>();
  readonly #byDocument = new Map<string, number>();
  readonly #failedSources: FailedSource[] = [];
  readonly #remarks: string[] = [];
  #records = 0;
  #fromKafka = 0;
  #alreadySent = 0;
  #leftOut = 0;
  #documents = 0;
  #oldest: string | undefined;
  #newest: string | undefined;

  constructor(options: PlanOptions, ports: PlanPorts) {
    this.#options = options;
    this.#ports = ports;
    this.#cluster = new ClusterChoice(options.clusterArn);
  }

  async run(sources: readonly Source[]): Promise<Plan> {
    for (const source of sources) {
      if (!this.#isOver()) await this.#lookAt(source);
    }
    return {
      records: this.#records,
      fromKafka: this.#fromKafka,
      alreadySent: this.#alreadySent,
      leftOut: this.#leftOut,
      documents: this.#documents,
      byTopic: shares(this.#byTopic),
      byCode: shares(this.#byCode),
      byDocument: shares(this.#byDocument),
      oldest: this.#oldest,
      newest: this.#newest,
      staying: this.#tally.staying(),
      isLimitReached: this.#recordsLeft() === 0,
      isInterrupted: this.#ports.isInterrupted(),
      failedSources: this.#failedSources,
      remarks: this.#remarks,
    };
  }

  #isOver(): boolean {
    return this.#ports.isInterrupted() || this.#recordsLeft() === 0;
  }

  #recordsLeft(): number {
    return (this.#options.limit ?? Number.POSITIVE_INFINITY) - this.#records;
  }

  async #lookAt(source: Source): Promise<void> {
    const { journal } = this.#ports;
    const contentsPorts = { ...this.#ports, isDone: (object: ObjectPlace) => journal.isDone(object) };
    try {
      while (!this.#isOver()) {
        const items = await source.next();
        if (items.length === 0) break;
        const readings = readAhead(items, READ_WIDTH, (item) => readContents(item, contentsPorts));
        for await (const [, { documents, obstacles }] of readings) {
          if (this.#isOver()) break;
          this.#documents++;
          for (const { code, place, message } of obstacles) this.#tally.add(code, place, { message });
          for (const document of documents) this.#count(document);
        }
        this.#ports.onProgress({ documents: this.#documents, records: this.#records });
      }
    } catch (error) {
      this.#failedSources.push({ name: source.name, message: messageOf(error) });
    } finally {
      this.#remarks.push(...source.remarks());
      await source.release().catch(() => undefined);
    }
  }

  #count(document: Document): void {
    if (document.kind === 'offsets') {
      this.#countOffsets(document);
      return;
    }
    const name =
      document.connectorId === undefined ? 'batch of Lambda with its records' : 'dead letter of the bridge';
    for (const record of document.records) this.#countRecord(record, name);
  }

  #countRecord(record: FailedRecord, document: string): void {
    if (!isSelected(this.#options.selection, record)) this.#leftOut++;
    else if (this.#ports.journal.isSent(record)) this.#alreadySent++;
    else if (!this.#isCounted(record)) this.#add(record, document, Math.min(1, this.#recordsLeft()));
  }

  /** A letter in the bucket, its notice and other letters of the same record are one record to send. */
  #isCounted(record: FailedRecord): boolean {
    const id = recordId(record);
    if (id === undefined) return false;
    const isCounted = this.#counted.has(id);
    if (this.#counted.size < MAX_COUNTED) this.#counted.add(id);
    return isCounted;
  }

  #countOffsets(document: OffsetsDocument): void {
    const { ranges, code, time } = document;
    for (const range of ranges) {
      const count = countOf(range);
      const { topic } = range;
      if (!isSelected(this.#options.selection, { topic, code, time })) {
        this.#leftOut += count;
        continue;
      }
      const known = { cluster: this.#cluster, hasKafka: this.#ports.hasKafka };
      const hindrance = hindranceToRead(document, range, known);
      if (hindrance !== undefined) {
        this.#tally.add(hindrance, rangeText(range), { count });
        continue;
      }
      const meant = Math.min(count, this.#recordsLeft());
      this.#fromKafka += meant;
      this.#add({ topic, code, time }, 'offsets of Lambda, read back from Kafka', meant);
    }
  }

  #add({ topic, code, time }: Selectable, document: string, count: number): void {
    if (count === 0) return;
    this.#records += count;
    increase(this.#byTopic, topic, count);
    increase(this.#byCode, code, count);
    increase(this.#byDocument, document, count);
    if (this.#oldest === undefined || Date.parse(time) < Date.parse(this.#oldest)) this.#oldest = time;
    if (this.#newest === undefined || Date.parse(time) > Date.parse(this.#newest)) this.#newest = time;
  }
}

function increase(counts: Map<string, number>, name: string, count: number): void {
  counts.set(name, (counts.get(name) ?? 0) + count);
}

function shares(counts: ReadonlyMap<string, number>): Share[] {
  return [...counts].map(([name, records]) => ({ name, records })).toSorted((a, b) => b.records - a.records);
}
