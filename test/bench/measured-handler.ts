import { type Arrivals, readArrivals } from './arrivals.ts';
import type { Bench } from './bench-context.ts';
import { ContestantProcess } from './contestant-process.ts';
import { type ComparedHandler, handlerModule } from './handler-module.ts';
import type { Runner } from './interleave.ts';
import type { Measurement } from './measurement.ts';
import { minimumRequests } from './minimum-requests.ts';
import type { BatchPlan } from './workloads/batch.ts';

/** Those that send events. */
export type HandlerName = Exclude<ComparedHandler, 'parsing only'>;

const MODULE = new URL('./contestants/handler.ts', import.meta.url);

/** A handler that carries batches of a plan. What arrives is counted after each round: a record less is an error. */
export class MeasuredHandler implements Runner {
  readonly name: string;
  /** Of one batch. */
  readonly minimumRequests: number;
  readonly #bench: Bench;
  readonly #plan: BatchPlan;
  readonly #process: ContestantProcess;
  readonly #entriesPerBatch: number;
  readonly #sent = { batches: 0, requests: 0 };

  private constructor(
    name: string,
    bench: Bench,
    plan: BatchPlan,
    process: ContestantProcess,
    { entries, entryBytes }: Arrivals,
  ) {
    this.name = name;
    this.#bench = bench;
    this.#plan = plan;
    this.#process = process;
    this.#entriesPerBatch = entries;
    this.minimumRequests = minimumRequests(entries, entryBytes);
  }

  /**
   * Starts the process, and looks at everything that arrives of a first batch.
   *
   * @throws Error when it is not each good record once.
   */
  static async start(bench: Bench, handler: HandlerName, plan: BatchPlan): Promise<MeasuredHandler> {
    const { endpoint } = bench;
    const { workload, records, partitions } = plan;
    const what = `${handler}, ${workload}, ${records} records, ${partitions} partitions`;
    const process = await ContestantProcess.start(bench, {
      name: what,
      module: MODULE,
      args: [handlerModule(bench, handler)],
      environment: bench.environment(workload),
    });
    try {
      await endpoint.keepBodies();
      await process.measure({ plan, units: 1 });
      const arrivals = readArrivals((await endpoint.take()).bodies, plan);
      if (arrivals.fault !== undefined) throw new Error(`${what}: ${arrivals.fault}`);
      return new MeasuredHandler(handler, bench, plan, process, arrivals);
    } catch (error) {
      // It would keep this process alive.
      await process.close();
      throw error;
    }
  }

  /** Of one batch, on average. */
  get requestsPerBatch(): number {
    return this.#sent.requests / this.#sent.batches;
  }

  readonly run = async (batches: number): Promise<Measurement> => {
    const { endpoint } = this.#bench;
    const measured = await this.#process.measure({ plan: this.#plan, units: batches });
    const { entries, requests } = await endpoint.take();
    const expected = batches * this.#entriesPerBatch;
    if (entries !== expected) {
      throw new Error(
        `${this.name}: ${entries} entries arrived of ${expected} records that can become events.`,
      );
    }
    this.#sent.batches += batches;
    this.#sent.requests += requests;
    return measured;
  };

  async close(): Promise<void> {
    await this.#process.close();
  }
}
