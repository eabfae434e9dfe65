import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BrokerProcess } from './broker-process.ts';
import { type Certificates, makeCertificates } from './certificates.ts';
import { freePorts } from './free-ports.ts';
import { kafkaClassPath } from './kafka-jars.ts';
import { type BrokerPorts, scramOptions, serverProperties } from './server-properties.ts';

export interface KafkaBroker {
  /** `host:port` of the listener without TLS and login. */
  readonly bootstrapServers: string;
  readonly ports: BrokerPorts;
  readonly certificates: Certificates;
  /** For Java programs of the tests: the broker's jars have the Java client. */
  readonly classPath: string;
  /** Ends the process and keeps its data. `SIGKILL` is a machine that goes away, `SIGTERM` a shutdown in order. */
  stop(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>;
  /** Starts it again after a stop, on the same ports and with the data that it had. */
  start(): Promise<void>;
  /** Ends the process and removes its data. */
  close(): Promise<void>;
}

const LOGGING = fileURLToPath(new URL('log4j.properties', import.meta.url));
const HEAP = '-Xmx512m';

/**
 * One node of Apache Kafka on loopback, with data in a temporary folder: broker and controller in one process, as the
 * Kafka project itself does for development (KRaft, no ZooKeeper). Needs a JDK, Maven (once) and openssl.
 *
 * @param onStage told what is going on.
 * @throws Error with what to install, or with the end of the server's log.
 */
export async function startKafkaBroker(onStage: (text: string) => void = () => {}): Promise<KafkaBroker> {
  const classPath = await kafkaClassPath(onStage);
  const folder = mkdtempSync(join(tmpdir(), 'kafka-broker-'));
  const removeFolder = () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  try {
    const certificates = makeCertificates(folder);
    const ports = await brokerPorts();
    const propertiesFile = writeConfiguration(folder, ports, certificates);
    formatStorage(classPath, propertiesFile);
    const server = new BrokerProcess(
      [...javaOptions(classPath), 'kafka.Kafka', propertiesFile],
      removeFolder,
    );
    await server.start();
    onStage(`Apache Kafka listens on localhost:${ports.plaintext}`);
    return {
      bootstrapServers: `localhost:${ports.plaintext}`,
      ports,
      certificates,
      classPath,
      stop: (signal) => server.stop(signal),
      start: () => server.start(),
      close: () => server.close(),
    };
  } catch (error) {
    removeFolder();
    throw error;
  }
}

async function brokerPorts(): Promise<BrokerPorts> {
  const [controller = 0, plaintext = 0, tls = 0, mtls = 0, sasl = 0] = await freePorts(5);
  return { controller, plaintext, tls, mtls, sasl };
}

function writeConfiguration(folder: string, ports: BrokerPorts, certificates: Certificates): string {
  const dataFolder = join(folder, 'data');
  mkdirSync(dataFolder);
  const file = join(folder, 'server.properties');
  writeFileSync(file, serverProperties(ports, dataFolder, certificates));
  return file;
}

/** KRaft starts from a folder that knows its cluster id. */
function formatStorage(classPath: string, propertiesFile: string): void {
  const clusterId = randomBytes(16).toString('base64url');
  // One in 64 begins with a hyphen, which only the form with the equals sign takes for a value.
  const tool = ['kafka.tools.StorageTool', 'format', `--cluster-id=${clusterId}`, '--config', propertiesFile];
  const args = [...javaOptions(classPath), ...tool, ...scramOptions()];
  const { status, stdout, stderr } = spawnSync('java', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`The storage of Kafka could not be formatted:\n${stdout}${stderr}`);
}

function javaOptions(classPath: string): string[] {
  return [HEAP, `-Dlog4j.configuration=file:${LOGGING}`, '-cp', classPath];
}
