import { JsonWriter } from '../../json/json-writer.ts';
import type { BridgeEntry } from '../../wrap.ts';

/** The JSON around the detail of an entry. */
interface EntryFrame {
  readonly source: string;
  readonly resources: readonly string[];
  /** Up to the detail, without the time. */
  readonly head: Uint8Array;
}

/** More detail types than the topics of one mapping have; the bound only keeps odd input from filling the memory. */
const MAX_FRAMES = 1_000;

/** Memory that is kept for the next requests. A function of 128 MB, the smallest of Lambda, has it to spare. */
const MAX_SPARE_BYTES = 4 * 1024 * 1024;

/** PutEvents has its times in seconds, with a fraction. */
const MS_OF_SECOND = 1_000;

const START = Buffer.from('{"Entries":[');
const COMMA = Buffer.from(',');
const END = Buffer.from(']}');

/**
 * Writes the bodies of PutEvents requests to one bus, byte for byte as the SDK does: members in the order of the service's
 * model. A body's memory serves again and again.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsRequestEntry.html
 */
export class RequestBodies {
  readonly #spare: JsonWriter[] = [];
  #spareBytes = 0;
  readonly #tail: Uint8Array;
  /** By detail type. */
  readonly #frames = new Map<string, EntryFrame>();

  constructor(eventBusArn: string) {
    this.#tail = Buffer.from(`,"EventBusName":${JSON.stringify(eventBusArn)}}`);
  }

  /** @returns the body, in memory of its own until it is given back. */
  write(entries: readonly BridgeEntry[]): JsonWriter {
    const out = this.#unused();
    out.raw(START);
    let isFirst = true;
    for (const entry of entries) {
      if (!isFirst) out.raw(COMMA);
      isFirst = false;
      this.#writeHead(entry, out);
      if (entry.writeDetail === undefined) out.jsonText(Buffer.from(entry.detail, 'utf8'));
      else entry.writeDetail(out);
      out.raw(this.#tail);
    }
    out.raw(END);
    return out;
  }

  /** Takes back the memory of a body that nobody reads any more. */
  giveBack(body: JsonWriter): void {
    body.reset();
    if (this.#spareBytes + body.capacity > MAX_SPARE_BYTES) return;
    this.#spareBytes += body.capacity;
    this.#spare.push(body);
  }

  #unused(): JsonWriter {
    const spare = this.#spare.pop();
    if (spare === undefined) return new JsonWriter();
    this.#spareBytes -= spare.capacity;
    return spare;
  }

  #writeHead(entry: BridgeEntry, out: JsonWriter): void {
    const head = this.#head(entry);
    if (entry.timeMs === undefined) {
      out.raw(head);
    } else {
      out.ascii(`{"Time":${entry.timeMs / MS_OF_SECOND},`);
      out.rawRange(head, 1, head.length);
    }
  }

  #head({ source, resources, detailType }: BridgeEntry): Uint8Array {
    const known = this.#frames.get(detailType);
    if (known?.source === source && known.resources === resources) return known.head;
    const head = Buffer.from(
      `{"Source":${JSON.stringify(source)},"Resources":${JSON.stringify(resources)},` +
        `"DetailType":${JSON.stringify(detailType)},"Detail":`,
    );
    if (this.#frames.size >= MAX_FRAMES) this.#frames.clear();
    this.#frames.set(detailType, { source, resources, head });
    return head;
  }
}
