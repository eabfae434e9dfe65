import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Journal } from '../../../infra/redrive/journal.ts';
import { failedRecord, failedRecords, OWNER } from './documents.ts';

const SENT_MS = Date.parse('2026-11-21T10:00:00Z');
const OBJECT = { bucket: 'letters', key: 'dead-letters/payments/orders/0/1-ab.json' };

let folder: string;
let path: string;
const opened: Journal[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'journal-'));
  path = join(folder, 'deep', 'journal.jsonl');
});
afterEach(async () => {
  for (const journal of opened.splice(0)) await journal.close();
  rmSync(folder, { recursive: true });
});

async function open(owner = OWNER): Promise<Journal> {
  const journal = await Journal.open(path, owner);
  opened.push(journal);
  return journal;
}

/** As a crash would: without closing anything, and with the lock of a process that is no more. */
async function reopen(journal: Journal): Promise<Journal> {
  await journal.close();
  return await open();
}

describe('a journal', () => {
  it('knows what was sent, also when it is opened again', async () => {
    const [sent, other] = failedRecords(2);
    if (sent === undefined || other === undefined) throw new Error('There are two records.');
    const journal = await open();
    await journal.recordsSent([sent], SENT_MS);
    await journal.objectsDone([OBJECT], SENT_MS);

    for (const each of [journal, await reopen(journal), await Journal.read(path, OWNER)]) {
      expect(each.isSent(sent)).toBe(true);
      expect(each.isSent(other)).toBe(false);
      expect(each.isDone(OBJECT)).toBe(true);
      expect(each.isDone({ ...OBJECT, key: 'another' })).toBe(false);
    }
  });

  it('settles every letter that was written before the record was sent, and none of later failures', async () => {
    const journal = await open();
    await journal.recordsSent([failedRecord({ time: '2026-11-20T08:00:00Z' })], SENT_MS);

    const isSent = (time: string) => journal.isSent(failedRecord({ time, code: 'another' }));
    expect(isSent('2026-11-19T00:00:00Z')).toBe(true);
    expect(isSent('2026-11-21T09:59:59Z')).toBe(true);
    expect(isSent('2026-11-21T10:00:01Z')).toBe(false);
  });

  it('settles the letter that was sent even if the clock of this machine is behind', async () => {
    const journal = await open();
    const future = failedRecord({ time: '2026-11-22T00:00:00Z' });
    await journal.recordsSent([future], SENT_MS);

    expect(journal.isSent(future)).toBe(true);
    expect(journal.isSent({ ...future, time: '2026-11-22T00:00:01Z' })).toBe(false);
  });

  it('settles a letter without a readable time when its record was sent at all', async () => {
    const journal = await open();
    await journal.recordsSent([failedRecord({ time: 'soon' })], SENT_MS);

    expect(journal.isSent(failedRecord({ time: 'never' }))).toBe(true);
  });

  it('does not know a record of another shape', async () => {
    const journal = await open();
    await journal.recordsSent([failedRecord({ record: null })], SENT_MS);

    expect(journal.isSent(failedRecord({ record: null }))).toBe(false);
  });

  it('holds places of records, and nothing of their contents', async () => {
    const journal = await open();
    await journal.recordsSent([failedRecord({ offset: 7 })], SENT_MS);

    const text = readFileSync(path, 'utf8');
    expect(text).toContain('"sent":"orders-0@7"');
    expect(text).not.toContain(Buffer.from('orders-0@7').toString('base64'));
  });
});

describe('a journal that a crash cut short', () => {
  it('keeps every complete line, whatever is left of the last one', async () => {
    const records = failedRecords(5);
    const journal = await open();
    for (const record of records) await journal.recordsSent([record], SENT_MS);
    await journal.close();
    const whole = readFileSync(path);
    const firstEnd = whole.indexOf('\n') + 1;

    await fc.assert(
      fc.asyncProperty(fc.integer({ min: firstEnd, max: whole.length }), async (length) => {
        writeFileSync(path, whole.subarray(0, length));
        const lines = whole.subarray(0, length).toString().split('\n').length - 2;
        const torn = await open();
        expect(records.filter((record) => torn.isSent(record))).toEqual(records.slice(0, lines));
        // What is written next does not stick to the rest of the torn line.
        await torn.recordsSent([failedRecord({ offset: 99 })], SENT_MS);
        const again = await reopen(torn);
        expect(again.isSent(failedRecord({ offset: 99 }))).toBe(true);
        await again.close();
      }),
      { numRuns: 50 },
    );
  });

  it('is refused, and left as it is, when a line in the middle is damaged', async () => {
    const journal = await open();
    await journal.recordsSent(failedRecords(2), SENT_MS);
    await journal.close();
    appendFileSync(path, '\u0000\u0000\n{"half":');
    const before = readFileSync(path);

    await expect(open()).rejects.toThrow(
      `Line 4 of the journal ${path} is damaged. Delete the line, and what it told of may be sent again.`,
    );
    expect(readFileSync(path)).toEqual(before);
  });
});

describe('a journal of somebody else', () => {
  it('is refused when it is of another bridge, or of another bus', async () => {
    await (await open()).close();

    await expect(open({ ...OWNER, connectorId: 'refunds' })).rejects.toThrow(
      /is that of the bridge payments to arn:.*, not of refunds to arn:.*\. Give another file with --journal\./,
    );
    await expect(open({ ...OWNER, eventBusArn: 'arn:other' })).rejects.toThrow(
      'not of payments to arn:other',
    );
    await expect(Journal.read(path, { ...OWNER, connectorId: 'refunds' })).rejects.toThrow('not of refunds');
  });

  it.each(['a file of mine\n', 'without an end of line', '{"journal":"another"}\n'])(
    'is no journal, and is left as it is: %j',
    async (text) => {
      await (await open()).close();
      writeFileSync(path, text);

      await expect(open()).rejects.toThrow(`${path} is no journal of a redrive.`);
      expect(readFileSync(path, 'utf8')).toBe(text);
    },
  );

  it('begins anew in a file that is empty', async () => {
    await (await open()).close();
    truncateSync(path);

    await (await open()).recordsSent(failedRecords(1), SENT_MS);

    expect(readFileSync(path, 'utf8')).toContain('"connectorId":"payments"');
  });
});

describe('a journal in use', () => {
  it('is refused to a second run, and free afterwards', async () => {
    const first = await open();

    await expect(open()).rejects.toThrow(`Process ${process.pid} redrives with the journal ${path}.`);
    await first.close();
    await expect(open()).resolves.toBeDefined();
  });

  it('is taken over from a run that was killed', async () => {
    await (await open()).close();
    const { pid } = spawnSync(process.execPath, ['--version']);
    writeFileSync(`${path}.lock`, String(pid));

    await expect(open()).resolves.toBeDefined();
  });

  it('can be looked at, which makes no file', async () => {
    const journal = await Journal.read(path, OWNER);

    expect(journal.isSent(failedRecord())).toBe(false);
    expect(existsSync(path)).toBe(false);
    await journal.close();
    const first = await open();
    await expect(Journal.read(path, OWNER)).resolves.toBeDefined();
    await first.close();
    expect(existsSync(`${path}.lock`)).toBe(false);
  });
});
