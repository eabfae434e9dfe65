import { Aws, RemovalPolicy } from 'aws-cdk-lib';
import {
  FlowLogDestination,
  GatewayVpcEndpointAwsService,
  InterfaceVpcEndpointAwsService,
  IpAddresses,
  type ISubnet,
  type IVpc,
  Peer,
  Port,
  SecurityGroup,
  SubnetType,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { AnyPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct, type IConstruct } from 'constructs';
import type { NetworkPlacement } from '../network-placement.ts';

const CIDR = '10.0.0.0/24';
const SUBNET_MASK = 26;

/** Brokers of MSK listen here for clients with IAM access control over TLS. */
export const KAFKA_IAM_PORT = 9098;

/** MSK wants subnets in at least two zones. */
const AVAILABILITY_ZONES = 2;

/**
 * A network without a way to the internet, for brokers and the two demo functions. What leaves it, leaves through
 *
 * | endpoint | price | for whom |
 * | --- | --- | --- |
 * | S3, gateway | free | the pollers of the event source mappings, whose on-failure destination is a bucket |
 * | Glue, interface, one zone | 0.01 USD an hour | the analyzer, which reads schemas (GetSchemaVersion) |
 *
 * Nothing else is needed: provisioned pollers call Lambda and STS from outside; logs, traces and metrics of a function
 * leave by the Lambda service; tokens for the brokers are signed in the function; the producer is told the brokers and its
 * schema. On-demand pollers would need endpoints for Lambda and STS here, or NAT.
 *
 * The default security group stays as EC2 made it, because CloudFormation cannot take its rules away: it admits only
 * its own members, and has none.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-msk-cluster-network.html
 */
export class DemoNetwork extends Construct {
  readonly vpc: IVpc;
  readonly subnets: ISubnet[];
  /** Of the producer and the analyzer; lets nothing in. */
  readonly functionSecurityGroup: SecurityGroup;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const vpc = new Vpc(this, 'Vpc', {
      ipAddresses: IpAddresses.cidr(CIDR),
      maxAzs: AVAILABILITY_ZONES,
      natGateways: 0,
      subnetConfiguration: [
        { name: 'Isolated', subnetType: SubnetType.PRIVATE_ISOLATED, cidrMask: SUBNET_MASK },
      ],
      // Done with a custom resource, that is, with one more function that may change security groups.
      restrictDefaultSecurityGroup: false,
    });
    if (!isVpc(vpc)) throw new TypeError('A Vpc is an IVpc.');
    this.vpc = vpc;
    this.subnets = vpc.isolatedSubnets;
    const flowLogs = new LogGroup(this, 'FlowLogs', {
      retention: RetentionDays.ONE_WEEK,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.vpc.addFlowLog('Flows', { destination: FlowLogDestination.toCloudWatchLogs(flowLogs) });
    this.functionSecurityGroup = this.#makeFunctionSecurityGroup();
    this.#addStorageEndpoint();
    this.#addRegistryEndpoint();
  }

  /** Makes a function after the routes of its subnets, and removes it before them. */
  routeFirst(fn: IConstruct): void {
    fn.node.addDependency(...this.subnets.map((subnet) => subnet.internetConnectivityEstablished));
  }

  /** Where the functions go. */
  get functionPlacement(): NetworkPlacement {
    return {
      subnetIds: this.subnets.map(({ subnetId }) => subnetId),
      securityGroupIds: [this.functionSecurityGroup.securityGroupId],
    };
  }

  /**
   * Its rules name addresses and not groups, so that they stand in the group itself: a group without rules of its own
   * gets the default one from EC2, which lets everything out.
   *
   * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroup.html
   */
  #makeFunctionSecurityGroup(): SecurityGroup {
    const group = new SecurityGroup(this, 'FunctionSecurityGroup', {
      vpc: this.vpc,
      description: 'Demo producer and analyzer',
      allowAllOutbound: false,
    });
    const inside = Peer.ipv4(this.vpc.vpcCidrBlock);
    group.addEgressRule(inside, Port.tcp(KAFKA_IAM_PORT), 'Kafka with IAM access control');
    group.addEgressRule(inside, Port.HTTPS, 'Schemas');
    return group;
  }

  #addStorageEndpoint(): void {
    const endpoint = this.vpc.addGatewayEndpoint('Storage', { service: GatewayVpcEndpointAwsService.S3 });
    endpoint.addToPolicy(
      new PolicyStatement({
        sid: 'WriteToOwnBuckets',
        principals: [new AnyPrincipal()],
        actions: ['s3:PutObject', 's3:ListBucket'],
        resources: ['*'],
        conditions: { StringEquals: { 's3:ResourceAccount': Aws.ACCOUNT_ID } },
      }),
    );
  }

  /** In one zone, which halves its price; a function in the other zone reaches it as well. */
  #addRegistryEndpoint(): void {
    const securityGroup = new SecurityGroup(this, 'RegistrySecurityGroup', {
      vpc: this.vpc,
      description: 'Endpoint of the Glue Schema Registry',
      allowAllOutbound: false,
    });
    const endpoint = this.vpc.addInterfaceEndpoint('Registry', {
      service: InterfaceVpcEndpointAwsService.GLUE,
      subnets: { subnets: this.subnets.slice(0, 1) },
      securityGroups: [securityGroup],
      open: false,
    });
    endpoint.addToPolicy(
      new PolicyStatement({
        sid: 'ReadSchemas',
        principals: [new AnyPrincipal()],
        actions: ['glue:GetSchemaVersion'],
        resources: ['*'],
        conditions: { StringEquals: { 'aws:PrincipalAccount': Aws.ACCOUNT_ID } },
      }),
    );
    securityGroup.addIngressRule(this.functionSecurityGroup, Port.HTTPS, 'Schemas');
  }
}

/** With `exactOptionalPropertyTypes`, CDK's class does not fit its own interface, for the sake of one optional property. */
function isVpc(construct: IConstruct): construct is IConstruct & IVpc {
  return construct instanceof Vpc;
}
