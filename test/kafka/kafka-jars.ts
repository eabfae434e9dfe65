import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const POM = fileURLToPath(new URL('pom.xml', import.meta.url));

/** Not under version control. */
const CACHE = fileURLToPath(new URL('../../.local/kafka', import.meta.url));

const COPY_GOAL = 'dependency:copy-dependencies';

/** The broker and its tools run on Java 11 and later, the single-file programs of these checks need records: 17. */
const MIN_JAVA = 17;

/**
 * The class path of Apache Kafka: fetched with Maven, from the repositories that it is configured for, when they are
 * not there yet, or not those of pom.xml.
 *
 * @param onStage told what is going on, because the first time takes its time.
 * @throws Error with what to install, or with what Maven says.
 */
export async function kafkaClassPath(onStage: (text: string) => void): Promise<string> {
  requireJava();
  const digest = createHash('sha256').update(readFileSync(POM)).digest('hex').slice(0, 12);
  const folder = join(CACHE, `jars-${digest}`);
  if (!existsSync(folder)) await fetchJars(folder, onStage);
  return join(folder, '*');
}

async function fetchJars(folder: string, onStage: (text: string) => void): Promise<void> {
  if (spawnSync('mvn', ['--version']).status !== 0) {
    throw new Error('Maven fetches Apache Kafka, and "mvn" does not run. Install Maven 3.8 or later.');
  }
  onStage('fetching Apache Kafka with Maven, once: some 50 MB');
  mkdirSync(CACHE, { recursive: true });
  const unfinished = `${folder}.${process.pid}`;
  try {
    await runMaven(unfinished, onStage);
    // Whole or not at all: an interrupted download is not taken for a class path. Another run may have been faster.
    if (!existsSync(folder)) renameSync(unfinished, folder);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  onStage(`fetched ${readdirSync(folder).length} jars to ${folder}`);
}

/** Says how many files have come, every ten of them. */
async function runMaven(folder: string, onStage: (text: string) => void): Promise<void> {
  const options = ['--batch-mode', '--file', POM, `-DoutputDirectory=${folder}`, '-DincludeScope=runtime'];
  const maven = spawn('mvn', [...options, COPY_GOAL], { stdio: ['ignore', 'pipe', 'inherit'] });
  const errors: string[] = [];
  let downloaded = 0;
  for await (const line of createInterface({ input: maven.stdout })) {
    if (line.startsWith('[ERROR]')) errors.push(line);
    if (/Downloaded from .*\.jar/.test(line) && ++downloaded % 10 === 0) onStage(`  ${downloaded} jars`);
  }
  const [status] = maven.exitCode === null ? await once(maven, 'exit') : [maven.exitCode];
  if (status !== 0) throw new Error(`Maven could not fetch Apache Kafka:\n${errors.join('\n')}`);
}

function requireJava(): void {
  const { stdout } = spawnSync('javac', ['-version'], { encoding: 'utf8' });
  const [, version] = /^javac (\d+)/.exec(stdout ?? '') ?? [];
  if (Number(version) >= MIN_JAVA) return;
  const found = version === undefined ? '"javac" does not run' : `there is ${version}`;
  throw new Error(`Apache Kafka runs on a JDK, and ${found}. Install version ${MIN_JAVA} or later.`);
}
