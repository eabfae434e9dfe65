import { CfnOutput, type RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { resolveParameterReferences } from '../config/parameter-references.ts';
import type { BridgeOptions } from '../constructs/bridge/bridge-options.ts';
import { KafkaEventBridge } from '../constructs/kafka-event-bridge.ts';

export interface BridgeStackProps extends StackProps {
  /** Values may be names of SSM parameters: `ssm:<name>`. */
  readonly bridges: readonly BridgeOptions[];
  /** What becomes of buckets and queues that hold records, with the stack. @default RemovalPolicy.RETAIN */
  readonly removalPolicy?: RemovalPolicy;
}

/** Bridges beside clusters and buses that exist. */
export class BridgeStack extends Stack {
  constructor(scope: Construct, id: string, { bridges, removalPolicy, ...props }: BridgeStackProps) {
    super(scope, id, {
      description: `Kafka records become EventBridge events: ${bridges.map(({ name }) => name).join(', ')}.`,
      ...props,
    });
    for (const options of bridges) {
      const bridge = new KafkaEventBridge(this, options.name, {
        ...resolveParameterReferences(this, options),
        ...(removalPolicy === undefined ? {} : { removalPolicy }),
      });
      this.#tell(options.name, bridge);
    }
  }

  /** What an operator looks for after a deployment. */
  #tell(name: string, { bridge, parameter, deadLetters, redrive, monitoring }: KafkaEventBridge): void {
    const outputs = {
      Function: bridge.function.functionName,
      Configuration: parameter.parameterName,
      Dashboard: monitoring.dashboardName,
      DeadLetterQueue: deadLetters?.queue?.queueUrl,
      DeadLetterBucket: deadLetters?.bucket?.bucketName,
      RedriveEventSource: redrive?.eventSourceMappingId,
    };
    for (const [what, value] of Object.entries(outputs)) {
      if (value !== undefined) new CfnOutput(this, `${name}${what}`, { value });
    }
  }
}
