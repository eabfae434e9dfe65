import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CarriedOutcome } from '../../../functions/redrive/carry.ts';
import type { FailedRecord } from '../../../functions/redrive/failed-record.ts';
import { Carrier, type CarrierPorts } from '../../../infra/redrive/carrier.ts';
import { Journal } from '../../../infra/redrive/journal.ts';
import { Rate } from '../../../infra/redrive/rate.ts';
import { Settlement } from '../../../infra/redrive/settlement.ts';
import { Tally } from '../../../infra/redrive/tally.ts';
import { failedRecord, failedRecords, OWNER } from './documents.ts';

let folder: string;
let journal: Journal;
let log: string[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'carrier-'));
  journal = await Journal.open(join(folder, 'journal'), OWNER);
  log = [];
});
afterEach(async () => {
  await journal.close();
  rmSync(folder, { recursive: true });
});

function carrier(ports: Partial<CarrierPorts> = {}): Carrier {
  return new Carrier({
    carry: async (records) => {
      log.push(`carry ${records.length}`);
      return records.map(() => ({ kind: 'sent' }));
    },
    journal,
    rate: new Rate(10, () => 0),
    recordsPerSecond: 10,
    tally: new Tally(),
    sleep: async (ms) => void log.push(`sleep ${ms}`),
    isInterrupted: () => false,
    now: Date.now,
    onTurn: async () => void log.push('turn'),
    onSent: (count) => log.push(`sent ${count}`),
    ...ports,
  });
}

const settlement = () => new Settlement({ place: 'm', holds: { text: '' } }, []);

async function addAll(to: Carrier, records: readonly FailedRecord[]): Promise<void> {
  for (const record of records) await to.add(record, settlement());
}

describe('a turn of records', () => {
  it('waits for the rate, holds the messages, carries, and tells what was sent', async () => {
    const all = carrier();

    await addAll(all, failedRecords(15));
    await all.flush();

    expect(log).toEqual([
      ...['sleep 0', 'turn', 'carry 10', 'sent 10'],
      ...['sleep 1000', 'turn', 'carry 5', 'sent 5'],
    ]);
  });

  it('begins before documents that wait for it fill the memory', async () => {
    const all = carrier();
    await all.weigh(12_000_000);
    await addAll(all, failedRecords(1));
    expect(log).toEqual([]);

    await all.weigh(12_000_000);
    expect(log).toContain('carry 1');
  });

  it('carries nothing after an interruption, and leaves its items as they are', async () => {
    const all = carrier({ isInterrupted: () => true });
    const left = settlement();

    await all.add(failedRecord(), left);
    await all.flush();

    expect(left.end).toBe('left-out');
    expect(log).toEqual(['sleep 0']);
  });

  it('has in the journal what was sent, and nothing else', async () => {
    const [sent, failed] = failedRecords(2);
    if (sent === undefined || failed === undefined) throw new Error('There are two records.');
    const failure = { code: 'PAYLOAD_INVALID', message: 'bad' } as const;
    const outcomes: CarriedOutcome[] = [{ kind: 'sent' }, { kind: 'stays', failure }];
    const all = carrier({ carry: async () => outcomes });

    await addAll(all, [sent, failed]);
    await all.flush();

    expect([journal.isSent(sent), journal.isSent(failed)]).toEqual([true, false]);
  });

  it('takes a record for failed about which the bridge says nothing', async () => {
    const tally = new Tally();
    const all = carrier({ carry: async () => [], tally });
    const staying = settlement();

    await all.add(failedRecord(), staying);
    await all.flush();

    expect(staying.end).toBe('stays');
    expect(tally.staying()).toMatchObject([{ code: 'BRIDGE_FAILED', count: 1 }]);
  });

  it('is the last one when the journal cannot be written', async () => {
    const full: Pick<Journal, 'recordsSent'> = {
      recordsSent: async () => {
        throw new Error('ENOSPC: no space left on device');
      },
    };
    const all = carrier({ journal: full });
    const settled = settlement();

    await all.add(failedRecord(), settled);
    await all.flush();

    // It was sent, and may be deleted.
    expect(settled.end).toBe('settled');
    expect(all.stop).toEqual({ kind: 'journal', message: 'ENOSPC: no space left on device' });
    await all.add(failedRecord({ offset: 1 }), settled);
    await all.flush();
    expect(settled.end).toBe('left-out');
    expect(log.filter((line) => line.startsWith('carry'))).toEqual(['carry 1']);
  });
});

describe('documents that cannot be read', () => {
  it('end the run when there is none between them that can', () => {
    const all = carrier();
    for (let count = 0; count < 9; count++) all.readFailed('OBJECT_UNREADABLE');
    expect(all.stop).toBeUndefined();

    all.readFailed('OBJECT_UNREADABLE');
    expect(all.stop).toEqual({ kind: 'refused', code: 'OBJECT_UNREADABLE' });
  });

  it('do not end the run among others that can', async () => {
    const all = carrier();
    for (let count = 0; count < 30; count++) {
      all.readFailed('OBJECT_UNREADABLE');
      if (count % 5 === 0) await all.add(failedRecord({ offset: count }), settlement());
    }

    expect(all.stop).toBeUndefined();
  });
});
