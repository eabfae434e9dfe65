import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy from '@middy/core';
import { bootstrapBrokers } from '../../shared/demo/brokers.ts';
import { DEMO_ENVIRONMENT } from '../../shared/demo/environment.ts';
import { KafkaSender, kafkaSecurity } from '../../shared/demo/kafka-sender.ts';
import { DEMO_METRIC_NAMESPACE, DEMO_METRICS } from '../../shared/demo/metrics.ts';
import { DEMO_SERVICES } from '../../shared/demo/services.ts';
import { transactionEncoder } from './encode.ts';
import { produceTransactions } from './produce.ts';
import { producerSettings } from './settings.ts';
import { transactionMaker } from './transaction.ts';

/** The part of Lambda's context that the producer uses. */
interface InvocationContext {
  getRemainingTimeInMillis(): number;
}

const logger = new Logger({ serviceName: DEMO_SERVICES.producer });
const metrics = new Metrics({ namespace: DEMO_METRIC_NAMESPACE, serviceName: DEMO_SERVICES.producer });
const settings = producerSettings(process.env);
const security = kafkaSecurity(process.env[DEMO_ENVIRONMENT.kafkaSecurity]);
const encode = transactionEncoder(settings);
const makeTransaction = transactionMaker({ random: Math.random, uuid: randomUUID });
let sender: KafkaSender | undefined;

async function handle(event: unknown, context: InvocationContext): Promise<{ produced: number }> {
  const brokers = bootstrapBrokers(process.env, event);
  sender ??= new KafkaSender({ clientId: DEMO_SERVICES.producer, brokers, security });
  const kafka = sender;
  let produced = 0;
  try {
    await produceTransactions(
      {
        makeTransaction,
        encode,
        uuid: randomUUID,
        now: Date.now,
        sleep,
        send: (records) => kafka.send(records),
        onProduced: (transactions) => {
          produced += transactions;
        },
      },
      settings,
      context.getRemainingTimeInMillis(),
    );
  } finally {
    metrics.addMetric(DEMO_METRICS.transactionsProduced, MetricUnit.Count, produced);
    logger.info('Transactions produced.', { produced });
  }
  return { produced };
}

/** Produces transactions for most of a minute; the event may name the brokers as `bootstrapServers`. */
export const handler = middy()
  .use(injectLambdaContext(logger, { logEvent: false }))
  .use(logMetrics(metrics, { captureColdStartMetric: true }))
  .handler(handle);
