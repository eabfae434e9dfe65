import type { ObjectStore } from '../../../functions/redrive/object-store.ts';

/** Objects in memory, by `bucket/key`, that fail as told and remember what they were asked. */
export class FakeObjects implements ObjectStore {
  readonly objects = new Map<string, string>();
  readonly reads: string[] = [];
  /** How many requests for an object fail before one succeeds. */
  readonly failingReads = new Map<string, number>();
  readonly failingRemovals = new Map<string, number>();

  constructor(objects: Readonly<Record<string, string>> = {}) {
    for (const [name, text] of Object.entries(objects)) this.objects.set(name, text);
  }

  readonly read = async (bucket: string, key: string): Promise<string | undefined> => {
    const name = `${bucket}/${key}`;
    this.reads.push(name);
    failIfDue(this.failingReads, name);
    return this.objects.get(name);
  };

  readonly remove = async (bucket: string, key: string): Promise<void> => {
    const name = `${bucket}/${key}`;
    failIfDue(this.failingRemovals, name);
    this.objects.delete(name);
  };
}

function failIfDue(failing: Map<string, number>, name: string): void {
  const left = failing.get(name) ?? 0;
  if (left === 0) return;
  failing.set(name, left - 1);
  throw Object.assign(new Error('Please reduce your request rate.'), { name: 'SlowDown' });
}
