import { Aws, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { CfnSchedule, CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { CfnStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { RecordQueue } from '../storage/record-queue.ts';

export interface ProducerScheduleProps {
  /** Gets `{"bootstrapServers": "host:port,…"}` and runs for most of a minute. */
  readonly functionArn: string;
  readonly clusterArn: string;
  /** Seconds that the function may take. */
  readonly functionTimeoutSeconds: number;
  /** @default true */
  readonly enabled?: boolean;
}

/** A run that could not start by then is left to the next one. Seconds, 60 at least. */
const MAX_START_AGE_SECONDS = 60;
const MAX_START_RETRIES = 3;

/** For the answer of MSK, its repetitions included. */
const LOOKUP_SECONDS = 30;

/**
 * Starts the producer once a minute and tells it the brokers.
 *
 * The addresses of the brokers are only to be had from the API of MSK, which the function cannot reach from a network
 * without a way out. A state machine can: it asks, then invokes the function with the answer. That costs about 3 USD
 * a month, while an interface endpoint for MSK would cost 7, and needs neither a custom resource nor one more SDK client.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html
 */
export class ProducerSchedule extends Construct {
  /** Runs that could not be started. */
  readonly queue: IQueue;
  readonly stateMachineArn: string;
  readonly schedule: CfnSchedule;

  constructor(scope: Construct, id: string, props: ProducerScheduleProps) {
    super(scope, id);
    this.stateMachineArn = this.#makeStateMachine(props).attrArn;
    this.queue = new RecordQueue(this, 'MissedRuns', { removalPolicy: RemovalPolicy.DESTROY }).queue;
    const group = new CfnScheduleGroup(this, 'Group');
    this.schedule = new CfnSchedule(this, 'EachMinute', {
      description: 'Starts the demo producer',
      groupName: group.ref,
      scheduleExpression: 'rate(1 minute)',
      flexibleTimeWindow: { mode: 'OFF' },
      state: props.enabled === false ? 'DISABLED' : 'ENABLED',
      target: {
        arn: this.stateMachineArn,
        roleArn: this.#makeScheduleRole(group).roleArn,
        deadLetterConfig: { arn: this.queue.queueArn },
        retryPolicy: {
          maximumEventAgeInSeconds: MAX_START_AGE_SECONDS,
          maximumRetryAttempts: MAX_START_RETRIES,
        },
      },
    });
  }

  #makeStateMachine(props: ProducerScheduleProps): CfnStateMachine {
    const logs = new LogGroup(this, 'Logs', {
      retention: RetentionDays.ONE_WEEK,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const { role, policies } = this.#makeStateMachineRole(props);
    const machine = new CfnStateMachine(this, 'StateMachine', {
      roleArn: role.roleArn,
      definition: definition(props),
      tracingConfiguration: { enabled: true },
      loggingConfiguration: {
        level: 'ALL',
        includeExecutionData: false,
        destinations: [{ cloudWatchLogsLogGroup: { logGroupArn: logs.logGroupArn } }],
      },
    });
    // Step Functions tries the log group when it makes the state machine.
    machine.node.addDependency(...policies);
    return machine;
  }

  #makeStateMachineRole({ clusterArn, functionArn }: ProducerScheduleProps) {
    const role = new Role(this, 'StateMachineRole', { assumedBy: ownService('states.amazonaws.com') });
    const policies = [
      { sid: 'FindBrokers', actions: ['kafka:GetBootstrapBrokers'], resources: [clusterArn] },
      { sid: 'Produce', actions: ['lambda:InvokeFunction'], resources: [functionArn] },
      { sid: 'LogAndTrace', actions: LOG_AND_TRACE_ACTIONS, resources: ['*'] },
    ].flatMap((statement) => {
      const { policyDependable } = role.addToPrincipalPolicy(new PolicyStatement(statement));
      return policyDependable === undefined ? [] : [policyDependable];
    });
    Validations.of(role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason:
        'The actions by which Step Functions sets up log delivery and sends traces take no resource; every other statement names its resource.',
    });
    return { role, policies };
  }

  #makeScheduleRole(group: CfnScheduleGroup): Role {
    const role = new Role(this, 'ScheduleRole', {
      assumedBy: ownService('scheduler.amazonaws.com', { 'aws:SourceArn': group.attrArn }),
    });
    role.addToPrincipalPolicy(
      new PolicyStatement({
        sid: 'StartRun',
        actions: ['states:StartExecution'],
        resources: [this.stateMachineArn],
      }),
    );
    role.addToPrincipalPolicy(
      new PolicyStatement({
        sid: 'KeepMissedRun',
        actions: ['sqs:SendMessage'],
        resources: [this.queue.queueArn],
      }),
    );
    return role;
  }
}

/**
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/concepts-xray-tracing.html
 */
const LOG_AND_TRACE_ACTIONS = [
  'logs:CreateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:DescribeLogGroups',
  'logs:DescribeResourcePolicies',
  'logs:GetLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:UpdateLogDelivery',
  'xray:GetSamplingRules',
  'xray:GetSamplingTargets',
  'xray:PutTelemetryRecords',
  'xray:PutTraceSegments',
];

/** A service that acts for this account, and not for another that names a role of this one. */
function ownService(service: string, conditions: Readonly<Record<string, string>> = {}): ServicePrincipal {
  return new ServicePrincipal(service, {
    conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID, ...conditions } },
  });
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/concepts-amazon-states-language.html */
function definition({ clusterArn, functionArn, functionTimeoutSeconds }: ProducerScheduleProps) {
  return {
    Comment: 'Asks MSK for the brokers and lets the demo producer run with them.',
    QueryLanguage: 'JSONata',
    TimeoutSeconds: LOOKUP_SECONDS + functionTimeoutSeconds,
    StartAt: 'FindBrokers',
    States: {
      FindBrokers: {
        Type: 'Task',
        Resource: `arn:${Aws.PARTITION}:states:::aws-sdk:kafka:getBootstrapBrokers`,
        Arguments: { ClusterArn: clusterArn },
        Output: { bootstrapServers: '{% $states.result.BootstrapBrokerStringSaslIam %}' },
        Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 2, MaxAttempts: 3, BackoffRate: 2 }],
        Next: 'Produce',
      },
      Produce: {
        Type: 'Task',
        Resource: `arn:${Aws.PARTITION}:states:::lambda:invoke`,
        Arguments: { FunctionName: functionArn, Payload: '{% $states.input %}' },
        // Not when the function itself failed: the next minute brings the next run.
        Retry: [
          {
            ErrorEquals: [
              'Lambda.ServiceException',
              'Lambda.AWSLambdaException',
              'Lambda.SdkClientException',
              'Lambda.TooManyRequestsException',
            ],
            IntervalSeconds: 2,
            MaxAttempts: 2,
          },
        ],
        End: true,
      },
    },
  };
}
