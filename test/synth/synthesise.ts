import { App } from 'aws-cdk-lib';
import { addChecks } from '../../infra/checks.ts';
import { readDeploymentSettings } from '../../infra/config/deployment-settings.ts';
import { addStacks } from '../../infra/deployment.ts';
import { CDK_CONTEXT } from '../fixtures/cdk.ts';
import type { SynthCase } from './cases.ts';

/** Metadata that the CDK and SAM command lines ask for; a synthesis without a command line has to ask itself. */
const COMMAND_LINE_CONTEXT = {
  'aws:cdk:enable-path-metadata': true,
  'aws:cdk:enable-asset-metadata': true,
};

/**
 * Synthesises one case as `cdk synth` would, with every check on.
 *
 * @param outdir where the templates go; a folder of its own in the system's folder for temporary files by default.
 * @throws ValidationFailed with the findings of cdk-nag or of CDK's validation.
 */
export function synthesise({ context = {}, bridges }: SynthCase, outdir?: string) {
  const app = new App({
    context: { ...CDK_CONTEXT, ...COMMAND_LINE_CONTEXT, ...context },
    analyticsReporting: false,
    ...(outdir === undefined ? {} : { outdir }),
  });
  const settings =
    bridges === undefined
      ? readDeploymentSettings(app.node.getAllContext())
      : { deployment: 'BRIDGE' as const, bridges, webhookUrl: undefined };
  addStacks(app, settings);
  addChecks(app);
  return app.synth();
}
