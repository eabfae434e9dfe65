import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { artefactFolder, FUNCTIONS } from '../../infra/functions.ts';
import { SYNTH_CASES, type SynthCase } from './cases.ts';
import { ANY_RESOURCE_REASONS, ENDPOINT_REASONS, WILDCARD_SUFFIX_REASONS } from './reasons.ts';
import { type Permission, permissionsIn, policiesOf } from './statements.ts';
import { synthesise } from './synthesise.ts';

interface Resource {
  readonly Type: string;
  readonly Properties: Record<string, unknown>;
  readonly DeletionPolicy?: string;
}

/** What holds records or cannot be made again as it was. */
const STATEFUL = [
  'AWS::S3::Bucket',
  'AWS::SQS::Queue',
  'AWS::Logs::LogGroup',
  'AWS::Events::Archive',
  'AWS::MSK::Cluster',
];

describe.each(SYNTH_CASES)('$name', (one) => {
  // No finding of cdk-nag and none of CDK's validation: either would end the synthesis.
  const { stacks } = synthesise(one);
  const resources: Record<string, Resource> = Object.assign(
    {},
    ...stacks.map(({ template }) => template.Resources),
  );
  const permissions = permissionsIn(resources);

  it('allows nothing on every resource without a written reason', () => {
    expect(permissions.length).toBeGreaterThan(0);
    expect(permissions.filter(hasUnexplainedWildcard)).toEqual([]);
  });

  it('has unique statement ids', () => {
    for (const [, { Statement }] of policiesOf(resources)) {
      const sids = Statement.flatMap(({ Sid }) => Sid ?? []);
      expect(sids).toEqual([...new Set(sids)]);
    }
  });

  it('has no custom resource and no managed policy', () => {
    const types = Object.values(resources).map(({ Type }) => Type);
    expect(types.filter((type) => /^Custom::|::CustomResource$/.test(type))).toEqual([]);
    expect(JSON.stringify(resources)).not.toContain(':iam::aws:policy/');
  });

  it('runs every function on Node 24, on Graviton, with JSON logs', () => {
    for (const { Properties } of ofType(resources, 'AWS::Lambda::Function')) {
      expect(Properties).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        LoggingConfig: { LogFormat: 'JSON' },
      });
    }
  });

  it('says what becomes of everything that holds data', () => {
    for (const type of STATEFUL) {
      for (const resource of ofType(resources, type))
        expect(resource.DeletionPolicy).toMatch(/^(Retain|Delete)$/);
    }
  });
});

describe.each([
  ['bridge', 'bridge-msk-iam'],
  ['prereq', 'prereq-webhook'],
  ['full', 'full'],
])('the deployment %s', (snapshot, caseName) => {
  it('is what it was', async () => {
    const { stacks } = synthesise(caseNamed(caseName));
    for (const { stackName, template } of stacks) {
      await expect(withoutHashes(template)).toMatchFileSnapshot(`snapshots/${snapshot}.${stackName}.json`);
    }
  });
});

describe('the assets of a deployment', () => {
  const assembly = synthesise(caseNamed('full'));
  const folders = readdirSync(assembly.directory).filter((entry) => /^asset\.[0-9a-f]{64}$/.test(entry));

  it.each(FUNCTIONS)('hold the artefact of %s byte for byte as it is tested', (name) => {
    const artefact = contentsOf(artefactFolder(name));
    expect(artefact).toHaveProperty('index.mjs');
    expect(folders.map((folder) => contentsOf(join(assembly.directory, folder)))).toContainEqual(artefact);
  });

  it('are the artefacts and nothing else', () => {
    expect(folders).toHaveLength(FUNCTIONS.length);
  });
});

function hasUnexplainedWildcard({ holderType, action, resource, hasCondition }: Permission): boolean {
  if (action.includes('*')) return true;
  if (!resource.includes('*')) return false;
  if (resource !== '*') return WILDCARD_SUFFIX_REASONS[action]?.suffix.test(resource) !== true;
  const isOfEndpoint = holderType === 'AWS::EC2::VPCEndpoint' && hasCondition;
  return ANY_RESOURCE_REASONS[action] === undefined && !(isOfEndpoint && action in ENDPOINT_REASONS);
}

function caseNamed(name: string): SynthCase {
  const found = SYNTH_CASES.find((one) => one.name === name);
  if (found === undefined) throw new Error(`There is no case ${name}.`);
  return found;
}

function ofType(resources: Record<string, Resource>, type: string): Resource[] {
  return Object.values(resources).filter(({ Type }) => Type === type);
}

/** A template whose assets are named alike whatever is in them: their contents have tests of their own. */
function withoutHashes(template: object): string {
  return `${JSON.stringify(template, undefined, 2)}\n`.replaceAll(/[0-9a-f]{64}/g, '<hash>');
}

/** The files of a folder but source maps, which are not deployed, by name. */
function contentsOf(folder: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder)
      .filter((file) => !file.endsWith('.map'))
      .map((file) => [file, readFileSync(join(folder, file), 'base64')]),
  );
}
