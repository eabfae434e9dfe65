import { createHash } from 'node:crypto';
import type { BridgeOptions } from './bridge-options.ts';

/** https://docs.aws.amazon.com/lambda/latest/dg/kafka-consumer-group-id.html */
const MAX_GROUP_ID_CHARACTERS = 200;
const DIGEST_CHARACTERS = 12;

/**
 * Consumer group of one topic. Lambda wants each mapping of an account to have its own, so several topics get the topic as
 * a suffix; what would be too long is cut and made unique by a digest.
 */
export function consumerGroupId(
  { name, topics, consumerGroupId: given }: BridgeOptions,
  topic: string,
): string {
  const group = given ?? `kafka-eventbridge-${name}`;
  const id = topics.length === 1 ? group : `${group}-${topic}`;
  if (id.length <= MAX_GROUP_ID_CHARACTERS) return id;
  const digest = createHash('sha256').update(id).digest('hex').slice(0, DIGEST_CHARACTERS);
  return `${id.slice(0, MAX_GROUP_ID_CHARACTERS - DIGEST_CHARACTERS - 1)}-${digest}`;
}
