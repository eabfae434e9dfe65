import { cpSync, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  bytesOf,
  fileOf,
  loadedWith,
  NODE_NAMESPACE,
  type Outputs,
  packagesIn,
} from '../../infra/artefact-parts.ts';
import { bundle } from '../../infra/bundle.ts';
import { artefactFolder, FUNCTIONS } from '../../infra/functions.ts';
import { LocalFunction } from '../../infra/local/lambda/function-host.ts';

/** Lambda has the artefact alone: no node_modules beside it, no source maps, no checkout around it. */
describe('a built artefact, alone in a folder', () => {
  const opened: LocalFunction[] = [];
  afterAll(async () => {
    await Promise.all(opened.map((fn) => fn.close()));
  });

  it.each(FUNCTIONS)(
    'of %s loads, and answers an event of another service with an error of its own',
    async (name) => {
      const folder = mkdtempSync(join(tmpdir(), `${name}-`));
      cpSync(artefactFolder(name), folder, { recursive: true, filter: (path) => !path.endsWith('.map') });
      expect(readdirSync(folder)).toContain('index.mjs');

      const fn = new LocalFunction({
        artefact: join(folder, 'index.mjs'),
        name,
        environment: { AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'x' },
        timeoutMs: 20_000,
      });
      opened.push(fn);

      await expect(fn.invoke({ from: 'somewhere else' })).rejects.toThrow(ERRORS[name]);
    },
  );
});

/** What each function says before it has done anything, in an environment where nothing is set. */
const ERRORS: Readonly<Record<(typeof FUNCTIONS)[number], RegExp>> = {
  bridge: /BRIDGE_CONFIG_PARAMETER is not set/,
  redrive: /BRIDGE_CONFIG_PARAMETER is not set/,
  'demo-producer': /DEMO_/,
  'demo-analyzer': /DEMO_/,
};

/** The bridge as it is at its start; a new package of any size would be seen here. */
const MAX_BYTES_AT_START = 250_000;

/** What a first batch of JSON or of Avro with the Glue Schema Registry loads. */
const MAX_BYTES_WITH_GLUE_AVRO = 450_000;

const ENTRY_POINT = 'functions/bridge/handler.ts';

describe('the bundle of the bridge', () => {
  let outputs: Outputs;
  let atStart: ReadonlySet<string>;
  beforeAll(async () => {
    ({ outputs } = await bundle({ entryPoint: ENTRY_POINT, outdir: 'dist/bridge', write: false }));
    atStart = loadedWith(fileOf(ENTRY_POINT, outputs), outputs);
  });

  const packageNames = (files: Iterable<string>) => packagesIn(files, outputs).map(([name]) => name);

  it('is small at its start', () => {
    expect(bytesOf(atStart, outputs)).toBeLessThanOrEqual(MAX_BYTES_AT_START);
  });

  it('starts from few files: the handler, all that this imports, and what the bundler adds', () => {
    expect(atStart.size).toBeLessThanOrEqual(3);
  });

  it('never imports the handler, which waits for what may be loaded later', () => {
    const file = fileOf(ENTRY_POINT, outputs);
    const holding = Object.keys(outputs).filter((path) => ENTRY_POINT in (outputs[path]?.inputs ?? {}));
    const importing = Object.values(outputs).filter(({ imports }) =>
      imports.some(({ path }) => path === file),
    );

    expect(holding).toEqual([file]);
    expect(importing).toEqual([]);
  });

  it('is small with Glue and Avro, still without the AWS SDK', () => {
    const entries = ['functions/bridge/aws/glue-schema-registry.ts', 'functions/bridge/avro/compile.ts'];
    const files = new Set([
      ...atStart,
      ...entries.flatMap((entry) => [...loadedWith(fileOf(entry, outputs), outputs)]),
    ]);

    expect(bytesOf(files, outputs)).toBeLessThanOrEqual(MAX_BYTES_WITH_GLUE_AVRO);
    expect(packageNames(files)).toContain('avsc');
    expect(packageNames(files).filter((name) => /^@(aws-sdk|smithy)\//.test(name))).toEqual([]);
  });

  it('starts without the AWS SDK', () => {
    const names = packageNames(atStart);

    expect(names).toContain('zod');
    expect(names.filter((name) => /^@(aws-sdk|smithy)\//.test(name))).toEqual([]);
  });

  it('starts without the inflation of frames', () => {
    const modules = [...atStart].flatMap((file) => Object.keys(outputs[file]?.inputs ?? {}));

    expect(modules).toContain(`${NODE_NAMESPACE}:node:crypto`);
    expect(modules).not.toContain(`${NODE_NAMESPACE}:node:zlib`);
  });

  it('reads the configuration without a client for it', () => {
    const names = packageNames(Object.keys(outputs));

    expect(names).toContain('@aws-sdk/client-glue');
    expect(names).not.toContain('@aws-sdk/client-ssm');
    expect(names).not.toContain('@aws-lambda-powertools/parameters');
  });

  it('imports no module of Node, which would make all that it exports', () => {
    const imports = Object.values(outputs).flatMap((output) => output.imports);

    expect(imports.filter(({ external }) => external)).toEqual([]);
  });
});
