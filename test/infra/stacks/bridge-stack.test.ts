import { statSync } from 'node:fs';
import { App } from 'aws-cdk-lib';
import { expect, it } from 'vitest';
import { BridgeStack } from '../../../infra/stacks/bridge-stack.ts';
import { BRIDGE } from '../../fixtures/bridge-options.ts';
import { CDK_CONTEXT } from '../../fixtures/cdk.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
const MAX_TEMPLATE_BYTES = 1_000_000;

it('deploys a bridge of 60 topics by a template that CloudFormation takes', () => {
  const topics = Array.from({ length: 60 }, (_, number) => `commerce.payments.settlements-${number}`);
  const app = new App({ context: { ...CDK_CONTEXT }, analyticsReporting: false });
  const stack = new BridgeStack(app, 'Bridge', { bridge: { ...BRIDGE, topics } });

  const { templateFullPath } = app.synth().getStackArtifact(stack.artifactId);

  expect(statSync(templateFullPath).size).toBeLessThan(MAX_TEMPLATE_BYTES);
});
