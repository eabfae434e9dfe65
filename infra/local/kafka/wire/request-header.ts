import type { Reader } from '@platformatic/kafka';

/** @see https://kafka.apache.org/protocol#protocol_messages */
export interface RequestHeader {
  readonly apiKey: number;
  readonly apiVersion: number;
  /** Comes back in the answer. */
  readonly correlationId: number;
  readonly clientId: string | null;
}

/** Reads up to where the request begins, or its tags in the compact form, of which nothing is read. */
export function readRequestHeader(reader: Reader): RequestHeader {
  return {
    apiKey: reader.readInt16(),
    apiVersion: reader.readInt16(),
    correlationId: reader.readInt32(),
    clientId: reader.readNullableString(false),
  };
}
