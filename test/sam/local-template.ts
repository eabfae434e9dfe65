import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { synthesise } from '../synth/synthesise.ts';

interface FunctionResource {
  readonly Type: 'AWS::Lambda::Function';
  readonly Properties: {
    readonly Handler: string;
    readonly Timeout: number;
    readonly Environment: { readonly Variables: Readonly<Record<string, unknown>> };
  };
  readonly Metadata: Readonly<Record<string, unknown>>;
}

/** A function as SAM finds it in a template for local use. */
export interface LocalTemplateFunction {
  /** What `sam local invoke` calls it by. */
  readonly id: unknown;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly timeoutMs: number;
  /** The module of the handler in the asset that the template names. */
  readonly artefact: string;
}

/** Functions of the deployment `FULL` with `-c local=true`, of all its stacks. */
export function localFunctions(): LocalTemplateFunction[] {
  const { directory, stacks } = synthesise({
    name: 'local',
    context: { deployment: 'FULL', local: 'true' },
  });
  return stacks.flatMap(({ templateFile }) => {
    const { Resources } = JSON.parse(readFileSync(join(directory, templateFile), 'utf8'));
    return Object.values<{ Type: string }>(Resources)
      .filter(isFunction)
      .map(({ Properties, Metadata }) => ({
        id: Metadata.SamResourceId,
        variables: Properties.Environment.Variables,
        timeoutMs: 1_000 * Properties.Timeout,
        artefact: join(
          directory,
          String(Metadata['aws:asset:path']),
          Properties.Handler.replace(/\.handler$/, '.mjs'),
        ),
      }));
  });
}

function isFunction(resource: { readonly Type: string }): resource is FunctionResource {
  return resource.Type === 'AWS::Lambda::Function';
}
