import { createHash } from 'node:crypto';
import type { BridgeOptions } from './bridge-options.ts';

/** https://docs.aws.amazon.com/lambda/latest/dg/kafka-consumer-group-id.html */
const MAX_GROUP_ID_CHARACTERS = 200;
const DIGEST_CHARACTERS = 12;

/**
 * Consumer group of one topic. Lambda wants each mapping of an account to have its own. By default it follows from bridge and
 * topic alone, however many topics there are: one that is added must not give another group to those that are read already,
 * which would begin at the starting position again. A group that is given is that of the one topic; several get the topic
 * as a suffix. What would be too long is cut and made unique by a digest.
 */
export function consumerGroupId(
  { name, topics, consumerGroupId: given }: BridgeOptions,
  topic: string,
): string {
  const id =
    given !== undefined && topics.length === 1 ? given : `${given ?? `kafka-eventbridge-${name}`}-${topic}`;
  if (id.length <= MAX_GROUP_ID_CHARACTERS) return id;
  const digest = createHash('sha256').update(id).digest('hex').slice(0, DIGEST_CHARACTERS);
  return `${id.slice(0, MAX_GROUP_ID_CHARACTERS - DIGEST_CHARACTERS - 1)}-${digest}`;
}
