import { Writer } from '@platformatic/kafka';
import { BROKER_ERRORS } from './broker-error.ts';

/** What can be asked, and in which versions. */
export interface ApiVersions {
  readonly key: number;
  readonly minVersion: number;
  readonly maxVersion: number;
}

/** From this version on the answer is in the compact form; its header never is. */
const COMPACT_FROM = 3;

/**
 * The first thing that clients ask.
 *
 * @param version of the answer: undefined when it was asked for in a version that there is not. That is answered in version
 * 0, which every client reads, with the error and with what there is.
 * @see https://cwiki.apache.org/confluence/display/KAFKA/KIP-511%3A+Collect+and+Expose+Client%27s+Name+and+Version+in+the+Brokers
 */
export function answerApiVersions(version: number | undefined, apis: readonly ApiVersions[]): Writer {
  const isCompact = version !== undefined && version >= COMPACT_FROM;
  const errorCode = version === undefined ? BROKER_ERRORS.UNSUPPORTED_VERSION : BROKER_ERRORS.NONE;
  const writer = Writer.create().appendInt16(errorCode);
  writer.appendArray(
    [...apis],
    (to, { key, minVersion, maxVersion }) =>
      to.appendInt16(key).appendInt16(minVersion).appendInt16(maxVersion),
    isCompact,
    isCompact,
  );
  if (version !== undefined && version > 0) writer.appendInt32(0);
  return isCompact ? writer.appendTaggedFields() : writer;
}
