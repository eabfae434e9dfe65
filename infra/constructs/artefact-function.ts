import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  ApplicationLogLevel,
  Architecture,
  CfnFunction,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { artefactFolder, type FunctionName } from '../functions.ts';
import type { NetworkPlacement } from './network-placement.ts';

export interface ArtefactFunctionProps {
  /** Folder under `functions/`, and so the artefact under `dist/`, that this function runs. */
  readonly artefact: FunctionName;
  /** Shown in the Lambda console. */
  readonly description: string;
  /** Dimension `service` of the metrics and `service` of the log lines. */
  readonly serviceName: string;
  /** @default - nothing besides the service name */
  readonly environment?: Readonly<Record<string, string>>;
  /** MB; a vCPU comes with each 1,769 MB. @default 512 */
  readonly memoryMb?: number;
  /** Seconds. @default 60 */
  readonly timeoutSeconds?: number;
  /** Invocations at once at most, taken out of the account's pool. @default - the account's pool */
  readonly reservedConcurrency?: number;
  /** @default RetentionDays.ONE_MONTH */
  readonly logRetention?: RetentionDays;
  /** @default ApplicationLogLevel.INFO */
  readonly logLevel?: ApplicationLogLevel;
  /** What becomes of the log group with the stack. @default RemovalPolicy.DESTROY */
  readonly logRemovalPolicy?: RemovalPolicy;
  /** Puts the function into a VPC. @default - outside any VPC */
  readonly network?: NetworkPlacement;
}

/**
 * A function of this project on Lambda: the artefact of `npm run build`, Node.js 24 on Graviton, JSON logs in a log group
 * of its own with a retention, traces, and a role that may write to that log group and nothing else.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
 */
export class ArtefactFunction extends Construct {
  readonly function: LambdaFunction;
  readonly logGroup: LogGroup;
  readonly role: Role;
  readonly timeout: Duration;

  constructor(scope: Construct, id: string, props: ArtefactFunctionProps) {
    super(scope, id);
    this.timeout = Duration.seconds(props.timeoutSeconds ?? 60);
    this.logGroup = new LogGroup(this, 'Logs', {
      retention: props.logRetention ?? RetentionDays.ONE_MONTH,
      removalPolicy: props.logRemovalPolicy ?? RemovalPolicy.DESTROY,
    });
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    this.logGroup.grantWrite(this.role);
    if (props.network !== undefined) this.#allowNetworkInterfaces();
    this.function = new LambdaFunction(this, 'Function', {
      description: props.description,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: Code.fromAsset(artefactFolder(props.artefact), { exclude: ['*.map'] }),
      memorySize: props.memoryMb ?? 512,
      timeout: this.timeout,
      environment: { POWERTOOLS_SERVICE_NAME: props.serviceName, ...props.environment },
      role: this.role,
      tracing: Tracing.ACTIVE,
      loggingFormat: LoggingFormat.JSON,
      logGroup: this.logGroup,
      applicationLogLevelV2: props.logLevel ?? ApplicationLogLevel.INFO,
      // The platform's own lines: start, report and runtime errors. INFO keeps one report an invocation.
      systemLogLevelV2: SystemLogLevel.INFO,
      ...(props.reservedConcurrency === undefined
        ? {}
        : { reservedConcurrentExecutions: props.reservedConcurrency }),
    });
    if (props.network !== undefined) this.#place(props.network);
    Validations.of(this.role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason:
        'xray:PutTraceSegments and xray:PutTelemetryRecords take no resource; every other statement names its resources.',
    });
    Validations.of(this.function).acknowledge({
      id: 'Serverless::Serverless-LambdaDLQ',
      reason:
        'Event source mappings and schedules invoke the function; they have failure destinations of their own.',
    });
  }

  /** CDK's own properties take constructs, which a network that is known by its ids does not have. */
  #place({ subnetIds, securityGroupIds }: NetworkPlacement): void {
    const resource = this.function.node.defaultChild;
    if (!(resource instanceof CfnFunction)) throw new TypeError(`${this.node.path} is no Lambda function.`);
    resource.vpcConfig = { subnetIds: [...subnetIds], securityGroupIds: [...securityGroupIds] };
  }

  /**
   * Lambda makes the interfaces of a function in a VPC in the name of its role. Their ids are not known before, and the
   * describe actions take no resource.
   *
   * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions
   */
  #allowNetworkInterfaces(): void {
    this.allow(
      new PolicyStatement({
        sid: 'FunctionNetworkInterfaces',
        actions: [
          'ec2:AssignPrivateIpAddresses',
          'ec2:CreateNetworkInterface',
          'ec2:DeleteNetworkInterface',
          'ec2:DescribeNetworkInterfaces',
          'ec2:DescribeSubnets',
          'ec2:UnassignPrivateIpAddresses',
        ],
        resources: ['*'],
      }),
    );
    Validations.of(this.role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason:
        'Lambda makes network interfaces whose ids are not known before, and EC2 describe actions take no resource; AWS documents these six actions on every resource.',
    });
  }

  /** Adds a statement to the function's role. */
  allow(statement: PolicyStatement): void {
    this.role.addToPrincipalPolicy(statement);
  }
}
