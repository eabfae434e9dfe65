import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { Refusal } from '../../../infra/command-line/refusal.ts';
import {
  KAFKA_HELP,
  KAFKA_OPTIONS,
  type KafkaOptionValues,
  readKafkaOptions,
} from '../../../infra/kafka/kafka-options.ts';

const folder = mkdtempSync(join(tmpdir(), 'kafka-options-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const USER = { KAFKA_USERNAME: 'redrive', KAFKA_PASSWORD: 'secret' };
const MSK = 'b-1.demo.a1bcde.c1.kafka.eu-west-1.amazonaws.com';

function mistakes(values: KafkaOptionValues, environment = {}): string[] {
  try {
    readKafkaOptions(values, environment);
  } catch (error) {
    if (error instanceof Refusal) return error.message.split('\n- ').slice(1);
    throw error;
  }
  return [];
}

describe('the options of Kafka', () => {
  it('are those of a command line', () => {
    const args = ['--bootstrap-servers', 'a:9092, b:9092', '--kafka-auth', 'none'];
    const { values } = parseArgs({ args, options: KAFKA_OPTIONS });

    expect(readKafkaOptions(values, {})).toEqual({ brokers: ['a:9092', 'b:9092'], access: { auth: 'none' } });
  });

  it.each([
    { port: 9092, auth: 'none' },
    { port: 9094, auth: 'tls' },
    { port: 9096, auth: 'scram' },
    { port: 9098, auth: 'iam' },
    { port: 9194, auth: 'tls' },
    { port: 9196, auth: 'scram' },
    { port: 9198, auth: 'iam' },
  ])('take port $port for $auth, as MSK has it', ({ port, auth }) => {
    const environment = { ...USER, AWS_REGION: 'eu-west-1' };

    expect(readKafkaOptions({ 'bootstrap-servers': `${MSK}:${port}` }, environment).access.auth).toBe(auth);
  });

  it('take user name and password from the environment, and a file for the authority', () => {
    const ca = file('ca.pem', '-----BEGIN CERTIFICATE-----\n');

    expect(
      readKafkaOptions({ 'bootstrap-servers': 'a:1', 'kafka-auth': 'scram-256', 'kafka-ca': ca }, USER)
        .access,
    ).toEqual({
      auth: 'scram-256',
      ca: '-----BEGIN CERTIFICATE-----\n',
      username: 'redrive',
      password: 'secret',
    });
  });

  it('take the port of TLS for mtls when there is a certificate', () => {
    const values = { 'bootstrap-servers': 'a:9094', 'kafka-cert': 'none.pem' };

    expect(mistakes(values)).toEqual([
      expect.stringMatching(/^--kafka-cert none.pem cannot be read \(ENOENT\)\./),
      '--kafka-key is missing. mtls needs a certificate and its key.',
    ]);
  });

  it.each<{ what: string; values: KafkaOptionValues; environment?: Record<string, string>; says: string[] }>([
    { what: 'no brokers', values: {}, says: ['--bootstrap-servers is missing. Give HOST:PORT of a broker.'] },
    {
      what: 'a broker without a port',
      values: { 'bootstrap-servers': 'a:9092,b,c:99999', 'kafka-auth': 'none' },
      says: [
        '--bootstrap-servers has "b". Give HOST:PORT, separated by commas.',
        '--bootstrap-servers has "c:99999". Give HOST:PORT, separated by commas.',
      ],
    },
    {
      what: 'ports that tell nothing',
      values: { 'bootstrap-servers': 'a:14001' },
      says: [expect.stringContaining('--kafka-auth is missing, and the ports do not tell it.')],
    },
    {
      what: 'ports that disagree',
      values: { 'bootstrap-servers': 'a:9092,b:9098' },
      says: [expect.stringContaining('--kafka-auth is missing')],
    },
    {
      what: 'an unknown name',
      values: { 'bootstrap-servers': 'a:9092', 'kafka-auth': 'kerberos' },
      says: ['--kafka-auth is "kerberos". Give one of none, tls, mtls, iam, scram, scram-256, plain.'],
    },
    {
      what: 'secrets that are not there, all at once',
      values: { 'bootstrap-servers': '', 'kafka-auth': 'plain', 'kafka-ca': 'no-such-file' },
      says: [
        '--bootstrap-servers is missing. Give HOST:PORT of a broker.',
        expect.stringContaining('--kafka-ca no-such-file cannot be read'),
        '--kafka-auth plain needs the environment variable KAFKA_USERNAME.',
        '--kafka-auth plain needs the environment variable KAFKA_PASSWORD.',
      ],
    },
    {
      what: 'options without effect',
      values: { 'bootstrap-servers': 'a:9092', 'kafka-ca': 'x', 'kafka-cert': 'y', 'kafka-key': 'z' },
      says: [
        '--kafka-ca has no effect with --kafka-auth none. Leave it out, or use tls.',
        '--kafka-cert has no effect with --kafka-auth none. Leave it out, or use mtls.',
        '--kafka-key has no effect with --kafka-auth none. Leave it out, or use mtls.',
      ],
    },
    {
      what: 'IAM without a Region',
      values: { 'bootstrap-servers': `${MSK}:9098` },
      says: ['--kafka-auth iam needs the environment variable AWS_REGION, the Region of the cluster.'],
    },
    {
      what: 'IAM of another Region',
      values: { 'bootstrap-servers': `${MSK}:9098` },
      environment: { AWS_REGION: 'us-east-1' },
      says: [`AWS_REGION is us-east-1, and these brokers are elsewhere: ${MSK}:9098.`],
    },
  ])('refuse $what', ({ values, environment, says }) => {
    expect(mistakes(values, environment)).toEqual(says);
  });

  it('refuse a file that is not PEM', () => {
    const values = { 'bootstrap-servers': 'a:9094', 'kafka-ca': file('ca.der', '\u0030\u0082') };

    expect(mistakes(values)).toEqual([expect.stringMatching(/ca\.der is not in PEM\. Convert it/)]);
  });

  it('refuse a certificate and a key that are no pair', () => {
    const pem = (what: string) => `-----BEGIN ${what}-----\nAAAA\n-----END ${what}-----\n`;
    const values = {
      'bootstrap-servers': 'a:9094',
      'kafka-cert': file('client.crt', pem('CERTIFICATE')),
      'kafka-key': file('client.key', pem('PRIVATE KEY')),
    };

    expect(mistakes(values)).toEqual([
      expect.stringMatching(/^--kafka-cert and --kafka-key cannot be used together \(.+\)\. Check that/),
    ]);
  });

  it('never show a secret', () => {
    expect(mistakes({ 'bootstrap-servers': '', 'kafka-auth': 'scram' }, USER).join()).not.toContain('secret');
  });

  it('are all in the help', () => {
    for (const option of Object.keys(KAFKA_OPTIONS)) expect(KAFKA_HELP).toContain(`--${option} `);
    for (const variable of ['KAFKA_USERNAME', 'KAFKA_PASSWORD', 'KAFKA_KEY_PASSWORD', 'AWS_REGION']) {
      expect(KAFKA_HELP).toContain(variable);
    }
  });
});
