import type { KafkaRecord } from '../read.ts';

/** How one side of a record names its schema, and where its payload begins. */
export interface Framing {
  /**
   * The key of the schema in its registry.
   *
   * @param source the bytes of the side.
   * @throws RecordError FRAME_INVALID
   */
  readonly schemaKey: (source: Buffer, record: KafkaRecord) => string;
  /** True when Lambda has taken the frame away. */
  readonly isUnframed: (record: KafkaRecord) => boolean;
  /**
   * What {@link PayloadRenderer} reads, for a side whose schema key was found.
   *
   * @throws RecordError FRAME_INFLATE_FAILED, FRAME_INFLATE_LIMIT
   */
  readonly payload: (source: Buffer, record: KafkaRecord) => Buffer;
}
