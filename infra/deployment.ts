import { type App, RemovalPolicy } from 'aws-cdk-lib';
import type { DeploymentSettings } from './config/deployment-settings.ts';
import type { BridgeOptions } from './constructs/bridge/bridge-options.ts';
import { consumerGroupId } from './constructs/bridge/consumer-group.ts';
import { type Rule, refuseContradictions } from './constructs/contradictions.ts';
import { prepareForLocalUse } from './local-use.ts';
import { BridgeStack } from './stacks/bridge-stack.ts';
import { DEMO_BRIDGE } from './stacks/demo-bridge.ts';
import { DemoStack } from './stacks/demo-stack.ts';

/** Names of the stacks, for `cdk deploy <name>` and in the account. */
const STACKS = {
  bridge: (name: string) => `KafkaEventBridge-${name}`,
  demo: 'KafkaEventBridgeDemo',
  demoBridge: 'KafkaEventBridgeDemoBridge',
};

/** What must hold between the bridges of a deployment. */
const DEPLOYMENT_RULES: readonly Rule<readonly BridgeOptions[]>[] = [
  (bridges) => {
    const groups = bridges.flatMap((bridge) => bridge.topics.map((topic) => consumerGroupId(bridge, topic)));
    const shared = groups.filter((group, index) => groups.indexOf(group) !== index);
    return shared.length === 0
      ? undefined
      : `The consumer group ${shared.join(', ')} has several mappings; Lambda takes one a group. Change consumerGroupId.`;
  },
];

/** Adds the stacks of a deployment to the app. */
export function addStacks(app: App, settings: DeploymentSettings): void {
  addDeployment(app, settings);
  if (settings.isLocal === true) prepareForLocalUse(app);
}

function addDeployment(app: App, { deployment, bridges, webhookUrl }: DeploymentSettings): void {
  if (deployment === 'BRIDGE') {
    for (const bridge of bridges) new BridgeStack(app, STACKS.bridge(bridge.name), { bridge });
    refuseContradictions('The deployment', bridges, DEPLOYMENT_RULES);
    return;
  }
  const demo = new DemoStack(app, STACKS.demo, webhookUrl === undefined ? {} : { webhookUrl });
  if (deployment === 'PREREQ') return;
  const bridge = new BridgeStack(app, STACKS.demoBridge, {
    bridge: DEMO_BRIDGE,
    // A demo is thrown away as a whole.
    removalPolicy: RemovalPolicy.DESTROY,
  });
  // It reads the names of cluster and bus from parameters that the demo writes.
  bridge.addStackDependency(demo);
}
