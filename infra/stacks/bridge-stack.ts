import { CfnOutput, type RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { resolveParameterReferences } from '../config/parameter-references.ts';
import type { BridgeOptions } from '../constructs/bridge/bridge-options.ts';
import { KafkaEventBridge } from '../constructs/kafka-event-bridge.ts';

export interface BridgeStackProps extends StackProps {
  /** ARNs and other values that are not needed before may be names of SSM parameters: `ssm:<name>`. */
  readonly bridge: BridgeOptions;
  /** What becomes of buckets and queues that hold records, with the stack. @default RemovalPolicy.RETAIN */
  readonly removalPolicy?: RemovalPolicy;
}

/** One bridge beside a cluster and a bus that exist; alone in its stack, so that no other deployment takes it along. */
export class BridgeStack extends Stack {
  constructor(scope: Construct, id: string, { bridge, removalPolicy, ...props }: BridgeStackProps) {
    super(scope, id, {
      description: `Kafka records become EventBridge events: the bridge ${bridge.name}.`,
      // CloudFormation takes 1 MB, which the alarms of some fifty topics reach with it.
      suppressTemplateIndentation: true,
      ...props,
    });
    this.#tell(
      new KafkaEventBridge(this, bridge.name, {
        ...resolveParameterReferences(this, bridge),
        ...(removalPolicy === undefined ? {} : { removalPolicy }),
      }),
    );
  }

  /** What an operator looks for after a deployment, and before the records of a removed bridge are deleted. */
  #tell({ bridge, parameter, deadLetters, failureDestination, redrive, monitoring }: KafkaEventBridge): void {
    const outputs = {
      Function: bridge.function.functionName,
      Configuration: parameter.parameterName,
      Dashboard: monitoring.dashboardName,
      DeadLetterQueue: deadLetters?.queue?.queueUrl,
      DeadLetterBucket: deadLetters?.bucket?.bucketName,
      FailureDestination: failureDestination.uri,
      FailureQueue: failureDestination.queue?.queueUrl,
      RedriveEventSource: redrive?.eventSourceMappingId,
      RedriveFailedBatchesEventSource: redrive?.failedBatchesMappingId,
    };
    for (const [what, value] of Object.entries(outputs)) {
      if (value !== undefined) new CfnOutput(this, what, { value });
    }
  }
}
