import { CfnOutput, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { DemoCluster } from '../constructs/demo/demo-cluster.ts';
import { DemoNetwork } from '../constructs/demo/demo-network.ts';
import { DemoSchemas } from '../constructs/demo/demo-schemas.ts';
import { TransactionAnalyzer } from '../constructs/demo/transaction-analyzer.ts';
import { TransactionProducer } from '../constructs/demo/transaction-producer.ts';
import { BridgeEventBus } from '../constructs/event-bus/bridge-event-bus.ts';
import { DemoRules } from '../constructs/event-bus/demo-rules.ts';
import { DEMO_PARAMETERS, DEMO_POLLER_GROUP } from './demo-parameters.ts';

export interface DemoStackProps extends StackProps {
  /** `https` address that suspicious activity is posted to. @default - no API destination */
  readonly webhookUrl?: string;
}

/**
 * Everything of the demo but the bridge: a network without a way out, an MSK cluster with its topics, schemas, the
 * transactions producer and analyzer, a bus and its rules. Where another stack finds them stands in SSM parameters.
 */
export class DemoStack extends Stack {
  constructor(scope: Construct, id: string, { webhookUrl, ...props }: DemoStackProps = {}) {
    super(scope, id, {
      description: 'Demo of the Kafka to EventBridge bridge: cluster, schemas, applications, bus and rules.',
      ...props,
    });
    const network = new DemoNetwork(this, 'Network');
    const cluster = new DemoCluster(this, 'Kafka', { network });
    const schemas = new DemoSchemas(this, 'Schemas');
    new TransactionProducer(this, 'Transactions', { network, cluster, schema: schemas.transaction });
    new TransactionAnalyzer(this, 'Analysis', {
      network,
      cluster,
      schema: schemas.notification,
      mapping: { polling: { mode: 'provisioned', maximumPollers: 2, pollerGroup: DEMO_POLLER_GROUP } },
    });
    // INFO shows events that no rule waits for, which is what somebody who tries things out looks for.
    const { eventBus } = new BridgeEventBus(this, 'Events', { logLevel: 'INFO' });
    const rules = new DemoRules(this, 'Rules', {
      eventBus,
      delivery: { removalPolicy: RemovalPolicy.DESTROY },
      ...(webhookUrl === undefined ? {} : { webhookUrl }),
    });
    this.#publish(cluster, eventBus.eventBusArn);
    this.#tell(rules);
  }

  #publish(cluster: DemoCluster, eventBusArn: string): void {
    const clusterArn = new StringParameter(this, 'ClusterArn', {
      parameterName: DEMO_PARAMETERS.clusterArn,
      description: 'MSK cluster of the demo.',
      stringValue: cluster.clusterArn,
    });
    // Who reads the parameter may map the topic at once.
    clusterArn.node.addDependency(cluster.topics.notifications);
    new StringParameter(this, 'EventBusArn', {
      parameterName: DEMO_PARAMETERS.eventBusArn,
      description: 'Event bus of the demo.',
      stringValue: eventBusArn,
    });
  }

  #tell({ suspiciousActivity, allNotifications, webhook }: DemoRules): void {
    new CfnOutput(this, 'SuspiciousActivityLog', { value: suspiciousActivity.logGroup.logGroupName });
    new CfnOutput(this, 'AllNotificationsQueue', { value: allNotifications.queue.queueUrl });
    if (webhook !== undefined) new CfnOutput(this, 'WebhookKeySecret', { value: webhook.apiKey.secretName });
  }
}
