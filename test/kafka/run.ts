import { parseArgs, styleText } from 'node:util';
import { Admin } from '@platformatic/kafka';
import { connectKafka } from '../../infra/redrive/kafka/kafka-reader.ts';
import { runCommand } from '../fixtures/run-command.ts';
import { CHECKS } from './checks.ts';
import { startKafkaBroker } from './kafka-broker.ts';
import type { KafkaCheck, KafkaCheckSetting } from './kafka-check.ts';
import { RecordWriter } from './record-writer.ts';

const USAGE = `Holds the reading of Kafka against a real broker: Apache Kafka on loopback, for the time of the run.

  npm run kafka

Needs a JDK (17 or later) and openssl; the first time also Maven, which fetches some 50 MB of Kafka to .local/kafka.
The exit code is 1 when something is not as it should be.
`;

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { help: { type: 'boolean', default: false } } });
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  const startMs = performance.now();
  const broker = await startKafkaBroker((text) => console.log(`· ${text}`));
  try {
    const admin = new Admin({ clientId: 'checks', bootstrapBrokers: [broker.bootstrapServers] });
    const reader = await connectKafka({ brokers: [broker.bootstrapServers], access: { auth: 'none' } });
    const writer = new RecordWriter(broker);
    const failures = await runChecks({ broker, writer, admin, reader });
    await Promise.all([reader.close(), admin.close(), writer.close()]);
    const passed = `${CHECKS.length - failures} of ${CHECKS.length} hold`;
    console.log(`${passed}, in ${seconds(performance.now() - startMs)}`);
    if (failures > 0) process.exitCode = 1;
  } finally {
    await broker.close();
  }
}

async function runChecks(setting: KafkaCheckSetting): Promise<number> {
  let failures = 0;
  for (const check of CHECKS) if (!(await holds(check, setting))) failures++;
  return failures;
}

async function holds(check: KafkaCheck, setting: KafkaCheckSetting): Promise<boolean> {
  const startMs = performance.now();
  try {
    const figures = await check.run(setting);
    const took = seconds(performance.now() - startMs);
    console.log(`${styleText('green', '✓')} ${check.says}\n    ${figures} (${took})`);
    return true;
  } catch (error) {
    console.log(`${styleText('red', '✗')} ${check.says}`);
    console.error(error);
    return false;
  }
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}

await runCommand(main);
