import { setTimeout as sleep } from 'node:timers/promises';
import { LocalFunction } from '../../infra/local/lambda/function-host.ts';
import { Audit, type Circumstances } from '../../infra/local/mapping/audit.ts';
import { deliver } from '../../infra/local/mapping/delivery.ts';
import { recordCount } from '../../infra/local/mapping/event-records.ts';
import type { Coordinates } from '../../infra/local/mapping/record-book.ts';
import type { RequestRecord } from '../../infra/local/request-log.ts';
import { type Random, seededRandom } from '../../infra/local/seeded-random.ts';
import type { KafkaEvent } from '../../shared/kafka-event.ts';
import { explainDuplicates } from './duplicates.ts';
import { putExhausted } from './failure-destination.ts';
import { Invocations } from './invocations.ts';
import { Lanes } from './lanes.ts';
import { makePollers, type Poller } from './poller.ts';
import type { Scenario } from './scenario.ts';
import { auditViolations, type ScenarioResult } from './scenario-result.ts';
import { Script } from './script.ts';
import { BUS, type Surroundings, startSurroundings } from './surroundings.ts';
import { WireTap } from './wire-tap.ts';
import { enterLetters } from './written-letters.ts';

export interface RunOptions {
  readonly records: number;
  readonly seed: number;
  /** The built module of the bridge. */
  readonly artefact: string;
  /** Told of records that are settled. */
  readonly onProgress?: (records: number) => void;
  /** Takes each line that the functions log. */
  readonly onLog?: (line: string) => void;
}

/** How long requests that were under way at the end may take to arrive. */
const SETTLING_MS = 10_000;
const SETTLING_INTERVAL_MS = 10;

/** So few that a run of a few records has a kill as well. */
const MAX_REQUESTS_TO_FIRST_KILL = 5;

/** Plays one scenario: produces, delivers, lets things fail, and audits what arrived. */
export async function runScenario(scenario: Scenario, options: RunOptions): Promise<ScenarioResult> {
  const run = new ScenarioRun(scenario, options);
  try {
    return await run.play();
  } finally {
    await run.close();
  }
}

/** A poller and the function that it invokes. */
interface Worker {
  readonly number: number;
  readonly poller: Poller;
  readonly fn: LocalFunction;
  /** Of the script, at its last invocation. */
  generation: number;
}

class ScenarioRun {
  readonly #scenario: Scenario;
  readonly #options: RunOptions;
  readonly #audit: Audit;
  readonly #lanes: Lanes;
  readonly #invocations = new Invocations();
  readonly #script: Script;
  readonly #killRandom: Random;
  readonly #faults = new Map<string, number>();
  readonly #workers: Worker[] = [];
  #surroundings: Surroundings | undefined;
  #tap: WireTap | undefined;
  #batches = 0;
  #putEvents = 0;
  #answered = 0;
  /** The last request that brought an event. */
  #lastRequest = 0;
  /** Requests that still bring events before a function is killed. */
  #requestsToKill: number;

