import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ConfigurationParameter } from '../../../infra/constructs/bridge/configuration-parameter.ts';
import { KAFKA_OPTIONS } from '../../../infra/kafka/kafka-options.ts';
import { parseCommand, type RedriveCommand } from '../../../infra/redrive/command-line.ts';
import { HELP } from '../../../infra/redrive/help.ts';
import { OPTIONS } from '../../../infra/redrive/options.ts';

const QUEUE = 'https://sqs.eu-west-1.amazonaws.com/123456789012/dead-letters';
const LEAST = ['--bridge', 'payments', '--queue', QUEUE];
const BROKERS = ['--bootstrap-servers', 'kafka-1.example.com:9092'];

function parse(...args: string[]): RedriveCommand {
  const command = parseCommand(args);
  if (command.kind === 'help') throw new Error('This is a call for help.');
  return command;
}

afterEach(() => vi.unstubAllEnvs());

describe('the command line of npm run redrive', () => {
  it('redrives a queue through a deployed bridge, carefully, by default', () => {
    expect(parse(...LEAST)).toEqual({
      kind: 'redrive',
      sources: [{ kind: 'queue', url: QUEUE }],
      configuration: { kind: 'parameter', name: '/kafka-eventbridge/payments/configuration' },
      kafka: undefined,
      selection: { topics: [], codes: [], sinceMs: undefined, untilMs: undefined },
      limit: undefined,
      recordsPerSecond: 100,
      clusterArn: undefined,
      isDryRun: false,
      journalPath: undefined,
      isJson: false,
    });
  });

  it('finds the parameter where a deployment puts it', () => {
    const stack = new Stack(new App(), 'Stack');
    new ConfigurationParameter(stack, 'Parameter', { bridgeName: 'payments', members: {} });

    const { configuration } = parse(...LEAST);
    if (configuration.kind !== 'parameter') throw new Error('It is a file.');
    Template.fromStack(stack).hasResourceProperties('AWS::SSM::Parameter', { Name: configuration.name });
  });

  it('takes several sources', () => {
    const { sources } = parse(
      ...LEAST,
      ...[
        '--queue',
        `${QUEUE}-2`,
        '--bucket',
        'letters',
        '--prefix',
        'aws/',
        '--topic',
        'failures',
        ...BROKERS,
      ],
    );

    expect(sources).toEqual([
      { kind: 'queue', url: QUEUE },
      { kind: 'queue', url: `${QUEUE}-2` },
      { kind: 'bucket', name: 'letters', prefix: 'aws/' },
      { kind: 'topic', name: 'failures' },
    ]);
  });

  it('takes files from where npm was called', () => {
    vi.stubEnv('INIT_CWD', '/home/operator');

    expect(parse('--config', 'bridge.json', '--queue', QUEUE, '--journal', 'j.jsonl')).toMatchObject({
      configuration: { kind: 'file', path: '/home/operator/bridge.json' },
      journalPath: '/home/operator/j.jsonl',
    });
  });

  it('reads every filter and switch', () => {
    expect(
      parse(
        ...['--config-parameter', '/mine', '--bucket', 'letters', '--only-topic', 'a', '--only-topic', 'b'],
        ...['--code', 'PAYLOAD_INVALID', '--since', '2026-11-20', '--until', '2026-11-20T09:30:00+01:00'],
        ...[
          '--limit',
          '10',
          '--rate',
          '5',
          '--cluster-arn',
          'arn:aws:kafka:x',
          '--dry-run',
          '--json',
          ...BROKERS,
        ],
      ),
    ).toMatchObject({
      configuration: { kind: 'parameter', name: '/mine' },
      sources: [{ kind: 'bucket', name: 'letters', prefix: '' }],
      selection: {
        topics: ['a', 'b'],
        codes: ['PAYLOAD_INVALID'],
        sinceMs: Date.UTC(2026, 10, 20),
        untilMs: Date.UTC(2026, 10, 20, 8, 30),
      },
      limit: 10,
      recordsPerSecond: 5,
      clusterArn: 'arn:aws:kafka:x',
      isDryRun: true,
      isJson: true,
      kafka: { brokers: ['kafka-1.example.com:9092'] },
    });
  });

  it('helps, with every option, on lines that a terminal shows whole', () => {
    expect(parseCommand(['--help'])).toEqual({ kind: 'help' });
    for (const name of Object.keys({ ...OPTIONS, ...KAFKA_OPTIONS })) expect(HELP).toContain(`--${name}`);
    for (const line of HELP.split('\n')) expect(line.length).toBeLessThanOrEqual(120);
  });

  it.each([
    [
      ['--bridge', 'payments'],
      'There is nothing to redrive from. Give --queue URL, --bucket NAME or --topic NAME; see --help.',
    ],
    [
      ['--queue', QUEUE],
      'The bridge is named nowhere. Give one of --bridge NAME, --config-parameter NAME and --config FILE.',
    ],
    [
      [...LEAST, '--config', 'x.json'],
      'The bridge is named more than once. Give one of --bridge NAME, --config-parameter NAME and --config FILE.',
    ],
    [
      ['--bridge', 'payments', '--queue', 'dead-letters'],
      '--queue is "dead-letters". Give the URL of the queue; aws sqs get-queue-url --queue-name NAME tells it.',
    ],
    [[...LEAST, '--prefix', 'a/'], '--prefix needs --bucket.'],
    [[...LEAST, '--topic', 'failures'], '--topic needs --bootstrap-servers.'],
    [[...LEAST, '--cluster-arn', 'arn'], '--cluster-arn needs --bootstrap-servers.'],
    [[...LEAST, '--rate', '0'], '--rate is "0". Give a whole number from 1 to 10,000.'],
    [[...LEAST, '--limit', 'all'], '--limit is "all". Give a whole number from 1 to 9,007,199,254,740,991.'],
    [
      [...LEAST, '--since', '2026-11-20T08:00:00'],
      '--since is "2026-11-20T08:00:00". Give a date, or a time with its zone: 2026-11-20, 2026-11-20T08:30:00Z.',
    ],
    [
      [...LEAST, '--until', '2026-13-01'],
      '--until is "2026-13-01". Give a date, or a time with its zone: 2026-11-20, 2026-11-20T08:30:00Z.',
    ],
    [
      [...LEAST, '--since', '2026-11-20', '--until', '2026-11-20'],
      '--until is not after --since, so that no record would be left.',
    ],
  ])('refuses %j', (args, message) => {
    expect(() => parse(...args)).toThrow(expect.objectContaining({ message }));
  });

  it('refuses an option that does not exist', () => {
    expect(() => parse(...LEAST, '--force')).toThrow("Unknown option '--force'");
  });
});
