import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy from '@middy/core';
import { bootstrapBrokers } from '../../shared/demo/brokers.ts';
import { DEMO_ENVIRONMENT, requiredVariable } from '../../shared/demo/environment.ts';
import { KafkaSender, kafkaSecurity } from '../../shared/demo/kafka-sender.ts';
import { DEMO_METRIC_NAMESPACE } from '../../shared/demo/metrics.ts';
import { DEMO_SERVICES } from '../../shared/demo/services.ts';
import type { KafkaBatchResponse } from '../../shared/kafka-event.ts';
import { analyze } from './analyze.ts';
import { glueSchemaVersions } from './glue-schema-versions.ts';
import { type NotificationSchema, notifications } from './notify.ts';
import { emitMetrics, logSkipped } from './report.ts';
import { SchemaVersions } from './schema-versions.ts';

const logger = new Logger({ serviceName: DEMO_SERVICES.analyzer });
const metrics = new Metrics({ namespace: DEMO_METRIC_NAMESPACE, serviceName: DEMO_SERVICES.analyzer });
const schemaVersionId = requiredVariable(process.env, DEMO_ENVIRONMENT.notificationSchemaVersionId);
const security = kafkaSecurity(process.env[DEMO_ENVIRONMENT.kafkaSecurity]);
const schemas = new SchemaVersions(glueSchemaVersions());
let sender: KafkaSender | undefined;

async function notificationSchema(): Promise<NotificationSchema> {
  const type = await schemas.type(schemaVersionId);
  if (type === undefined) {
    throw new Error(
      `The registry has no Avro schema version ${schemaVersionId}. Register the notification schema, and set ${DEMO_ENVIRONMENT.notificationSchemaVersionId} to its version.`,
    );
  }
  return { schemaVersionId, type };
}

async function handle(event: unknown): Promise<KafkaBatchResponse> {
  const judged = await analyze(event, schemas);
  logSkipped(logger, judged);
  const brokers = bootstrapBrokers(process.env, event);
  sender ??= new KafkaSender({ clientId: DEMO_SERVICES.analyzer, brokers, security });
  // A failure here fails the invocation, and the whole batch is delivered again: at least once.
  await sender.send(notifications(judged, await notificationSchema()));
  emitMetrics(metrics, judged);
  return { batchItemFailures: [] };
}

/** One batch of transactions in; a notification for each suspicious one out. */
export const handler = middy()
  .use(injectLambdaContext(logger, { logEvent: false }))
  .use(logMetrics(metrics, { captureColdStartMetric: true }))
  .handler(handle);
