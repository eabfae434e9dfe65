import { App } from 'aws-cdk-lib';
import { addChecks } from './checks.ts';
import { readDeploymentSettings } from './config/deployment-settings.ts';
import { SettingsError } from './config/parse-closed.ts';
import { addStacks } from './deployment.ts';

/** The CDK app: `cdk deploy -c deployment=BRIDGE|PREREQ|FULL`. */
const app = new App();
try {
  addStacks(app, readDeploymentSettings(app.node.getAllContext()));
  addChecks(app);
  app.synth();
} catch (error) {
  // A stack trace says nothing about what somebody wrote.
  console.error(error instanceof SettingsError ? error.message : error);
  process.exitCode = 1;
}
