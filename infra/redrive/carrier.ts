import type { CarriedOutcome } from '../../functions/redrive/carry.ts';
import type { FailedRecord } from '../../functions/redrive/failed-record.ts';
import { messageOf } from '../command-line/error-text.ts';
import { coordinatesOf, type Journal } from './journal.ts';
import type { Rate } from './rate.ts';
import { recordId } from './record-id.ts';
import type { StopReason } from './result.ts';
import type { Settlement } from './settlement.ts';
import { isTransient, type StayingCode } from './staying.ts';
import type { Tally } from './tally.ts';

/** Carries records through the bridge. @returns one outcome for each, in order. */
export type Carry = (records: readonly FailedRecord[]) => Promise<readonly CarriedOutcome[]>;

/** As many records share a turn: ten full requests side by side. */
const MAX_RECORDS = 100;

/** A turn is also full when the documents of its records are as large together, which is about what they take in memory. */
const MAX_CHARACTERS = 16 * 1024 * 1024;

/** After so many turns in which nothing was sent, for reasons that are not the records', the next would be no better. */
const MAX_BARREN_TURNS = 3;

/** The same for objects and offsets that could not be read, with none between them that could. */
const MAX_FAILED_READS = 10;

export interface CarrierPorts {
  readonly carry: Carry;
  readonly journal: Pick<Journal, 'recordsSent'>;
  readonly rate: Rate;
  readonly recordsPerSecond: number;
  readonly tally: Tally;
  /** Waits, unless the run is interrupted. */
  readonly sleep: (ms: number) => Promise<void>;
  readonly isInterrupted: () => boolean;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Told before records are carried, which may take a while. */
  readonly onTurn: () => Promise<void>;
  /** Told how many records were sent. */
  readonly onSent: (count: number) => void;
}

/** Records that fail are not tried again when they come in another item; beyond so many, they are. */
const MAX_KNOWN_FAILURES = 100_000;

/** A record on its way, and the items that wait for it: it may have come in several. */
interface Waiting {
  readonly id: string | undefined;
  readonly record: FailedRecord;
  readonly settlements: Settlement[];
}

/** Gathers records and carries them in turns. What was sent is in the journal before a turn is over. */
export class Carrier {
  readonly #ports: CarrierPorts;
  readonly #turnRecords: number;
  readonly #waiting: Waiting[] = [];
  readonly #byId = new Map<string, Waiting>();
  readonly #failedIds = new Set<string>();
  #characters = 0;
  #barrenTurns = 0;
  #failedReads = 0;
  #stop: StopReason | undefined;

  constructor(ports: CarrierPorts) {
    this.#ports = ports;
    // A second at the most: nobody wants bursts, nor to wait for the end of a long turn.
    this.#turnRecords = Math.min(MAX_RECORDS, ports.recordsPerSecond);
  }

  /** Why no further record should come; undefined as long as they may. */
  get stop(): StopReason | undefined {
    return this.#stop;
  }

  /**
   * @returns false when the same record came before: on its way it settles this item as well, and one that failed in this
   * run keeps it.
   */
  async add(record: FailedRecord, settlement: Settlement): Promise<boolean> {
    this.#failedReads = 0;
    const id = recordId(record);
    if (id !== undefined && this.#failedIds.has(id)) {
      settlement.stay();
      return false;
    }
    const twin = id === undefined ? undefined : this.#byId.get(id);
    if (twin !== undefined) {
      twin.settlements.push(settlement);
      return false;
    }
    const waiting = { id, record, settlements: [settlement] };
    this.#waiting.push(waiting);
    if (id !== undefined) this.#byId.set(id, waiting);
    if (this.#waiting.length >= this.#turnRecords) await this.flush();
    return true;
  }

  /** Tells of a document that is in memory as long as its records wait. */
  async weigh(characters: number): Promise<void> {
    this.#characters += characters;
    if (this.#characters > MAX_CHARACTERS) await this.flush();
  }

  /** Tells of something that could not be read, though it may be later. */
  readFailed(code: StayingCode): void {
    if (++this.#failedReads === MAX_FAILED_READS) this.#stop ??= { kind: 'refused', code };
  }

  /** Carries what waits. */
  async flush(): Promise<void> {
    const turn = this.#waiting.splice(0);
    this.#byId.clear();
    this.#characters = 0;
    if (turn.length === 0) return;
    const { rate, sleep, isInterrupted, onTurn, onSent, tally } = this.#ports;
    await sleep(rate.reserveMs(turn.length));
    if (isInterrupted() || this.#stop !== undefined) {
      for (const { settlements } of turn) for (const settlement of settlements) settlement.leaveOut();
      return;
    }
    await onTurn();
    const outcomes = await this.#carry(turn.map(({ record }) => record));
    const codes: StayingCode[] = [];
    const sent: FailedRecord[] = [];
    for (const [index, { id, record, settlements }] of turn.entries()) {
      const outcome = outcomes[index] ?? NO_OUTCOME;
      if (outcome.kind === 'sent') {
        sent.push(record);
        continue;
      }
      const code = outcome.failure?.code ?? 'BRIDGE_FAILED';
      codes.push(code);
      tally.add(code, coordinatesOf(record), { message: outcome.failure?.message });
      if (id !== undefined && this.#failedIds.size < MAX_KNOWN_FAILURES) this.#failedIds.add(id);
      for (const settlement of settlements) settlement.stay();
    }
    await this.#enter(sent);
    onSent(sent.length);
    this.#countBarren(sent.length === 0 && codes.every(isTransient), codes[0]);
  }

  async #carry(records: readonly FailedRecord[]): Promise<readonly CarriedOutcome[]> {
    try {
      return await this.#ports.carry(records);
    } catch {
      return [];
    }
  }

  async #enter(sent: readonly FailedRecord[]): Promise<void> {
    const { journal, now } = this.#ports;
    try {
      await journal.recordsSent(sent, now());
    } catch (error) {
      // What was sent is deleted all the same; without a journal nothing else should be sent.
      this.#stop ??= { kind: 'journal', message: messageOf(error) };
    }
  }

  #countBarren(isBarren: boolean, code: StayingCode | undefined): void {
    this.#barrenTurns = isBarren ? this.#barrenTurns + 1 : 0;
    if (this.#barrenTurns === MAX_BARREN_TURNS && code !== undefined)
      this.#stop ??= { kind: 'refused', code };
  }
}

const NO_OUTCOME: CarriedOutcome = { kind: 'stays', failure: undefined };
