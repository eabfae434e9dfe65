import { Stack, Token, Validations } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { LayerVersion } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { ArtefactFunction } from '../artefact-function.ts';

export interface ApplicationSignalsProps {
  readonly bridge: ArtefactFunction;
  /** Name of the service in CloudWatch. */
  readonly serviceName: string;
  /**
   * Version of the layer `AWSOpenTelemetryDistroJs` in the stack's Region. The layer lists `nodejs24.x` and takes ES
   * modules; older layers (`aws-otel-nodejs-…`) do neither.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Application-Signals-Enable-LambdaMain.html
   */
  readonly layerVersionArn: string;
}

/** The script of the layer that starts the function with instrumentation; it finds by itself that the handler is a module. */
const WRAPPER = '/opt/otel-instrument';

/** Where the layer's metrics go. The account has one for all its functions, so it is nobody's stack's. */
const LOG_GROUP = '/aws/application-signals/data';

/**
 * Shows the bridge in CloudWatch Application Signals. The layer adds to every cold start. The account takes part once
 * Application Signals has been enabled in it, which is done once and not here.
 *
 * The SDK is bundled into the artefact, so calls of EventBridge appear as HTTP calls.
 */
export class ApplicationSignals extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { bridge, serviceName, layerVersionArn }: ApplicationSignalsProps,
  ) {
    super(scope, id);
    bridge.function.addLayers(LayerVersion.fromLayerVersionArn(this, 'Layer', layerVersionArn));
    bridge.function.addEnvironment('AWS_LAMBDA_EXEC_WRAPPER', WRAPPER);
    bridge.function.addEnvironment('OTEL_SERVICE_NAME', serviceName);
    const { partition, region, account } = Stack.of(this);
    // What the managed policy CloudWatchLambdaApplicationSignalsExecutionRolePolicy allows, in this account and Region.
    // Its X-Ray statement comes with active tracing.
    bridge.allow(
      new PolicyStatement({
        sid: 'WriteApplicationSignals',
        actions: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [logStreams(partition, region, account)],
      }),
    );
    const asFound = logStreams(
      pseudoParameter(partition, 'Partition'),
      pseudoParameter(region, 'Region'),
      pseudoParameter(account, 'AccountId'),
    );
    Validations.of(bridge.role).acknowledge({
      id: `AwsSolutions-IAM5[Resource::${asFound}]`,
      reason: 'The log group is one and named; every instance of the function makes a log stream in it.',
    });
  }
}

function logStreams(partition: string, region: string, account: string): string {
  return `arn:${partition}:logs:${region}:${account}:log-group:${LOG_GROUP}:*`;
}

/** As cdk-nag writes what is known at deployment only. */
function pseudoParameter(value: string, name: string): string {
  return Token.isUnresolved(value) ? `<AWS::${name}>` : value;
}
