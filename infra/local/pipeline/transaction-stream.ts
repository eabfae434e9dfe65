import { DEMO_ENVIRONMENT } from '../../../shared/demo/environment.ts';
import { DEMO_SERVICES } from '../../../shared/demo/services.ts';
import { TRANSACTION } from '../demo/schemas.ts';
import { LocalFunction } from '../lambda/function-host.ts';
import { builtModule } from './stage.ts';

export interface TransactionStreamOptions {
  readonly bootstrapServers: string;
  readonly ratePerSecond: number;
  readonly durationMs: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly onLog: (line: string) => void;
}

/** The demo's producer, started again and again as its schedule does. */
export interface TransactionStream {
  /** Resolves when the time is up; rejects when the producer fails. */
  readonly done: Promise<void>;
  /** Ends it before its time. */
  readonly end: () => Promise<void>;
}

/** An invocation of the producer, at most; its schedule starts one a minute. */
const RUN_MS = 50_000;
const TIMEOUT_MS = 75_000;

/** Transactions are made at most so many times a second, several at a time when there are to be more. */
const MAX_TIMES_PER_SECOND = 50;

const SECOND_MS = 1_000;

export function startTransactionStream(options: TransactionStreamOptions): TransactionStream {
  const { bootstrapServers, durationMs, onLog, ratePerSecond } = options;
  const atATime = Math.ceil(ratePerSecond / MAX_TIMES_PER_SECOND);
  const intervalMs = Math.max(1, Math.round((SECOND_MS * atATime) / ratePerSecond));
  let isEnded = false;
  let producer: LocalFunction | undefined;

  async function run(): Promise<void> {
    for (let leftMs = durationMs; leftMs > 0 && !isEnded; leftMs -= RUN_MS) {
      producer = new LocalFunction({
        artefact: builtModule('demo-producer'),
        name: DEMO_SERVICES.producer,
        environment: {
          ...options.environment,
          POWERTOOLS_SERVICE_NAME: DEMO_SERVICES.producer,
          [DEMO_ENVIRONMENT.kafkaSecurity]: 'plaintext',
          [DEMO_ENVIRONMENT.transactionSchema]: TRANSACTION.definition,
          [DEMO_ENVIRONMENT.transactionSchemaVersionId]: TRANSACTION.schemaVersionId,
          [DEMO_ENVIRONMENT.produceForMs]: String(Math.min(RUN_MS, leftMs)),
          [DEMO_ENVIRONMENT.produceIntervalMs]: String(intervalMs),
          [DEMO_ENVIRONMENT.transactionsAtATime]: String(atATime),
        },
        timeoutMs: TIMEOUT_MS,
        onLog,
      });
      await producer.invoke({ bootstrapServers }).catch((error) => {
        if (!isEnded) throw error;
      });
      await producer.close();
    }
  }

  const done = run();
  return {
    done,
    end: async () => {
      isEnded = true;
      await producer?.close();
      await done.catch(() => undefined);
    },
  };
}
