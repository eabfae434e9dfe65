import type { KafkaBatchResponse, KafkaEvent } from '../../../shared/kafka-event.ts';
import { BarePoster } from './bare-poster.ts';
import { baselineSettings } from './bench-environment.ts';
import { PLAIN_DECODERS, plainEntry, sendInTens } from './plain-envelope.ts';

/**
 * One request after the other, as the connector sends them, without its pauses and over the cheapest request there is: no
 * serial sender is faster.
 */

const { eventBusArn, values, endpoint } = baselineSettings(process.env);
const decode = PLAIN_DECODERS[values];
const poster = new BarePoster(endpoint, 1);

export async function handler(event: KafkaEvent): Promise<KafkaBatchResponse> {
  await sendInTens(
    event,
    (record) => plainEntry(record, decode, eventBusArn),
    (entries) => poster.post(Buffer.from(JSON.stringify({ Entries: entries }))),
  );
  return { batchItemFailures: [] };
}
