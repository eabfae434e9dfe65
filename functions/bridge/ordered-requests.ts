import type { Deadline } from './deadline.ts';
import type { Lane, LaneRecord } from './lanes.ts';
import { type RequestLimits, RequestRoom } from './request-room.ts';
import type { Requests } from './requests.ts';
import type { BridgeEntry } from './wrap.ts';

/**
 * The entry of a record, or what becomes of one that cannot be sent: a bad one is set aside and leaves the order, one to
 * retry stops its lane.
 */
export type WrappedRecord = BridgeEntry | 'set-aside' | 'to-retry';

export interface OrderedRequestsOptions {
  readonly lanes: readonly Lane[];
  readonly limits: RequestLimits;
  /** After which no record is wrapped any more. */
  readonly deadline: Pick<Deadline, 'hasCome'>;
  readonly wrap: (record: LaneRecord) => WrappedRecord;
  /** Told of each record that stays behind because an earlier one of its lane did. */
  readonly hold: (record: LaneRecord) => void;
}

/** How far a lane has come. */
interface Progress {
  readonly lane: Lane;
  /** Position in the lane of the next record to wrap. */
  next: number;
  /** Wrapped, but not yet sent: it did not fit into the last request. */
  waiting: BridgeEntry | undefined;
}

/**
 * Requests that keep the order within lanes: a request holds one entry of a lane at most, and the next one goes only when
 * it was taken. EventBridge takes the entries of a request one by one, so two of the same lane could overtake each other
 * when the first is refused.
 */
export class OrderedRequests implements Requests {
  readonly #options: OrderedRequestsOptions;
  /** Lanes whose next record may go, in the order in which they came free. */
  readonly #free: Set<Progress>;
  readonly #underWay = new Map<number, Progress>();

  constructor(options: OrderedRequestsOptions) {
    this.#options = options;
    this.#free = new Set(options.lanes.map((lane) => ({ lane, next: 0, waiting: undefined })));
  }

  take(): readonly BridgeEntry[] | undefined {
    const { limits } = this.#options;
    const request: BridgeEntry[] = [];
    const room = new RequestRoom(limits);
    for (const progress of this.#free) {
      const entry = progress.waiting ?? this.#wrapNext(progress);
      if (entry === undefined) {
        this.#free.delete(progress);
        continue;
      }
      progress.waiting = entry;
      if (!room.hasFor(entry)) break;
      progress.waiting = undefined;
      this.#free.delete(progress);
      this.#underWay.set(entry.index, progress);
      request.push(entry);
      room.take(entry);
      if (request.length >= limits.maxEntries) break;
    }
    return request.length === 0 ? undefined : request;
  }

  ended({ index }: BridgeEntry, isToRetry: boolean): void {
    const progress = this.#underWay.get(index);
    if (progress === undefined) return;
    this.#underWay.delete(index);
    if (isToRetry) this.#stop(progress);
    else this.#free.add(progress);
  }

  /** Undefined when the lane has no record left to send, or no time is left. */
  #wrapNext(progress: Progress): BridgeEntry | undefined {
    const { lane } = progress;
    for (let record = lane[progress.next]; record !== undefined; record = lane[progress.next]) {
      if (this.#options.deadline.hasCome()) return undefined;
      progress.next++;
      const wrapped = this.#options.wrap(record);
      if (wrapped === 'to-retry') this.#stop(progress);
      else if (wrapped !== 'set-aside') return wrapped;
    }
    return undefined;
  }

  #stop(progress: Progress): void {
    for (const record of progress.lane.slice(progress.next)) this.#options.hold(record);
    progress.next = progress.lane.length;
  }
}
