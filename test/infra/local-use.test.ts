import { describe, expect, test } from 'vitest';
import { readDeploymentSettings } from '../../infra/config/deployment-settings.ts';
import { synthesise } from '../synth/synthesise.ts';

interface Resource {
  readonly Type: string;
  readonly Properties: {
    readonly Environment: { readonly Variables: Record<string, unknown> };
    readonly Architectures: readonly string[];
  };
  readonly Metadata?: Readonly<Record<string, unknown>>;
}

const FULL = { deployment: 'FULL' };
const local = synthesise({ name: 'local', context: { ...FULL, local: 'true' } });
const deployable = synthesise({ name: 'deployable', context: FULL });

describe('a template for local use', () => {
  test.each(local.stacks.map(({ stackName, template }) => [stackName, template]))(
    '%s fails at deployment with a sentence',
    (_, { Rules, Parameters }) => {
      // An assertion that holds for no value that the parameter may have.
      expect(Parameters.LocalUse).toMatchObject({ Default: 'local', AllowedValues: ['local'] });
      expect(Rules.NotForDeployment).toEqual({
        Assertions: [
          {
            Assert: { 'Fn::Equals': [{ Ref: 'LocalUse' }, 'deployment'] },
            AssertDescription:
              'This template was synthesised for sam local invoke (-c local=true) and cannot be deployed. Synthesise it again without that.',
          },
        ],
      });
    },
  );

  test('sends every function to the stand-ins', () => {
    const functions = functionsOf(local);
    expect(functions).toHaveLength(4);
    for (const { Properties } of functions) {
      expect(Properties.Environment.Variables).toHaveProperty(
        'AWS_ENDPOINT_URL',
        'http://host.docker.internal:4566',
      );
    }
  });

  test('names its functions by their service', () => {
    expect(functionsOf(local).map(({ Metadata }) => Metadata?.SamResourceId)).toEqual(
      functionsOf(deployable).map(
        ({ Properties }) => Properties.Environment.Variables.POWERTOOLS_SERVICE_NAME,
      ),
    );
    const ids = functionsOf(local).map(({ Metadata }) => Metadata?.SamResourceId);
    expect(ids).toContain('demo');
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('runs functions on the processor of this machine', () => {
    const architecture = process.arch === 'arm64' ? 'arm64' : 'x86_64';
    for (const { Properties } of functionsOf(local)) expect(Properties.Architectures).toEqual([architecture]);
  });

  test('has no paths of constructs, about which SAM warns', () => {
    expect(JSON.stringify(local.stacks.map(({ template }) => template))).not.toContain('aws:cdk:path');
  });
});

describe('a template for deployment', () => {
  test('has none of that', () => {
    const text = JSON.stringify(deployable.stacks.map(({ template }) => template));
    expect(text).not.toMatch(/AWS_ENDPOINT_URL|NotForDeployment|LocalUse|SamResourceId|x86_64/);
  });
});

describe('the context value local', () => {
  test.each(['true', true])('asks for templates for local use when it is %j', (value) => {
    expect(readDeploymentSettings({ ...FULL, local: value }).isLocal).toBe(true);
  });

  test.each(['false', false, 'yes', 1, ''])('is refused when it is %j', (value) => {
    expect(() => readDeploymentSettings({ ...FULL, local: value })).toThrow(
      'local: it is "true" or left out.',
    );
  });

  test('may be left out', () => {
    expect(readDeploymentSettings(FULL).isLocal).toBeUndefined();
  });
});

function functionsOf({ stacks }: ReturnType<typeof synthesise>): Resource[] {
  const resources = stacks.flatMap(({ template }) => Object.values<Resource>(template.Resources));
  return resources.filter(({ Type }) => Type === 'AWS::Lambda::Function');
}
