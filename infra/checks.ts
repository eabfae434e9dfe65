import { type App, Stack, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';

/**
 * Lets a synthesis fail on any finding of cdk-nag that nobody acknowledged with a reason. CDK validates the templates
 * against the CloudFormation schemas by itself, with the same effect.
 */
export function addChecks(app: App): void {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
  for (const stack of app.node.findAll().filter((construct) => construct instanceof Stack)) {
    stack.templateOptions.metadata = { ...stack.templateOptions.metadata, 'cfn-lint': CFN_LINT };
  }
}

/** For cfn-lint and `sam validate --lint`. W3005: CDK writes a DependsOn beside some references, which changes nothing. */
const CFN_LINT = { config: { ignore_checks: ['W3005'] } };
