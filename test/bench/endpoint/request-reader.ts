/** A request as far as the endpoint looks at it. */
export interface ReceivedRequest {
  /** Value of the header `x-amz-target`; empty without one. */
  readonly target: string;
  readonly body: Buffer;
}

const END_OF_HEAD = Buffer.from('\r\n\r\n');
const CONTENT_LENGTH = /\r\ncontent-length: *(\d+)/i;
const TARGET = /\r\nx-amz-target: *(\S+)/i;

/**
 * Takes the requests out of the bytes of one connection: HTTP/1.1 with a content length, which is all that is sent here.
 * Several times leaner than a whole HTTP server, so that the endpoint is not what is measured.
 */
export class RequestReader {
  #chunks: Buffer[] = [];
  #bytes = 0;
  /** Of the request that is under way; undefined until its head is there. */
  #awaitedBytes: number | undefined;

  /** @returns the requests that are complete with these bytes. */
  read(chunk: Buffer): ReceivedRequest[] {
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    if (this.#awaitedBytes !== undefined && this.#bytes < this.#awaitedBytes) return [];
    let rest = this.#chunks.length === 1 ? chunk : Buffer.concat(this.#chunks);
    const requests: ReceivedRequest[] = [];
    for (;;) {
      const headBytes = rest.indexOf(END_OF_HEAD) + END_OF_HEAD.length;
      if (headBytes < END_OF_HEAD.length) {
        this.#awaitedBytes = undefined;
        break;
      }
      const head = rest.toString('latin1', 0, headBytes);
      const end = headBytes + Number(CONTENT_LENGTH.exec(head)?.[1] ?? 0);
      this.#awaitedBytes = end;
      if (rest.length < end) break;
      requests.push({ target: TARGET.exec(head)?.[1] ?? '', body: rest.subarray(headBytes, end) });
      rest = rest.subarray(end);
      this.#awaitedBytes = undefined;
    }
    this.#chunks = rest.length === 0 ? [] : [rest];
    this.#bytes = rest.length;
    return requests;
  }
}
