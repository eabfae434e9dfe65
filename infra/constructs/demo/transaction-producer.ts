import { Construct } from 'constructs';
import { DEMO_ENVIRONMENT } from '../../../shared/demo/environment.ts';
import { DEMO_SERVICES } from '../../../shared/demo/services.ts';
import { DEMO_TOPICS } from '../../../shared/demo/topics.ts';
import { ArtefactFunction } from '../artefact-function.ts';
import type { DemoCluster } from './demo-cluster.ts';
import type { DemoNetwork } from './demo-network.ts';
import type { RegisteredSchema } from './demo-schemas.ts';
import { ProducerSchedule } from './producer-schedule.ts';
import { topicWriteStatements } from './topic-writer.ts';

export interface TransactionProducerProps {
  readonly network: DemoNetwork;
  readonly cluster: DemoCluster;
  /** Schema of transactions. */
  readonly schema: RegisteredSchema;
  /** Whether it runs once a minute. @default true */
  readonly enabled?: boolean;
}

/** Runs of 50 seconds, and the last record. Seconds. */
const TIMEOUT_SECONDS = 75;

/** Makes up card transactions for the topic `events`: one per 800 ms, in runs of 50 seconds a minute. */
export class TransactionProducer extends Construct {
  readonly producer: ArtefactFunction;
  readonly schedule: ProducerSchedule;

  constructor(scope: Construct, id: string, { network, cluster, schema, enabled }: TransactionProducerProps) {
    super(scope, id);
    this.producer = new ArtefactFunction(this, 'Producer', {
      artefact: 'demo-producer',
      description: 'Demo: makes up card transactions',
      serviceName: DEMO_SERVICES.producer,
      timeoutSeconds: TIMEOUT_SECONDS,
      environment: {
        [DEMO_ENVIRONMENT.transactionSchema]: schema.definition,
        [DEMO_ENVIRONMENT.transactionSchemaVersionId]: schema.schemaVersionId,
      },
      network: network.functionPlacement,
    });
    network.routeFirst(this.producer.function);
    for (const statement of topicWriteStatements(cluster.clusterArn, DEMO_TOPICS.events)) {
      this.producer.allow(statement);
    }
    this.schedule = new ProducerSchedule(this, 'Schedule', {
      functionArn: this.producer.function.functionArn,
      clusterArn: cluster.clusterArn,
      functionTimeoutSeconds: TIMEOUT_SECONDS,
      ...(enabled === undefined ? {} : { enabled }),
    });
    this.schedule.schedule.addResourceDependency(cluster.topics.events);
  }
}
