import { styleText } from 'node:util';
import { CONTAINER_ENDPOINT } from '../container-endpoint.ts';
import type { Listening } from './activity.ts';

/** Where the stand-ins are, what is in them and what to type next. */
export function describeListening(listening: Listening): string {
  const { url, containerUrl, schemaRegistryUrl, eventBus, rules, configurationParameters } = listening;
  return [
    heading('Stand-ins of EventBridge, SSM, Glue, SQS, S3, Secrets Manager and STS'),
    item('on this machine', url),
    item('in a container', containerUrl),
    item('schema registry', schemaRegistryUrl),
    ...describeHost(url).map((sentence) => `  ${styleText('yellow', sentence)}`),
    heading('Prepared'),
    item('event bus', eventBus),
    item('rules', rules.join(', ')),
    item('configuration', configurationParameters.join(', ')),
    item('dead letters', `${listening.deadLetterQueueUrl}, s3://${listening.deadLetterBucket}`),
    heading('Try in another terminal'),
    '  npx cdk synth --quiet -c deployment=FULL -c local=true --output .local/sam',
    '  sam local invoke demo --template .local/sam/KafkaEventBridgeDemoBridge.template.json \\',
    `    --event events/avro-glue.json --env-vars events/environment/avro.json${describeAddHost()}`,
    ...describePort(containerUrl),
    heading('Arriving here, until Ctrl-C'),
  ].join('\n');
}

/** Docker on Linux has no name for its host, and gives it another address than loopback. */
function describeAddHost(): string {
  return process.platform === 'linux' ? ' \\\n    --add-host host.docker.internal:host-gateway' : '';
}

function describeHost(url: string): string[] {
  if (process.platform !== 'linux' || new URL(url).hostname !== '127.0.0.1') return [];
  return [
    'Containers on Linux do not reach 127.0.0.1: start again with --host 172.17.0.1, the address of docker0.',
  ];
}

function describePort(containerUrl: string): string[] {
  if (containerUrl === CONTAINER_ENDPOINT) return [];
  return [
    `  ${styleText('yellow', `The files of events/environment/ say ${CONTAINER_ENDPOINT}: give --env-vars a copy with ${containerUrl}.`)}`,
  ];
}

function heading(text: string): string {
  return styleText(['bold', 'cyan'], text);
}

function item(name: string, text: string): string {
  return `  ${name.padEnd('schema registry'.length)}  ${text}`;
}
