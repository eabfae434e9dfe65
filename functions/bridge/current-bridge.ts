import type { Logger } from '@aws-lambda-powertools/logger';
import { type Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Configuration } from '../../shared/configuration/configuration.ts';
import { METRICS } from '../../shared/metrics.ts';
import type { DeadLetterTargets } from './aws/dead-letter-store.ts';
import { ssmParameter } from './aws/ssm-parameter.ts';
import type { Bridge } from './bridge.ts';
import { ConfigurationSource } from './configuration-source.ts';
import { loadAhead } from './load-ahead.ts';
import { SchemaStores } from './schemas/schema-stores.ts';
import { createBridge } from './service.ts';

/** Share of an invocation that reading the configuration may take: the batch needs the rest. */
const MAX_READING_SHARE = 0.5;

/** A bridge and the configuration that it was made for. */
export interface ConfiguredBridge {
  readonly bridge: Bridge;
  readonly configuration: Configuration;
}

/** The bridge of a function: one instance for as long as the configuration stays the same. */
export class CurrentBridge {
  readonly #logger: Logger;
  readonly #metrics: Metrics;
  readonly #deadLetters: DeadLetterTargets | undefined;
  readonly #source = new ConfigurationSource(ssmParameter(), process.env, Date.now);
  readonly #schemas = new SchemaStores(Date.now);
  #bridge: Bridge | undefined;

  /** @param deadLetters undefined: bad records are reported as failed. */
  constructor(logger: Logger, metrics: Metrics, deadLetters: DeadLetterTargets | undefined) {
    this.#logger = logger;
    this.#metrics = metrics;
    this.#deadLetters = deadLetters;
  }

  /**
   * Reads the configuration before there is a batch, and loads what it is sure to need. What fails is told at the first batch,
   * which does it again.
   */
  async prepare(): Promise<void> {
    const reading = this.#source.read();
    await reading.then(({ configuration }) => loadAhead(configuration)).catch(() => undefined);
  }

  /**
   * @param remainingMs what the invocation has left.
   * @throws ConfigurationError when there is no good configuration yet.
   */
  async get(remainingMs: number): Promise<ConfiguredBridge> {
    const reading = this.#source.read(remainingMs * MAX_READING_SHARE);
    const { configuration, isNew, refusal } = await reading.catch((error: unknown) => {
      this.#metrics.addMetric(METRICS.configurationRefused, MetricUnit.Count, 1);
      this.#logger.error('There is no configuration to work with; the batch fails and is delivered again.', {
        error,
      });
      throw error;
    });
    this.#metrics.addMetric(METRICS.configurationRefused, MetricUnit.Count, refusal === undefined ? 0 : 1);
    if (refusal !== undefined) {
      this.#logger.error('The new configuration is not used; the last good one stays.', refusal);
    }
    if (this.#bridge === undefined || isNew) {
      this.#bridge = createBridge(configuration, this.#schemas, this.#deadLetters);
      this.#logger.info('Configuration in force.', { configuration });
    }
    return { bridge: this.#bridge, configuration };
  }
}
