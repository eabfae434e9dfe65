import { type App, RemovalPolicy } from 'aws-cdk-lib';
import type { DeploymentSettings } from './config/deployment-settings.ts';
import { prepareForLocalUse } from './local-use.ts';
import { BridgeStack } from './stacks/bridge-stack.ts';
import { DEMO_BRIDGE } from './stacks/demo-bridge.ts';
import { DemoStack } from './stacks/demo-stack.ts';

/** Names of the stacks, for `cdk deploy <name>` and in the account. */
const STACKS = {
  bridge: 'KafkaEventBridge',
  demo: 'KafkaEventBridgeDemo',
  demoBridge: 'KafkaEventBridgeDemoBridge',
};

/** Adds the stacks of a deployment to the app. */
export function addStacks(app: App, settings: DeploymentSettings): void {
  addDeployment(app, settings);
  if (settings.isLocal === true) prepareForLocalUse(app);
}

function addDeployment(app: App, { deployment, bridges, webhookUrl }: DeploymentSettings): void {
  if (deployment === 'BRIDGE') {
    new BridgeStack(app, STACKS.bridge, { bridges });
    return;
  }
  const demo = new DemoStack(app, STACKS.demo, webhookUrl === undefined ? {} : { webhookUrl });
  if (deployment === 'PREREQ') return;
  const bridge = new BridgeStack(app, STACKS.demoBridge, {
    bridges: [DEMO_BRIDGE],
    // A demo is thrown away as a whole.
    removalPolicy: RemovalPolicy.DESTROY,
  });
  // It reads the names of cluster and bus from parameters that the demo writes.
  bridge.addStackDependency(demo);
}
