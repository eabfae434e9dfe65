import type { Writer } from '@platformatic/kafka';
import type { TopicLogs } from '../log/topic-logs.ts';
import { type ApiVersions, answerApiVersions } from './api-versions.ts';
import { BoundedReader } from './bounded-reader.ts';
import { BrokerError } from './broker-error.ts';
import { FrameError } from './frame-splitter.ts';
import { ProducerIds, readInitProducerIdRequest } from './init-producer-id.ts';
import { answerMetadata, type BrokerAddress, readMetadataRequest } from './metadata.ts';
import { ProduceHandler, type ProduceRequest, readProduceRequest } from './produce.ts';
import type { ProduceFault } from './produce-fault.ts';
import { readRequestHeader } from './request-header.ts';

/** What a connection does about a request: it answers, waits for the next one, or ends, in peace or by a reset. */
export type Reaction = { readonly answer: Buffer } | 'none' | 'close' | 'reset';

interface Api extends ApiVersions {
  readonly name: 'Produce' | 'Metadata' | 'ApiVersions' | 'InitProducerId';
}

/** One version of each, the last one without the compact form: clients of many years speak it. */
const APIS: readonly Api[] = [
  { name: 'Produce', key: 0, minVersion: 8, maxVersion: 8 },
  { name: 'Metadata', key: 3, minVersion: 8, maxVersion: 8 },
  { name: 'ApiVersions', key: 18, minVersion: 0, maxVersion: 3 },
  { name: 'InitProducerId', key: 22, minVersion: 1, maxVersion: 1 },
];

/** Such a producer waits for no answer, and learns from the end of the connection that something went wrong. */
const NO_ACKS = 0;

/** The one broker: answers what producers ask. */
export class RequestHandler {
  readonly #logs: TopicLogs;
  readonly #address: () => BrokerAddress;
  readonly #produceHandler: ProduceHandler;
  readonly #producerIds = new ProducerIds();
  readonly #faults: ProduceFault[] = [];

  constructor(logs: TopicLogs, address: () => BrokerAddress) {
    this.#logs = logs;
    this.#address = address;
    this.#produceHandler = new ProduceHandler(logs);
  }

  /** The next Produce request meets this fault; several are met one after the other. */
  inject(fault: ProduceFault): void {
    this.#faults.push(fault);
  }

  /** @throws FrameError when the bytes are not the request that they say they are. */
  handle(frame: Buffer): Reaction {
    const reader = BoundedReader.over(frame);
    const { apiKey, apiVersion, correlationId } = parse(() => readRequestHeader(reader));
    const api = APIS.find(({ key }) => key === apiKey);
    const isKnown = api !== undefined && api.minVersion <= apiVersion && apiVersion <= api.maxVersion;
    if (api?.name === 'ApiVersions') {
      return answer(correlationId, answerApiVersions(isKnown ? apiVersion : undefined, APIS));
    }
    if (!isKnown) return 'close';
    switch (api.name) {
      case 'Metadata': {
        const request = parse(() => readMetadataRequest(reader));
        return answer(correlationId, answerMetadata(request, this.#logs, this.#address()));
      }
      case 'InitProducerId': {
        const request = parse(() => readInitProducerIdRequest(reader));
        return answer(correlationId, this.#producerIds.answer(request));
      }
      case 'Produce':
        return this.#produce(
          correlationId,
          parse(() => readProduceRequest(reader)),
        );
    }
  }

  #produce(correlationId: number, request: ProduceRequest): Reaction {
    const fault = this.#faults.shift();
    if (fault === 'reset-before') return 'reset';
    const refusal =
      fault === 'not-leader'
        ? new BrokerError('NOT_LEADER_OR_FOLLOWER', 'Another broker leads, for once.')
        : undefined;
    const { writer, isRefused } = this.#produceHandler.answer(request, refusal);
    if (fault === 'reset-after') return 'reset';
    if (request.acks === NO_ACKS) return isRefused ? 'close' : 'none';
    return answer(correlationId, writer);
  }
}

/** Whatever the reader says of bytes that lead nowhere, the answer is the same. */
function parse<Request>(read: () => Request): Request {
  try {
    return read();
  } catch (error) {
    throw new FrameError('The request does not hold what it should.', { cause: error });
  }
}

function answer(correlationId: number, writer: Writer): Reaction {
  return { answer: writer.appendInt32(correlationId, false).prependLength().buffer };
}
