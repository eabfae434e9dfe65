import type { Connector, ConnectorProperty } from './connector.ts';

/** What a rule may look at beside the property. */
export interface ImportContext {
  /** With what the worker and Kafka Connect add, without what is left out. */
  readonly connector: Connector;
  readonly bridgeName: string;
  /** What somebody asked to leave out: the connector is as if nobody had said it. */
  readonly leftOut: readonly ConnectorProperty[];
  /** Where the mappings begin when their groups are new; undefined for what the connector says. */
  readonly startingPosition: 'TRIM_HORIZON' | 'LATEST' | { readonly timestampSeconds: number } | undefined;
  readonly hasClusterArn: boolean;
}
