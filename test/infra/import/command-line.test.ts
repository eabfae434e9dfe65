import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseCommand } from '../../../infra/import/command-line.ts';

describe('the command line of npm run import', () => {
  it('needs nothing but a file', () => {
    expect(parseCommand(['connector.json'])).toEqual({
      kind: 'import',
      file: resolve('connector.json'),
      bridge: undefined,
      connector: undefined,
      workerFile: undefined,
      given: new Map(),
      removed: [],
      clusterArn: undefined,
      startingPosition: undefined,
      folder: 'bridges',
      isOverwriting: false,
      isDryRun: false,
      isPut: false,
      isJson: false,
    });
  });

  it('gives and removes properties', () => {
    const args = [
      'a.json',
      '--set',
      'topics=a, b',
      '--set',
      ' x = y=z ',
      '--remove',
      'transforms',
      '--remove',
      'name',
    ];

    expect(parseCommand(args)).toMatchObject({
      given: new Map([
        ['topics', 'a, b'],
        ['x', 'y=z'],
      ]),
      removed: ['transforms', 'name'],
    });
  });

  it.each([
    { text: 'earliest', startingPosition: 'TRIM_HORIZON' },
    { text: 'latest', startingPosition: 'LATEST' },
    { text: '2026-11-20T08:30:00.900Z', startingPosition: { timestampSeconds: 1_795_163_400 } },
  ])('begins at $text', ({ text, startingPosition }) => {
    expect(parseCommand(['a.json', '--start-at', text])).toMatchObject({ startingPosition });
  });

  it.each(['arn:aws-cn:kafka:cn-north-1:123456789012:cluster/prod/1-2', 'ssm:/platform/cluster-arn'])(
    'takes the cluster %s',
    (clusterArn) => {
      expect(parseCommand(['a.json', '--cluster-arn', clusterArn])).toMatchObject({ clusterArn });
    },
  );

  it.each([
    { args: [], message: 'Give the file with the configuration of the connector; see --help.' },
    { args: ['a.json', 'b.json'], message: 'There are several files: a.json, b.json.' },
    { args: ['a.json', '--set', 'x'], message: '--set is "x". Give NAME=VALUE.' },
    { args: ['a.json', '--set', '=x'], message: '--set is "=x". Give NAME=VALUE.' },
    { args: ['a.json', '--start-at', 'yesterday'], message: '--start-at is "yesterday".' },
    { args: ['a.json', '--cluster-arn', 'prod'], message: '--cluster-arn is "prod".' },
    { args: ['a.json', '--put', '--dry-run'], message: 'Leave one of them out.' },
  ])('is refused with a sentence: $message', ({ args, message }) => {
    expect(() => parseCommand(args)).toThrow(message);
  });
});