  constructor(scenario: Scenario, options: RunOptions) {
    this.#scenario = scenario;
    this.#options = options;
    this.#audit = new Audit({
      isDeadLettering: scenario.errorsTolerance === 'all' && scenario.store !== 'none',
      refusalCodes: scenario.refusalCodes,
    });
    this.#lanes = new Lanes(scenario.ordering);
    this.#killRandom = seededRandom(options.seed + 1);
    this.#requestsToKill = Math.ceil(this.#killRandom() * MAX_REQUESTS_TO_FIRST_KILL);
    this.#script = new Script(scenario.phases, (faults, number) =>
      this.#surroundings?.standIns.faults.set(faults, options.seed + number),
    );
  }

  async play(): Promise<ScenarioResult> {
    const startMs = performance.now();
    const surroundings = await startSurroundings(this.#scenario, {
      onEvent: ({ detail }) => this.#audit.accepted(detail, (record) => this.#circumstances(record)),
      onRequest: (request) => this.#onRequest(request),
    });
    this.#surroundings = surroundings;
    const tap = new WireTap(surroundings.standIns.url);
    this.#tap = tap;
    this.#workers.push(...this.#makeWorkers(surroundings));
    await Promise.all(this.#workers.map((worker) => this.#poll(worker, surroundings)));
    await this.#settle(surroundings, tap);
    const milliseconds = performance.now() - startMs;
    const dangling = enterLetters(this.#audit, surroundings);
    return this.#result(tap, dangling, milliseconds);
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.map(({ fn }) => fn.close()));
    this.#tap?.close();
    await this.#surroundings?.standIns.close();
  }

  #makeWorkers({ variables }: Surroundings): Worker[] {
    const { timeoutMs, isolation } = this.#scenario;
    const { artefact, seed, records, onLog } = this.#options;
    const pollers = makePollers(this.#scenario, { seed, records }, ({ record, expectation }) => {
      this.#lanes.add(this.#audit.produced(record, expectation), record);
    });
    return pollers.map((poller, number) => ({
      number,
      poller,
      fn: new LocalFunction({
        artefact,
        name: `bridge-${number}`,
        environment: variables,
        timeoutMs,
        isolation,
        ...(onLog === undefined ? {} : { onLog }),
      }),
      generation: 0,
    }));
  }

  async #poll(worker: Worker, { standIns }: Surroundings): Promise<void> {
    for (let event = worker.poller.nextBatch(); event !== undefined; event = worker.poller.nextBatch()) {
      const name = `batch-${++this.#batches}`;
      const fn = { invoke: (part: unknown) => this.#invoke(worker, part as KafkaEvent) };
      await putExhausted(standIns.url, name, await deliver(fn, event, this.#scenario.mapping));
      this.#options.onProgress?.(recordCount(event));
    }
  }

  async #invoke(worker: Worker, event: KafkaEvent): Promise<unknown> {
    const { busMissingForInvocations } = this.#scenario;
    if (busMissingForInvocations > 0 && this.#invocations.count === busMissingForInvocations) {
      this.#surroundings?.standIns.eventBridge.createEventBus(BUS);
    }
    this.#script.invoked();
    if (worker.generation !== this.#script.generation) {
      worker.generation = this.#script.generation;
      await worker.fn.close();
    }
    return await this.#invocations.invoke(worker.fn, worker.number, event);
  }

  /** How the event of this record came to the bus; called as it does. */
  #circumstances({ topic, partition }: Coordinates): Circumstances {
    const invocation = this.#invocations.of(topic, partition);
    const request = this.#tap?.current?.number ?? 0;
    if (invocation?.ending === 'under way') this.#killPerhaps(request, invocation.poller);
    return { request, invocation: invocation?.number ?? 0 };
  }

  /** Between publishing and the answer of the function: the bus has the event, and nobody will say so. */
  #killPerhaps(request: number, poller: number): void {
    const { killShare } = this.#scenario;
    if (killShare === 0 || request === this.#lastRequest) return;
    this.#lastRequest = request;
    this.#requestsToKill--;
    if (this.#requestsToKill > 0) return;
    this.#requestsToKill = Math.ceil((2 * this.#killRandom()) / killShare);
    void this.#workers[poller]?.fn.close();
  }

  #onRequest({ service, operation, fault }: RequestRecord): void {
    this.#answered++;
    if (service === 'eventbridge' && operation === 'PutEvents') this.#putEvents++;
    if (fault !== undefined) this.#faults.set(fault, (this.#faults.get(fault) ?? 0) + 1);
  }

  /** Waits for requests that outlived their invocations: what they bring counts as well. */
  async #settle({ standIns }: Surroundings, tap: WireTap): Promise<void> {
    standIns.faults.clear();
    const untilMs = performance.now() + SETTLING_MS;
    while (this.#answered < tap.count && performance.now() < untilMs) await sleep(SETTLING_INTERVAL_MS);
    await standIns.eventBridge.settled();
  }

  #result(tap: WireTap, dangling: readonly string[], milliseconds: number): ScenarioResult {
    const duplicates = explainDuplicates(this.#audit, {
      isAnswerRead: (request, untilMs) => tap.isAnswerRead(request, untilMs),
      invocation: (number) => this.#invocations.get(number),
      reading: this.#scenario.mapping.reading,
    });
    const { sent, deadLettered, exhausted, produced } = this.#audit.result();
    return {
      name: this.#scenario.name,
      records: produced,
      batches: this.#batches,
      invocations: this.#invocations.count,
      killed: this.#invocations.endedAs('killed').length,
      timedOut: this.#invocations.endedAs('timed out').length,
      coldStarts: this.#workers.reduce((sum, { fn }) => sum + fn.coldStarts, 0),
      requests: this.#putEvents,
      faults: Object.fromEntries(this.#faults),
      sent,
      deadLettered,
      exhausted,
      duplicates: duplicates.explained,
      violations: {
        ...auditViolations(this.#scenario, this.#audit, this.#lanes),
        unexplained: duplicates.unexplained,
        crashed: this.#invocations
          .endedAs('crashed')
          .map(({ number, error }) => `invocation ${number}: ${error}`),
        dangling,
      },
      milliseconds,
    };
  }
}
