import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { DEMO_ENVIRONMENT } from '../../../shared/demo/environment.ts';
import { DEMO_SERVICES } from '../../../shared/demo/services.ts';
import { DEMO_TOPICS } from '../../../shared/demo/topics.ts';
import { ArtefactFunction } from '../artefact-function.ts';
import { FailureDestination } from '../bridge/failure-destination.ts';
import type { FailureDestinationOptions } from '../bridge/failure-destination-options.ts';
import { KafkaEventSourceMapping } from '../kafka/kafka-event-source-mapping.ts';
import type { MappingOptions } from '../kafka/mapping-options.ts';
import type { DemoCluster } from './demo-cluster.ts';
import type { DemoNetwork } from './demo-network.ts';
import type { RegisteredSchema } from './demo-schemas.ts';
import { topicWriteStatements } from './topic-writer.ts';

export interface TransactionAnalyzerProps {
  readonly network: DemoNetwork;
  readonly cluster: DemoCluster;
  /** Schema of notifications. */
  readonly schema: RegisteredSchema;
  /** How Lambda reads the topic. @default - one provisioned poller; on-demand pollers have no way out of the network */
  readonly mapping?: MappingOptions;
}

/** One poller carries 5 MB a second, and the demo has a few hundred bytes. */
const ONE_POLLER: MappingOptions = {
  polling: { mode: 'provisioned', minimumPollers: 1, maximumPollers: 1 },
};

/** The only destination that keeps the records and has an endpoint in the demo's network. */
const ON_FAILURE: FailureDestinationOptions = { type: 's3' };

/** Reads the topic `events` and writes a notification about each suspicious transaction to the topic `notifications`. */
export class TransactionAnalyzer extends Construct {
  readonly analyzer: ArtefactFunction;
  readonly mapping: KafkaEventSourceMapping;
  readonly failures: FailureDestination;

  constructor(scope: Construct, id: string, props: TransactionAnalyzerProps) {
    super(scope, id);
    this.analyzer = this.#makeFunction(props);
    this.failures = new FailureDestination(this, 'Failures', {
      options: ON_FAILURE,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.mapping = new KafkaEventSourceMapping(this, 'Mapping', {
      ...(props.mapping ?? ONE_POLLER),
      function: this.analyzer,
      source: { type: 'msk', clusterArn: props.cluster.clusterArn, authentication: { type: 'iam' } },
      topic: DEMO_TOPICS.events,
      consumerGroupId: `${Stack.of(this).stackName}-${DEMO_SERVICES.analyzer}`,
      onFailure: { options: ON_FAILURE, construct: this.failures },
    });
    this.mapping.node.addDependency(props.cluster.topics.events, props.cluster.topics.notifications);
  }

  #makeFunction({ network, cluster, schema }: TransactionAnalyzerProps): ArtefactFunction {
    const analyzer = new ArtefactFunction(this, 'Analyzer', {
      artefact: 'demo-analyzer',
      description: 'Demo: notifies of suspicious card transactions',
      serviceName: DEMO_SERVICES.analyzer,
      environment: { [DEMO_ENVIRONMENT.notificationSchemaVersionId]: schema.schemaVersionId },
      network: network.functionPlacement,
    });
    network.routeFirst(analyzer.function);
    for (const statement of topicWriteStatements(cluster.clusterArn, DEMO_TOPICS.notifications)) {
      analyzer.allow(statement);
    }
    // By version id the action takes no narrower resource; the role's wildcard is acknowledged by ArtefactFunction.
    // https://docs.aws.amazon.com/glue/latest/dg/schema-registry-gs.html
    analyzer.allow(
      new PolicyStatement({ sid: 'ReadSchemas', actions: ['glue:GetSchemaVersion'], resources: ['*'] }),
    );
    return analyzer;
  }
}
