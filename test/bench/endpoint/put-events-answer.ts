import { jsonAnswer } from './json-answer.ts';

/** Stands before the detail of every entry; inside of a JSON text its quotes would be escaped. */
const DETAIL = Buffer.from('"Detail":"');

const EVENT_ID = '17793124-05d4-b198-2fde-7ededc63b103';

/** How many entries a PutEvents request has. */
export function countEntries(body: Buffer): number {
  let entries = 0;
  for (let at = body.indexOf(DETAIL); at >= 0; at = body.indexOf(DETAIL, at + DETAIL.length)) entries += 1;
  return entries;
}

/** Answers have a date, from which clients learn the time: they are good for a second. */
const LIFETIME_MS = 1_000;

/** Answers by the number of their entries. */
let answers = new Map<number, Buffer>();
let expiryMs = 0;

/** The answer that takes so many entries. */
export function putEventsAnswer(entries: number): Buffer {
  const nowMs = Date.now();
  if (nowMs >= expiryMs) {
    answers = new Map();
    expiryMs = nowMs + LIFETIME_MS;
  }
  const known = answers.get(entries);
  if (known !== undefined) return known;
  const ids = Array.from({ length: entries }, () => ({ EventId: EVENT_ID }));
  const answer = jsonAnswer({ FailedEntryCount: 0, Entries: ids });
  answers.set(entries, answer);
  return answer;
}
