import type { Connector, ConnectorProperty } from '../../../infra/import/connector.ts';
import { type Import, type ImportOptions, importConnector } from '../../../infra/import/import-connector.ts';
import type { ImportLine } from '../../../infra/import/import-line.ts';
import type { Worker } from '../../../infra/import/worker.ts';
import { BUS_ARN } from '../../fixtures/kafka-sources.ts';

/** The least that a connector needs. */
export const CONFIG: Readonly<Record<string, string>> = {
  'connector.class': 'software.amazon.event.kafkaconnector.EventBridgeSinkConnector',
  topics: 'payments',
  'aws.eventbridge.connector.id': 'payments',
  'aws.eventbridge.region': 'eu-west-1',
  'aws.eventbridge.eventbus.arn': BUS_ARN,
  'key.converter': 'org.apache.kafka.connect.storage.StringConverter',
  'value.converter': 'org.apache.kafka.connect.storage.StringConverter',
  'header.converter': 'org.apache.kafka.connect.storage.StringConverter',
  'errors.tolerance': 'all',
};

export function connector(
  config: Readonly<Record<string, string | undefined>> = {},
  facts: Partial<Connector> = {},
): Connector {
  const all = { ...CONFIG, ...config };
  const properties = Object.entries(all).map(([name, value]): [string, ConnectorProperty] => [
    name,
    { name, value, origin: 'connector' },
  ]);
  return {
    form: 'kafka-connect',
    name: 'payments-sink',
    properties: new Map(properties),
    ignored: [],
    surroundings: undefined,
    remarks: [],
    ...facts,
  };
}

/** Without some of the properties. */
export function without(
  names: readonly string[],
  { properties, ...rest }: Connector = connector(),
): Connector {
  return { ...rest, properties: new Map([...properties].filter(([name]) => !names.includes(name))) };
}

export function worker(properties: Readonly<Record<string, string>>): Worker {
  return { who: 'the worker', properties: new Map(Object.entries(properties)) };
}

export function imported(from: Connector, options: Partial<ImportOptions> = {}): Import {
  return importConnector(from, {
    worker: undefined,
    bridgeName: 'payments',
    removed: [],
    startingPosition: undefined,
    clusterArn: undefined,
    ...options,
  });
}

/** The one line of a property. */
export function lineOf({ lines }: Import, property: string): ImportLine {
  const [line, ...others] = lines.filter((candidate) => candidate.property === property);
  if (line === undefined || others.length > 0)
    throw new Error(`${property} has ${others.length + (line ? 1 : 0)} lines.`);
  return line;
}
