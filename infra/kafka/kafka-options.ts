import type { ParseArgsOptionsConfig } from 'node:util';
import { Refusal } from '../command-line/refusal.ts';
import { authOfPorts, KAFKA_AUTHS, type KafkaAccess, type KafkaAuth } from './kafka-access.ts';
import { type Environment, KAFKA_VARIABLES, type KafkaFiles, readAccess } from './read-access.ts';

/** Options of a command line that reads from Kafka, for `parseArgs` of `node:util`. */
export const KAFKA_OPTIONS = {
  'bootstrap-servers': { type: 'string' },
  'kafka-auth': { type: 'string' },
  'kafka-ca': { type: 'string' },
  'kafka-cert': { type: 'string' },
  'kafka-key': { type: 'string' },
} as const satisfies ParseArgsOptionsConfig;

/** What `parseArgs` makes of {@link KAFKA_OPTIONS}. Brokers that a document names can be put in. */
export type KafkaOptionValues = KafkaFiles & {
  readonly 'bootstrap-servers'?: string | undefined;
  readonly 'kafka-auth'?: string | undefined;
};

export const KAFKA_HELP = `Kafka to read from
  --bootstrap-servers LIST  HOST:PORT of one or more brokers, separated by commas
  --kafka-auth NAME         ${KAFKA_AUTHS.join(', ')};
                            by default what the port stands for on MSK:
                            9092 none, 9094 tls (mtls with --kafka-cert), 9096 scram, 9098 iam
                            iam signs with the AWS credentials at hand, for the Region in AWS_REGION
                            scram, scram-256 and plain take KAFKA_USERNAME and KAFKA_PASSWORD from the
                            environment
  --kafka-ca FILE           authority of the brokers' certificates, in PEM; MSK needs none
  --kafka-cert FILE         certificate of this client, in PEM
  --kafka-key FILE          its private key, in PEM; its password, if any, in KAFKA_KEY_PASSWORD
`;

/** Where the brokers are, and how to be let in. */
export interface KafkaOptions {
  /** `host:port`, one or more. */
  readonly brokers: readonly string[];
  readonly access: KafkaAccess;
}

/**
 * Reads the options of Kafka, the files that they name, and the environment.
 *
 * @throws Refusal that lists every mistake, each with its remedy.
 */
export function readKafkaOptions(
  values: KafkaOptionValues,
  environment: Environment = process.env,
): KafkaOptions {
  const mistakes: string[] = [];
  const brokers = readBrokers(values, mistakes);
  const auth = readAuth(values, brokers, mistakes);
  const access = auth === undefined ? undefined : readAccess(auth, values, environment, mistakes);
  if (auth === 'iam') mistakes.push(...regionMistakes(brokers, environment));
  if (access === undefined || mistakes.length > 0) {
    throw new Refusal(
      `Kafka cannot be read with these options:\n${mistakes.map((line) => `- ${line}`).join('\n')}`,
    );
  }
  return { brokers, access };
}

/** A name or an IPv4 address, or an IPv6 address in brackets; a port. */
const BROKER = /^(?:[\w.-]+|\[[\da-f:.]+\]):(?<port>\d{1,5})$/i;
const MAX_PORT = 65_535;

function readBrokers({ 'bootstrap-servers': text = '' }: KafkaOptionValues, mistakes: string[]): string[] {
  const brokers = text
    .split(',')
    .map((broker) => broker.trim())
    .filter((broker) => broker !== '');
  if (brokers.length === 0) mistakes.push('--bootstrap-servers is missing. Give HOST:PORT of a broker.');
  for (const broker of brokers) {
    const port = Number(BROKER.exec(broker)?.groups?.port ?? 0);
    if (port < 1 || port > MAX_PORT) {
      mistakes.push(`--bootstrap-servers has "${broker}". Give HOST:PORT, separated by commas.`);
    }
  }
  return brokers;
}

function readAuth(
  values: KafkaOptionValues,
  brokers: readonly string[],
  mistakes: string[],
): KafkaAuth | undefined {
  const text = values['kafka-auth'];
  if (text === undefined) {
    const auth = authOfPorts(brokers);
    if (auth === 'tls' && values['kafka-cert'] !== undefined) return 'mtls';
    if (auth === undefined && brokers.length > 0) {
      mistakes.push(
        `--kafka-auth is missing, and the ports do not tell it. Give one of ${KAFKA_AUTHS.join(', ')}.`,
      );
    }
    return auth;
  }
  const auth = KAFKA_AUTHS.find((known) => known === text);
  if (auth === undefined) mistakes.push(`--kafka-auth is "${text}". Give one of ${KAFKA_AUTHS.join(', ')}.`);
  return auth;
}

/** @see https://docs.aws.amazon.com/msk/latest/developerguide/msk-get-bootstrap-brokers.html */
const MSK_BROKER = /\.kafka(?:-serverless)?\.(?<region>[a-z\d-]+)\.amazonaws\.com(?:\.cn)?:\d+$/;

/** A token of IAM is signed for one Region; the brokers of another refuse it without saying why. */
function regionMistakes(brokers: readonly string[], environment: Environment): string[] {
  const region = environment[KAFKA_VARIABLES.region];
  if (region === undefined || region === '') {
    return [
      `--kafka-auth iam needs the environment variable ${KAFKA_VARIABLES.region}, the Region of the cluster.`,
    ];
  }
  const others = brokers.filter((broker) => (MSK_BROKER.exec(broker)?.groups?.region ?? region) !== region);
  if (others.length === 0) return [];
  return [`${KAFKA_VARIABLES.region} is ${region}, and these brokers are elsewhere: ${others.join(', ')}.`];
}
