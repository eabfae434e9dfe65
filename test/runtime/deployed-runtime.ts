import { rmSync } from 'node:fs';
import { afterAll, onTestFinished } from 'vitest';
import { ENVIRONMENT } from '../../shared/environment.ts';
import { PARAMETER, type RunningBridge, startRunningBridge } from '../fixtures/running-bridge.ts';
import { type DeployedFunction, type DeployedFunctions, deployedFunctions } from './deployed-functions.ts';
import type { ManagedRuntime } from './managed-runtime.ts';
import { startedRuntime } from './started-runtime.ts';

/** Variables beside those of the template, and those that CloudFormation makes; undefined takes one out. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** The deployment for the tests of a file, synthesised when they are collected. */
export function deployment(): DeployedFunctions['functions'] {
  const { directory, functions } = deployedFunctions();
  afterAll(() => rmSync(directory, { recursive: true }));
  return functions;
}

/** Lambda's runtime with a function as it is deployed, for as long as the test. */
export async function runtimeWith(fn: DeployedFunction, made: Variables): Promise<ManagedRuntime> {
  const { variables, ...settings } = fn;
  return await startedRuntime({ ...settings, environment: environmentOf(variables, made) });
}

/** @throws Error if the template has a variable that CloudFormation makes, and the test does not. */
function environmentOf(variables: DeployedFunction['variables'], made: Variables): Record<string, string> {
  const environment: Record<string, string> = {};
  for (const [name, value] of Object.entries({ ...variables, ...made })) {
    if (typeof value === 'string') environment[name] = value;
    else if (value !== undefined)
      throw new Error(`CloudFormation makes the variable ${name}: give it a value.`);
  }
  return environment;
}

/** What the bridge and redrive work with, for as long as the test. */
export async function surroundings(
  document?: string,
): Promise<{ readonly bridge: RunningBridge; readonly variables: Variables }> {
  const bridge = await startRunningBridge(document === undefined ? {} : { document });
  onTestFinished(() => bridge.close());
  for (const bucket of ['dead-letters', 'failures']) bridge.standIns.s3.createBucket(bucket);
  return {
    bridge,
    variables: {
      ...bridge.standIns.environment,
      [ENVIRONMENT.configurationParameter]: PARAMETER,
      [ENVIRONMENT.deadLetterQueueUrl]: bridge.deadLetterQueueUrl,
      [ENVIRONMENT.deadLetterBucket]: 'dead-letters',
      [ENVIRONMENT.failureBucket]: 'failures',
    },
  };
}
