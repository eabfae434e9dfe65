import type { FailureMessage } from './failure-topic.ts';

/**
 * Of keys and values in one request. A request becomes a batch a partition, and a broker takes batches of 1 MB unless
 * `message.max.bytes` says otherwise; what Kafka adds to a message is a fraction of these documents.
 * See {@link https://kafka.apache.org/documentation/#brokerconfigs_message.max.bytes}.
 */
const MAX_REQUEST_BYTES = 768 * 1024;

/** In their order. A message that is larger goes alone, for the broker to judge. */
export function* packMessages<Message extends FailureMessage>(
  messages: readonly Message[],
): Generator<readonly Message[]> {
  let pack: Message[] = [];
  let packBytes = 0;
  for (const message of messages) {
    const bytes = message.value.length + (message.key?.length ?? 0);
    if (pack.length > 0 && packBytes + bytes > MAX_REQUEST_BYTES) {
      yield pack;
      pack = [];
      packBytes = 0;
    }
    pack.push(message);
    packBytes += bytes;
  }
  if (pack.length > 0) yield pack;
}
