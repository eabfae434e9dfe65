import { createHash } from 'node:crypto';
import { isAbsolute, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { JournalOwner } from './journal.ts';

const FOLDER = fileURLToPath(new URL('../../.local/redrive', import.meta.url));

/** Enough to tell the buses of a bridge apart. */
const DIGEST_CHARACTERS = 8;

/** The journal of a bridge and its bus: one that sends elsewhere has another. */
export function defaultJournalPath({ connectorId, eventBusArn }: JournalOwner): string {
  const digest = createHash('sha256').update(eventBusArn).digest('hex').slice(0, DIGEST_CHARACTERS);
  return join(FOLDER, `${encodeURIComponent(connectorId)}-${digest}.jsonl`);
}

/** The path as short as it can be typed where npm was called. */
export function shownPath(path: string): string {
  const fromCaller = relative(process.env.INIT_CWD ?? '.', path);
  return fromCaller.startsWith('..') || isAbsolute(fromCaller) ? path : fromCaller;
}
