import { Names, RemovalPolicy } from 'aws-cdk-lib';
import { Peer, Port, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { CfnCluster, CfnTopic } from 'aws-cdk-lib/aws-msk';
import { Construct } from 'constructs';
import { DEMO_TOPICS } from '../../../shared/demo/topics.ts';
import { type DemoNetwork, KAFKA_IAM_PORT } from './demo-network.ts';

export interface DemoClusterProps {
  readonly network: DemoNetwork;
  /**
   * Size of the brokers. Two `kafka.m7g.large` cost 0.41 USD an hour in us-east-1. MSK refuses the cheaper
   * `kafka.t3.small` for new clusters with KRaft (`Unsupported InstanceType`), and it admits too few IAM connections for
   * pollers.
   * @default 'kafka.m7g.large'
   */
  readonly instanceType?: string;
}

/** @see https://docs.aws.amazon.com/msk/latest/developerguide/supported-kafka-versions.html */
const KAFKA_VERSION = '3.9.x.kraft';
const INSTANCE_TYPE = 'kafka.m7g.large';

/** MSK wants as many brokers in each zone; one a zone is the least. */
const BROKERS = 2;
const STORAGE_GIB = 10;
const PARTITIONS = 10;
const REPLICAS = 2;

/** Names are up to 64 letters, digits and hyphens. */
const MAX_NAME_LENGTH = 64;

/**
 * The demo's MSK cluster with its topics: IAM access control and nothing else, TLS for clients and between brokers,
 * data encrypted with the key that AWS manages for MSK.
 *
 * MSK Serverless needs no sizes, but costs about twice as much idle (0.75 USD an hour, plus partitions), and
 * CloudFormation cannot make topics in it.
 *
 * The addresses of the brokers are no attribute of the CloudFormation resource. Those who need them: the bridge and the
 * analyzer find them in each event, the producer gets them from its schedule.
 *
 * @see https://docs.aws.amazon.com/msk/latest/developerguide/msk-create-cluster.html
 */
export class DemoCluster extends Construct {
  readonly clusterArn: string;
  readonly securityGroup: SecurityGroup;
  /** An event source mapping depends on its topic: pollers do not wait for one. */
  readonly topics: Readonly<Record<keyof typeof DEMO_TOPICS, CfnTopic>>;

  constructor(scope: Construct, id: string, props: DemoClusterProps) {
    super(scope, id);
    this.securityGroup = this.#makeSecurityGroup(props.network);
    const cluster = this.#makeCluster(props);
    this.clusterArn = cluster.attrArn;
    const events = this.#makeTopic('Events', DEMO_TOPICS.events);
    const notifications = this.#makeTopic('Notifications', DEMO_TOPICS.notifications);
    // The API makes no promise about two topics at once.
    notifications.addResourceDependency(events);
    this.topics = { events, notifications };
  }

  /** Lambda's pollers have interfaces in this group as well, so it admits itself. */
  #makeSecurityGroup({ vpc, functionSecurityGroup }: DemoNetwork): SecurityGroup {
    const group = new SecurityGroup(this, 'SecurityGroup', {
      vpc,
      description: 'Brokers of the demo, and the pollers of its event source mappings',
      allowAllOutbound: false,
    });
    group.connections.allowInternally(Port.tcp(KAFKA_IAM_PORT), 'Pollers');
    group.addIngressRule(functionSecurityGroup, Port.tcp(KAFKA_IAM_PORT), 'Producer and analyzer');
    // For the on-failure destination. The network has no route but to S3, whose prefix list has no name to write here.
    group.addEgressRule(Peer.anyIpv4(), Port.HTTPS, 'S3 by its gateway endpoint');
    return group;
  }

  #makeCluster({ network, instanceType = INSTANCE_TYPE }: DemoClusterProps): CfnCluster {
    const brokerLogs = new LogGroup(this, 'BrokerLogs', {
      retention: RetentionDays.ONE_WEEK,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const cluster = new CfnCluster(this, 'Cluster', {
      // CloudFormation asks for a name; this one is different in each app, stack and place of the tree.
      clusterName: Names.uniqueResourceName(this, { maxLength: MAX_NAME_LENGTH, separator: '-' }),
      kafkaVersion: KAFKA_VERSION,
      numberOfBrokerNodes: BROKERS,
      brokerNodeGroupInfo: {
        instanceType,
        clientSubnets: network.subnets.map(({ subnetId }) => subnetId),
        securityGroups: [this.securityGroup.securityGroupId],
        storageInfo: { ebsStorageInfo: { volumeSize: STORAGE_GIB } },
      },
      clientAuthentication: { sasl: { iam: { enabled: true } }, unauthenticated: { enabled: false } },
      encryptionInfo: { encryptionInTransit: { clientBroker: 'TLS', inCluster: true } },
      loggingInfo: { brokerLogs: { cloudWatchLogs: { enabled: true, logGroup: brokerLogs.logGroupName } } },
    });
    cluster.applyRemovalPolicy(RemovalPolicy.DESTROY);
    return cluster;
  }

  /**
   * Provisioned clusters from Kafka 3.6 on. Without a configuration of its own a topic has that of the cluster: a week
   * of retention, and in two zones `min.insync.replicas` 1, so that writing goes on while MSK patches one of the brokers.
   *
   * @see https://docs.aws.amazon.com/msk/latest/developerguide/msk-topic-operations-information.html
   * @see https://docs.aws.amazon.com/msk/latest/developerguide/msk-default-configuration.html
   */
  #makeTopic(id: string, topicName: string): CfnTopic {
    const topic = new CfnTopic(this, id, {
      clusterArn: this.clusterArn,
      topicName,
      partitionCount: PARTITIONS,
      replicationFactor: REPLICAS,
    });
    topic.applyRemovalPolicy(RemovalPolicy.DESTROY);
    return topic;
  }
}
