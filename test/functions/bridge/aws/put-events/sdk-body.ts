import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { HttpRequest } from '@smithy/types';
import type { BridgeEntry } from '../../../../../functions/bridge/wrap.ts';

let body: Buffer;

const client = new EventBridgeClient({
  region: 'eu-west-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  requestHandler: {
    handle: async (request: HttpRequest) => {
      body = Buffer.copyBytesFrom(request.body);
      return { response: { statusCode: 200, headers: {}, body: Buffer.from('{}') } };
    },
  },
});

/** The body that the SDK makes of the entries, by a client that sends nothing. */
export async function bodyOfTheSdk(entries: readonly BridgeEntry[], eventBusArn: string): Promise<Buffer> {
  const input = entries.map(({ source, detailType, resources, detail, timeMs }) => ({
    ...(timeMs === undefined ? {} : { Time: new Date(timeMs) }),
    EventBusName: eventBusArn,
    Source: source,
    DetailType: detailType,
    Resources: [...resources],
    Detail: detail,
  }));
  await client.send(new PutEventsCommand({ Entries: input }));
  return body;
}
