import type { JsonWriter } from '../json/json-writer.ts';
import type { MappedEvent } from '../mapping/topic-mapping.ts';
import type { OffloadedObject } from '../offload/offloaded-object.ts';
import type { BridgeEntry } from '../wrap.ts';
import type { KeptDetail } from './detail-slabs.ts';

/** An event whose detail stays the bytes that it was written as; as text it is only wanted by who reads it. */
export class WrappedEntry implements BridgeEntry {
  readonly index: number;
  readonly source: string;
  readonly detailType: string;
  readonly resources: readonly string[];
  readonly timeMs: number | undefined;
  readonly sizeBytes: number;
  readonly offloaded: OffloadedObject | undefined;
  readonly #detail: KeptDetail;

  constructor(
    { attributes, timeMs }: MappedEvent,
    detail: KeptDetail,
    { index, sizeBytes, offloaded }: Pick<BridgeEntry, 'index' | 'sizeBytes' | 'offloaded'>,
  ) {
    this.index = index;
    this.source = attributes.source;
    this.detailType = attributes.detailType;
    this.resources = attributes.resources;
    this.timeMs = timeMs;
    this.sizeBytes = sizeBytes;
    this.offloaded = offloaded;
    this.#detail = detail;
  }

  get detail(): string {
    return this.#detail.toString();
  }

  writeDetail(out: JsonWriter): void {
    this.#detail.writeTo(out);
  }

  release(): void {
    this.#detail.release();
  }
}
