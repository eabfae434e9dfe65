import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { KafkaBatchResponse, KafkaEvent } from '../../../shared/kafka-event.ts';
import { baselineSettings } from './bench-environment.ts';
import { PLAIN_DECODERS, plainEntry, sendInTens } from './plain-envelope.ts';

/** The baseline that a user would write: a loop over the SDK, as its documentation shows it. */

const { eventBusArn, values } = baselineSettings(process.env);
const decode = PLAIN_DECODERS[values];
const client = new EventBridgeClient({});

export async function handler(event: KafkaEvent): Promise<KafkaBatchResponse> {
  await sendInTens(
    event,
    (record) => plainEntry(record, decode, eventBusArn),
    async (entries) => {
      const { FailedEntryCount } = await client.send(new PutEventsCommand({ Entries: entries }));
      if (FailedEntryCount !== 0) throw new Error(`${FailedEntryCount} entries failed.`);
    },
  );
  return { batchItemFailures: [] };
}
