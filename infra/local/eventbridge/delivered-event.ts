/** An event as a rule's target receives it. */
export interface DeliveredEvent {
  /** The `EventId` that PutEvents answered. */
  readonly id: string;
  readonly detailType: string;
  readonly source: string;
  readonly account: string;
  /** RFC 3339 in whole seconds, as EventBridge writes it: the milliseconds of the entry's `Time` are lost. */
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  /** JSON text exactly as it was put, so that 64-bit integers stay what they were. */
  readonly detail: string;
  /** ARN of the bus it was put on. Not part of the event that targets see. */
  readonly eventBusArn: string;
  /** A fault destroyed the connection before the client saw that this event was accepted. */
  readonly isAnswerLost: boolean;
}

/**
 * The event as one line of JSON, members in the order EventBridge uses.
 *
 * Line ends inside `detail` become spaces: JSON allows them between tokens only, so no value changes.
 */
export function eventJson(event: DeliveredEvent): string {
  return (
    `{"version":"0","id":"${event.id}","detail-type":${JSON.stringify(event.detailType)},` +
    `"source":${JSON.stringify(event.source)},"account":"${event.account}","time":"${event.time}",` +
    `"region":"${event.region}","resources":${JSON.stringify(event.resources)},` +
    `"detail":${event.detail.replaceAll(/[\r\n]+/g, ' ')}}`
  );
}
