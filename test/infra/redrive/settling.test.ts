import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { CarriedOutcome } from '../../../functions/redrive/carry.ts';
import { coordinatesOf, Journal } from '../../../infra/redrive/journal.ts';
import { Redrive } from '../../../infra/redrive/redrive.ts';
import type { RedriveResult } from '../../../infra/redrive/result.ts';
import type { Selection } from '../../../infra/redrive/selection.ts';
import type { Item, Source } from '../../../infra/redrive/source.ts';
import { CONNECTOR_ID, failedRecord, lettersText, OWNER, readDocumentText } from './documents.ts';
import { ALL } from './redrive-fixture.ts';

/** Whatever fails, is left out or interrupted, and in whatever items the records come: over several runs nothing is lost or doubled. */

/** Items that are there until they are removed. */
class MemorySource implements Source {
  readonly name = 'memory';
  readonly items: Map<string, Item>;
  readonly isStuck: (run: number) => boolean;
  #waiting: Item[] = [];
  #run = 0;

  constructor(texts: readonly string[], isStuck: (run: number) => boolean) {
    this.items = new Map(texts.map((text, index) => [`i${index}`, { place: `i${index}`, holds: { text } }]));
    this.isStuck = isStuck;
  }

  begin(run: number): void {
    this.#run = run;
    this.#waiting = [...this.items.values()];
  }

  async count(): Promise<number> {
    return this.items.size;
  }

  async next(): Promise<readonly Item[]> {
    return this.#waiting.splice(0, 3);
  }

  async hold(): Promise<void> {}

  async remove(items: readonly Item[]): Promise<ReadonlyMap<string, string>> {
    if (this.isStuck(this.#run)) return new Map(items.map(({ place }) => [place, 'stuck']));
    for (const { place } of items) this.items.delete(place);
    return new Map();
  }

  async release(): Promise<void> {}

  remarks(): readonly string[] {
    return [];
  }
}

const OUTCOMES: readonly CarriedOutcome[] = [
  { kind: 'sent' },
  { kind: 'sent' },
  { kind: 'stays', failure: { code: 'PAYLOAD_INVALID', message: 'bad' } },
  { kind: 'stays', failure: { code: 'PUT_EVENTS_THROTTLED', message: 'slow' } },
  { kind: 'stays', failure: undefined },
];

const run = fc.record({
  outcomes: fc.array(fc.constantFrom(...OUTCOMES), { minLength: 1, maxLength: 7 }),
  topics: fc.constantFrom<readonly string[]>([], ['a'], ['b']),
  limit: fc.option(fc.integer({ min: 1, max: 8 }), { nil: undefined }),
  recordsPerSecond: fc.integer({ min: 1, max: 6 }),
  turnsUntilInterrupted: fc.option(fc.nat(3), { nil: undefined }),
  isStuck: fc.boolean(),
});
const LAST_RUN = {
  outcomes: [{ kind: 'sent' }] satisfies CarriedOutcome[],
  topics: [],
  limit: undefined,
  recordsPerSecond: 10,
  turnsUntilInterrupted: undefined,
  isStuck: false,
};
const record = fc
  .record({ topic: fc.constantFrom('a', 'b'), offset: fc.nat(6) })
  .map((place) => failedRecord(place));
const items = fc.array(fc.array(record, { maxLength: 6 }), { maxLength: 8 });

it('sends every record once and deletes only what was sent, over any runs', async () => {
  await fc.assert(
    fc.asyncProperty(items, fc.array(run, { maxLength: 3 }), async (letters, someRuns) => {
      const folder = mkdtempSync(join(tmpdir(), 'settling-'));
      const runs = [...someRuns, LAST_RUN];
      const source = new MemorySource(
        letters.map((records) => lettersText(...records)),
        (index) => runs[index]?.isStuck ?? false,
      );
      const sent: string[] = [];
      try {
        for (const [index, settings] of runs.entries()) {
          source.begin(index);
          const before = sent.length;
          const result = await redriveOnce(join(folder, 'journal'), source, settings, sent);
          expect(result.sent).toBe(sent.length - before);
          expect(result.sent).toBeLessThanOrEqual(settings.limit ?? Number.POSITIVE_INFINITY);
          for (const [place, records] of letters.entries()) {
            const isAllSent = records.every((each) => sent.includes(coordinatesOf(each)));
            if (!source.items.has(`i${place}`)) expect(isAllSent).toBe(true);
          }
        }
        const all = new Set(letters.flat().map(coordinatesOf));
        expect(sent.toSorted()).toEqual([...all].toSorted());
        expect(source.items.size).toBe(0);
      } finally {
        rmSync(folder, { recursive: true });
      }
    }),
    { numRuns: 150 },
  );
});

async function redriveOnce(
  path: string,
  source: Source,
  settings: typeof LAST_RUN | (typeof run extends fc.Arbitrary<infer Run> ? Run : never),
  sent: string[],
): Promise<RedriveResult> {
  const { outcomes, topics, limit, recordsPerSecond, turnsUntilInterrupted } = settings;
  const selection: Selection = { topics, codes: [], sinceMs: undefined, untilMs: undefined };
  const journal = await Journal.open(path, OWNER);
  let turns = 0;
  let next = 0;
  try {
    return await new Redrive(
      { ...ALL, selection, limit, recordsPerSecond },
      {
        journal,
        readDocument: readDocumentText,
        connectorId: CONNECTOR_ID,
        objects: { read: async () => ({ kind: 'missing' }), remove: async () => undefined },
        carry: async (records) => {
          turns++;
          return records.map((each) => {
            const outcome = outcomes[next++ % outcomes.length] ?? { kind: 'sent' };
            if (outcome.kind === 'sent') sent.push(coordinatesOf(each));
            return outcome;
          });
        },
        connectKafka: undefined,
        isInterrupted: () => turns > (turnsUntilInterrupted ?? Number.POSITIVE_INFINITY),
        sleep: async () => undefined,
        now: Date.now,
        monotonicNow: () => performance.now(),
        onProgress: () => undefined,
      },
    ).run([source]);
  } finally {
    await journal.close();
  }
}
