import { CfnOutput, type RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { resolveParameterReferences } from '../config/parameter-references.ts';
import type { BridgeOptions } from '../constructs/bridge/bridge-options.ts';
import { consumerGroupId } from '../constructs/bridge/consumer-group.ts';
import { type Rule, refuseContradictions } from '../constructs/contradictions.ts';
import { KafkaEventBridge } from '../constructs/kafka-event-bridge.ts';

export interface BridgeStackProps extends StackProps {
  /** Values may be names of SSM parameters: `ssm:<name>`. */
  readonly bridges: readonly BridgeOptions[];
  /** What becomes of buckets and queues that hold records, with the stack. @default RemovalPolicy.RETAIN */
  readonly removalPolicy?: RemovalPolicy;
}

const STACK_RULES: readonly Rule<readonly BridgeOptions[]>[] = [
  (bridges) => {
    const groups = bridges.flatMap((bridge) => bridge.topics.map((topic) => consumerGroupId(bridge, topic)));
    const shared = groups.filter((group, index) => groups.indexOf(group) !== index);
    return shared.length === 0
      ? undefined
      : `The consumer group ${shared.join(', ')} has several mappings; Lambda takes one a group. Change consumerGroupId.`;
  },
];

/** Bridges beside clusters and buses that exist. */
export class BridgeStack extends Stack {
  constructor(scope: Construct, id: string, { bridges, removalPolicy, ...props }: BridgeStackProps) {
    super(scope, id, {
      description: `Kafka records become EventBridge events: ${bridges.map(({ name }) => name).join(', ')}.`,
      ...props,
    });
    refuseContradictions('The stack', bridges, STACK_RULES);
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
