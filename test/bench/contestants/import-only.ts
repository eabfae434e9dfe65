import * as eventBridge from '@aws-sdk/client-eventbridge';

/** Imports the client, uses nothing of it, and answers. The bundler must not take away what an application would use. */
export const used = [eventBridge.EventBridgeClient, eventBridge.PutEventsCommand];

export async function handler(): Promise<object> {
  return { batchItemFailures: [] };
}
