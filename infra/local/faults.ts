import type { Fault, FaultKind, FaultTarget, PartialFault } from './fault.ts';
import { checkFaults, covers, targetOf } from './fault-checks.ts';
import { parseFaults } from './fault-text.ts';
import { type Random, seededRandom } from './seeded-random.ts';
import type { FailEntries, ServiceName } from './service.ts';

/** What happens to one request. `reset` has been decided to one of its two forms. */
export interface Injection {
  readonly kind: Exclude<FaultKind, 'delay' | 'reset'> | undefined;
  readonly delayMs: number;
  readonly failEntries: FailEntries | undefined;
}

const NO_INJECTION: Injection = { kind: undefined, delayMs: 0, failEntries: undefined };

/** Operations whose answer can report entries one by one. */
const BATCH_OPERATIONS: ReadonlySet<string> = new Set(['eventbridge.PutEvents', 'sqs.SendMessageBatch']);

const DEFAULT_SEED = 1;

interface ArmedFault {
  readonly fault: Fault;
  readonly target: FaultTarget;
  /** Requests still to hit; `undefined` for a fault by probability. */
  remaining: number | undefined;
}

/** Decides, request by request, which fault hits. The same seed and order of requests give the same faults. */
export class Faults {
  #armed: ArmedFault[] = [];
  #random: Random = seededRandom(DEFAULT_SEED);

  /**
   * Replaces all faults, and starts the random sequence again.
   *
   * @param faults - Faults, or text for {@link parseFaults} such as `throttle=0.1,reset=0.05`.
   * @param seed - Defaults to the `seed=` in the text, else to 1.
   * @throws {InvalidFaultsError} listing every mistake; the faults before stay.
   */
  set(faults: string | readonly Fault[], seed?: number): void {
    const parsed = typeof faults === 'string' ? parseFaults(faults) : { faults, seed: undefined };
    checkFaults(parsed.faults);
    this.#armed = parsed.faults.map((fault) => ({ fault, target: targetOf(fault), remaining: fault.next }));
    this.#random = seededRandom(seed ?? parsed.seed ?? DEFAULT_SEED);
  }

  clear(): void {
    this.#armed = [];
  }

  /** What happens to the request that has just arrived. */
  inject(service: ServiceName, operation: string): Injection {
    if (this.#armed.length === 0) return NO_INJECTION;
    const hitting = this.#armed.filter((armed) => isHit(armed, service, operation));
    if (hitting.length === 0) return NO_INJECTION;
    const delay = this.#draw(hitting.filter(({ fault }) => fault.kind === 'delay'));
    const main = this.#draw(hitting.filter(({ fault }) => fault.kind !== 'delay'));
    return {
      kind: this.#decide(main),
      delayMs: delay?.kind === 'delay' ? delay.delayMs : 0,
      failEntries: main?.kind === 'partial' ? this.#failEntries(main) : undefined,
    };
  }

  /** Scripted faults come first, in the order given; then one draw decides among those by probability. */
  #draw(candidates: readonly ArmedFault[]): Fault | undefined {
    if (candidates.length === 0) return undefined;
    const scripted = candidates.find(({ remaining }) => remaining !== undefined);
    if (scripted?.remaining !== undefined) {
      scripted.remaining -= 1;
      return scripted.fault;
    }
    let point = this.#random();
    for (const { fault } of candidates) {
      point -= fault.probability ?? 0;
      if (point < 0) return fault;
    }
    return undefined;
  }

  #decide(fault: Fault | undefined): Injection['kind'] {
    if (fault === undefined || fault.kind === 'delay') return undefined;
    if (fault.kind === 'reset') return this.#random() < 0.5 ? 'reset-before' : 'reset-after';
    return fault.kind;
  }

  #failEntries(fault: PartialFault): FailEntries {
    const codes = fault.codes ?? ['InternalFailure'];
    return (count) => {
      const places = fault.entries?.filter((place) => place < count) ?? this.#drawPlaces(count);
      return new Map(places.map((place) => [place, codes[this.#below(codes.length)] ?? 'InternalFailure']));
    };
  }

  #drawPlaces(count: number): number[] {
    const places = Array.from({ length: count }, (_, place) => place);
    const drawn: number[] = [];
    for (let wanted = 1 + this.#below(count); wanted > 0; wanted -= 1) {
      drawn.push(...places.splice(this.#below(places.length), 1));
    }
    return drawn;
  }

  #below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }
}

function isHit(armed: ArmedFault, service: ServiceName, operation: string): boolean {
  const name = `${service}.${operation}`;
  return (
    armed.remaining !== 0 &&
    covers(armed.target, name) &&
    (armed.fault.kind !== 'partial' || BATCH_OPERATIONS.has(name))
  );
}
