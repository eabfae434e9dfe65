import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { javaClassPath } from '../fixtures/java-class-path.ts';
import { type PlannedRecord, TRANSACTION_SCHEMAS } from './planned-record.ts';

const PROGRAM = fileURLToPath(new URL('ProduceWithGlue.java', import.meta.url));
const POM = fileURLToPath(new URL('../producers/pom.xml', import.meta.url));

/** Characters of what the program says in the message when it ends. */
const SHOWN_CHARACTERS = 2_000;

/** Where a record went, as the broker acknowledged it. */
export interface Acknowledgement {
  readonly partition: number;
  readonly offset: number;
}

/** A record that the broker took. */
export type AcknowledgedRecord = PlannedRecord &
  Acknowledgement & {
    /**
     * Epoch milliseconds, given by the producer. The broker is not asked: of records that come again because it was killed before
     * it could acknowledge them, it tells one time for a whole batch.
     */
    readonly timestamp: number;
  };

/** A record that it did not take, as far as the producer knows. */
export type UnacknowledgedRecord = PlannedRecord & { readonly error: string };

/** Kafka's own producer in a process of its own, with the serializer of the AWS Glue Schema Registry. */
export class JavaProducer {
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  readonly #kill = () => void this.#child.kill('SIGKILL');
  #sent = 0;
  #errors = '';
  /** Why it can send no more. */
  #end: string | undefined;

  /** Fetches the serializer and Kafka's client with Maven, when they are not there yet. */
  static async start(onStage: (text: string) => void): Promise<JavaProducer> {
    const dependencies = { pom: POM, name: 'The serializer of Glue', folder: 'producers', size: '64 MB' };
    return new JavaProducer(await javaClassPath(dependencies, onStage));
  }

  /** @param classPath of Kafka's client and the serializer. */
  constructor(classPath: string) {
    this.#child = spawn('java', ['-Xmx512m', '-cp', classPath, PROGRAM], {
      stdio: ['pipe', 'pipe', 'pipe'],
      // For nothing: signatures are not checked.
      env: { ...process.env, AWS_ACCESS_KEY_ID: 'stand-in', AWS_SECRET_ACCESS_KEY: 'stand-in' },
    });
    process.once('exit', this.#kill);
    this.#child.stderr.on('data', (chunk: Buffer) => {
      this.#errors = (this.#errors + chunk.toString()).slice(-SHOWN_CHARACTERS);
    });
    // There may be no such program. As with one that has ended, which takes no more: whoever waits for it is told below.
    this.#child.on('error', (error) => {
      this.#errors = error.message;
    });
    this.#child.stdin.on('error', () => {});
    this.#child.once('close', () => this.#ended());
    createInterface({ input: this.#child.stdout }).on('line', (line) => this.#answered(JSON.parse(line)));
    for (const [schema, definition] of TRANSACTION_SCHEMAS) this.#write({ schema, definition });
  }

  /** @param properties of Kafka's producer and its serializers. */
  open(producer: string, properties: Readonly<Record<string, string>>): void {
    this.#write({ open: producer, properties });
  }

  /** Waits for what was sent before. */
  closeProducer(producer: string): void {
    this.#write({ close: producer });
  }

  /** Resolves when the broker has acknowledged the record, or will not. */
  async send(
    producer: string,
    topic: string,
    record: PlannedRecord,
  ): Promise<AcknowledgedRecord | UnacknowledgedRecord> {
    if (this.#end !== undefined) return { ...record, error: this.#end };
    const number = ++this.#sent;
    const answer = Promise.withResolvers<Answer>();
    this.#waiting.set(number, answer.resolve);
    const { key, headers } = record;
    const timestamp = Date.now();
    this.#write({ number, producer, topic, key, timestamp, headers, ...contentOf(record) });
    return { ...record, timestamp, ...(await answer.promise) };
  }

  async close(): Promise<void> {
    process.off('exit', this.#kill);
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    this.#child.kill('SIGKILL');
    await once(this.#child, 'exit');
  }

  #write(line: object): void {
    this.#child.stdin.write(`${JSON.stringify(line)}\n`);
  }

  #answered({ number, ...answer }: Answer & { readonly number: number }): void {
    this.#waiting.get(number)?.(answer);
    this.#waiting.delete(number);
  }

  #ended(): void {
    const error = `The Java producer has ended.\n${this.#errors}`.trim();
    this.#end = error;
    for (const resolve of this.#waiting.values()) resolve({ error });
    this.#waiting.clear();
  }
}

type Answer = Acknowledgement | { readonly error: string };

function contentOf({ content }: PlannedRecord): object {
  switch (content.kind) {
    case 'transaction':
      return { schema: content.version, datum: content.datum.toString('base64') };
    case 'tombstone':
      return {};
    case 'poison':
      return { bytes: content.bytes.toString('base64') };
  }
}
