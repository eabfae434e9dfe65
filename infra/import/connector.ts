/** What a configuration that is imported was written for. */
export type ConnectorForm =
  /** Kafka Connect itself: its REST API, a properties file, or Strimzi. */
  | 'kafka-connect'
  /** MSK Connect: what `describe-connector` tells, or a template of CloudFormation. */
  | 'msk-connect';

/** A connector as somebody runs it. */
export interface Connector {
  readonly form: ConnectorForm;
  /** Name in Kafka Connect, which is not the connector id of the properties. */
  readonly name: string | undefined;
  readonly properties: ReadonlyMap<string, ConnectorProperty>;
  /** Written, and overruled by Kafka Connect itself. */
  readonly ignored: readonly ConnectorProperty[];
  /** What MSK Connect keeps beside the properties. */
  readonly surroundings: MskConnectSurroundings | undefined;
  /** What is odd about how it was written, as sentences. */
  readonly remarks: readonly string[];
}

export interface ConnectorProperty {
  readonly name: string;
  readonly value: PropertyValue;
  readonly origin: PropertyOrigin;
}

export type PropertyOrigin =
  | 'connector'
  /** Given on the command line, so that it is meant for the bridge. */
  | 'command line'
  /** The connector does not say it, and its worker does. */
  | 'worker'
  /** Nobody says it, and Kafka Connect has another default than the bridge. */
  | 'Kafka Connect';

/** Undefined for what is known at deployment only, as `Ref` and `Fn::Sub` of CloudFormation. */
export type PropertyValue = string | undefined;

export interface MskConnectSurroundings {
  readonly authentication: string | undefined;
  readonly roleArn: string | undefined;
  /** A worker configuration of its own takes the place of MSK Connect's. */
  readonly hasOwnWorkerConfiguration: boolean;
  readonly workerConfigurationArn: string | undefined;
}

/** The text of a property; undefined when it is not there, or known at deployment only. */
export function propertyText(
  { properties }: Pick<Connector, 'properties'>,
  name: string,
): string | undefined {
  return properties.get(name)?.value;
}
