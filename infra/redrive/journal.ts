import type { ObjectPlace } from '../../functions/redrive/document.ts';
import type { FailedRecord } from '../../functions/redrive/failed-record.ts';
import { Refusal } from '../command-line/refusal.ts';
import { type JournalEntry, type JournalHeader, readEntry, readHeader } from './journal-entry.ts';
import { JournalFile } from './journal-file.ts';
import { JournalLock } from './journal-lock.ts';
import { objectUrl } from './objects.ts';
import { recordId } from './record-id.ts';

/** The bridge whose records are redriven: a record that was sent to one bus is not sent to another. */
export type JournalOwner = Pick<JournalHeader, 'connectorId' | 'eventBusArn'>;

/**
 * What was sent, so that a redrive that was interrupted between sending and deleting sends nothing twice.
 *
 * A letter is done when its record was sent after the letter was written. A record that failed once more afterwards has a
 * younger letter, which is redriven.
 */
export class Journal {
  readonly path: string;
  /** By record id: the latest time of failure that its sending settles, in epoch milliseconds. */
  readonly #settledUntilMs = new Map<string, number>();
  readonly #doneObjects = new Set<string>();
  #file: JournalFile | undefined;
  #lock: JournalLock | undefined;

  private constructor(path: string) {
    this.path = path;
  }

  /**
   * Opens the journal to go on with, or begins it. A last line that a crash cut short is dropped.
   *
   * @throws Refusal when it is in use, belongs to another bridge, or is damaged.
   */
  static async open(path: string, owner: JournalOwner): Promise<Journal> {
    const journal = new Journal(path);
    const { connectorId, eventBusArn } = owner;
    const header: JournalHeader = {
      journal: 'kafka-eventbridge-redrive',
      version: 1,
      connectorId,
      eventBusArn,
    };
    journal.#lock = new JournalLock(path);
    try {
      journal.#file = await JournalFile.open(path, JSON.stringify(header), lineReader(owner, journal));
      return journal;
    } catch (error) {
      await journal.close();
      throw error;
    }
  }

  /** Reads the journal, if there is one, and writes nothing. @throws Refusal as {@link open} does. */
  static async read(path: string, owner: JournalOwner): Promise<Journal> {
    const journal = new Journal(path);
    await JournalFile.read(path, lineReader(owner, journal));
    return journal;
  }

  isSent(record: FailedRecord): boolean {
    const id = recordId(record);
    const settledUntilMs = id === undefined ? undefined : this.#settledUntilMs.get(id);
    return settledUntilMs !== undefined && epochMs(record.time) <= settledUntilMs;
  }

  isDone(object: ObjectPlace): boolean {
    return this.#doneObjects.has(objectUrl(object));
  }

  /** The records are on the disk when this returns. */
  async recordsSent(records: readonly FailedRecord[], nowMs: number): Promise<void> {
    const at = new Date(nowMs).toISOString();
    await this.#add(
      records.flatMap((record) => {
        const id = recordId(record);
        if (id === undefined) return [];
        return [{ sent: coordinatesOf(record), id, at, failedAt: record.time }];
      }),
    );
  }

  async objectsDone(objects: readonly ObjectPlace[], nowMs: number): Promise<void> {
    const at = new Date(nowMs).toISOString();
    await this.#add(objects.map((object) => ({ done: objectUrl(object), at })));
  }

  remember(entry: JournalEntry): void {
    if ('done' in entry) {
      this.#doneObjects.add(entry.done);
      return;
    }
    const known = this.#settledUntilMs.get(entry.id) ?? Number.NEGATIVE_INFINITY;
    // The clock of this machine may be behind that of the bridge: the letter itself is settled in any case.
    this.#settledUntilMs.set(entry.id, Math.max(known, epochMs(entry.at), epochMs(entry.failedAt)));
  }

  async close(): Promise<void> {
    await this.#file?.close();
    this.#file = undefined;
    this.#lock?.release();
    this.#lock = undefined;
  }

  async #add(entries: readonly JournalEntry[]): Promise<void> {
    // In memory first: even if the disk is full, this run itself sends nothing twice.
    for (const entry of entries) this.remember(entry);
    await this.#file?.append(entries.map((entry) => JSON.stringify(entry)));
  }
}

/** Takes the lines of a journal, one after another, and refuses what is none of this bridge. */
function lineReader(owner: JournalOwner, journal: Journal): (line: string, number: number) => void {
  return (line, number) => {
    if (number === 1) {
      checkHeader(line, owner, journal.path);
      return;
    }
    const entry = readEntry(line);
    if (entry === undefined) {
      throw new Refusal(
        `Line ${number} of the journal ${journal.path} is damaged. Delete the line, and what it told of may be sent again.`,
      );
    }
    journal.remember(entry);
  };
}

function checkHeader(line: string, { connectorId, eventBusArn }: JournalOwner, path: string): void {
  const header = readHeader(line);
  if (header === undefined) {
    throw new Refusal(`${path} is no journal of a redrive. Give another file with --journal.`);
  }
  if (header.connectorId !== connectorId || header.eventBusArn !== eventBusArn) {
    throw new Refusal(
      `The journal ${path} is that of the bridge ${header.connectorId} to ${header.eventBusArn}, not of ${connectorId} to ${eventBusArn}. Give another file with --journal.`,
    );
  }
}

/** `orders-0@12` */
export function coordinatesOf({ topic, partition, offset }: FailedRecord): string {
  return `${topic}-${partition}@${offset}`;
}

/** A time that cannot be read is before any other: such a letter is done when its record was sent at all. */
function epochMs(time: string): number {
  const ms = Date.parse(time);
  return Number.isNaN(ms) ? Number.NEGATIVE_INFINITY : ms;
}
