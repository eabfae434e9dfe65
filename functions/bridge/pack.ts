import { type PackedEntry, type RequestLimits, RequestRoom } from './request-room.ts';

/**
 * Packs entries into requests, in order: a request is closed when the next entry does not fit (next-fit, as the
 * connector packs). An entry that is over the limit by itself gets a request of its own, so it can harm no other.
 *
 * Lazy: an entry is asked for only when a request is wanted, so just the requests under way are in memory.
 */
export function* packEntries<Entry extends PackedEntry>(
  entries: Iterable<Entry>,
  limits: RequestLimits,
): Generator<Entry[], void, undefined> {
  let request: Entry[] = [];
  let room = new RequestRoom(limits);
  for (const entry of entries) {
    if (!room.hasFor(entry)) {
      yield request;
      request = [];
      room = new RequestRoom(limits);
    }
    request.push(entry);
    room.take(entry);
  }
  if (request.length > 0) yield request;
}
