import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { KafkaBroker } from './kafka-broker.ts';

const PROGRAM = fileURLToPath(new URL('WriteRecords.java', import.meta.url));

/** A record to write. Keys, values and headers in base64; null is Kafka's null. */
export interface WrittenRecord {
  readonly topic: string;
  readonly partition: number;
  readonly key?: string | null;
  readonly value: string | null;
  readonly headers?: readonly (readonly [name: string, value: string | null])[];
  /** Epoch milliseconds; now when left out. */
  readonly timestamp?: number;
}

export type Step =
  | { readonly do: 'send'; readonly producer: string; readonly record: WrittenRecord }
  | { readonly do: 'begin' | 'commit' | 'abort' | 'flush'; readonly producer: string };

/** Calls of Kafka's Java producer, in order. A transaction that is left open stays open until the broker ends it. */
export interface Script {
  /** By name, with what differs from the defaults of the client. */
  readonly producers: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly steps: readonly Step[];
}

/** Where the broker put a record. */
interface Place {
  readonly partition: number;
  readonly offset: number;
  /** Epoch milliseconds, the broker's own where a topic keeps the time of arrival. */
  readonly timestamp: number;
}

export type PlacedRecord = WrittenRecord & Place;

/** Kafka's own Java client, in a process of its own. */
export class RecordWriter {
  readonly #bootstrapServers: string;
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #answers: AsyncIterator<string>;
  #errors = '';

  constructor({ bootstrapServers, classPath }: KafkaBroker) {
    this.#bootstrapServers = bootstrapServers;
    this.#child = spawn('java', ['-Xmx512m', '-cp', classPath, PROGRAM], { stdio: 'pipe' });
    this.#answers = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
    this.#child.stderr.on('data', (chunk: Buffer) => {
      this.#errors += chunk.toString();
    });
  }

  /**
   * Carries out a script; one at a time.
   *
   * @throws Error with what the program says.
   */
  async write(script: Script): Promise<PlacedRecord[]> {
    this.#child.stdin.write(`${JSON.stringify({ bootstrapServers: this.#bootstrapServers, ...script })}\n`);
    const { value: answer } = await this.#answers.next();
    if (answer === undefined) throw new Error(`The records could not be written:\n${this.#errors}`);
    const places: readonly Place[] = JSON.parse(answer);
    const records = script.steps.flatMap((step) => (step.do === 'send' ? [step.record] : []));
    return records.map((record, index) => {
      const place = places[index];
      if (place === undefined) throw new Error(`There is no place of record ${index}.`);
      return { ...record, ...place };
    });
  }

  async close(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    this.#child.stdin.end();
    await once(this.#child, 'exit');
  }
}
