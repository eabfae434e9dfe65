import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FunctionName } from '../../infra/functions.ts';
import { DEMO_SERVICES } from '../../shared/demo/services.ts';
import { synthesise } from '../synth/synthesise.ts';
import type { ManagedRuntimeSettings } from './managed-runtime.ts';

/** A function as CloudFormation would make it. */
export interface DeployedFunction extends Required<Omit<ManagedRuntimeSettings, 'environment'>> {
  /** A value that is not text is made by CloudFormation. */
  readonly variables: Readonly<Record<string, unknown>>;
}

interface FunctionResource {
  readonly Type: 'AWS::Lambda::Function';
  readonly Properties: {
    readonly Environment: { readonly Variables: Readonly<Record<string, unknown>> };
    readonly Handler: string;
    readonly LoggingConfig: { readonly ApplicationLogLevel: string; readonly LogFormat: string };
    readonly MemorySize: number;
    readonly Runtime: string;
    readonly Timeout: number;
  };
  readonly Metadata: Readonly<Record<string, unknown>>;
}

export interface DeployedFunctions {
  /** Where templates and assets lie. */
  readonly directory: string;
  readonly functions: Readonly<Record<FunctionName, DeployedFunction>>;
}

/** Functions of the deployment `FULL`, with the assets that would be uploaded. */
export function deployedFunctions(): DeployedFunctions {
  const { directory, stacks } = synthesise({ name: 'runtime', context: { deployment: 'FULL' } });
  const resources = stacks.flatMap(({ templateFile }) => {
    const { Resources } = JSON.parse(readFileSync(join(directory, templateFile), 'utf8'));
    return Object.values<{ Type: string }>(Resources).filter(isFunction);
  });
  const called = (serviceName: string): DeployedFunction => {
    const resource = resources.find(
      ({ Properties }) => Properties.Environment.Variables.POWERTOOLS_SERVICE_NAME === serviceName,
    );
    if (resource === undefined) throw new Error(`The deployment FULL has no function ${serviceName}.`);
    return deployedFunction(resource, directory);
  };
  return {
    directory,
    functions: {
      bridge: called('demo'),
      redrive: called('demo-redrive'),
      'demo-producer': called(DEMO_SERVICES.producer),
      'demo-analyzer': called(DEMO_SERVICES.analyzer),
    },
  };
}

function deployedFunction({ Properties, Metadata }: FunctionResource, directory: string): DeployedFunction {
  return {
    taskRoot: join(directory, String(Metadata['aws:asset:path'])),
    handler: Properties.Handler,
    runtime: Properties.Runtime,
    memoryMb: Properties.MemorySize,
    timeoutMs: 1_000 * Properties.Timeout,
    logFormat: Properties.LoggingConfig.LogFormat,
    logLevel: Properties.LoggingConfig.ApplicationLogLevel,
    variables: Properties.Environment.Variables,
  };
}

function isFunction(resource: { readonly Type: string }): resource is FunctionResource {
  return resource.Type === 'AWS::Lambda::Function';
}
