import { App } from 'aws-cdk-lib';
import { addChecks } from './checks.ts';
import { Refusal } from './command-line/refusal.ts';
import { readDeploymentSettings } from './config/deployment-settings.ts';
import { addStacks } from './deployment.ts';

/** The CDK app: `cdk deploy -c deployment=BRIDGE|PREREQ|FULL`. */
// Synthesised below: CDK would do it once more after a refusal, and print its own code.
const app = new App({ autoSynth: false });
try {
  addStacks(app, readDeploymentSettings(app.node.getAllContext()));
  addChecks(app);
  app.synth();
} catch (error) {
  // A stack trace says nothing about what somebody wrote, nor about a finding, which CDK has printed with its place.
  const isExplained =
    error instanceof Refusal || (error instanceof Error && error.name === 'ValidationFailed');
  console.error(isExplained ? error.message : error);
  process.exitCode = 1;
}
