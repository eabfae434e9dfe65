import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { bridgeNameOf } from '../../../infra/import/bridge-name.ts';
import { importConnector } from '../../../infra/import/import-connector.ts';
import { readConnector } from '../../../infra/import/read-connector.ts';
import { workerOf } from '../../../infra/import/worker.ts';
import { mskEvent, type ProducedRecord } from '../../../infra/local/demo/event-builder.ts';
import { encodeGlue } from '../../../infra/local/demo/frame-encoder.ts';
import { NOTIFICATION } from '../../../infra/local/demo/schemas.ts';
import { type RunningBridge, startRunningBridge } from '../../fixtures/running-bridge.ts';

/**
 * Connectors as people run them, imported and bridged by the built artefact. What is expected is what the connector of the same
 * configuration sends, version 1.6.1 with the converters of Kafka Connect 3.9.
 */

const TIMESTAMP_MS = 1_772_442_900_501;

const running: RunningBridge[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((bridge) => bridge.close()));
});

/** A bridge on the stand-ins that has the imported document, and the bus of the connector. */
async function imported(file: string): Promise<RunningBridge> {
  const path = fileURLToPath(new URL(`../../../infra/import/samples/${file}`, import.meta.url));
  const connector = readConnector(path, { connector: undefined, given: new Map() });
  const { document } = importConnector(connector, {
    worker: workerOf(connector, undefined),
    bridgeName: bridgeNameOf(connector, undefined),
    removed: [],
    startingPosition: undefined,
    clusterArn: undefined,
  });
  const arn = String(document['aws.eventbridge.eventbus.arn']);
  const [, , , region = '', account = ''] = arn.split(':');
  const bridge = await startRunningBridge({
    document: JSON.stringify(document),
    place: { region, account },
  });
  running.push(bridge);
  bridge.standIns.eventBridge.createEventBus(arn.slice(arn.lastIndexOf('/') + 1));
  return bridge;
}

/** The events that a batch becomes, as they reach the bus. */
async function bridged(bridge: RunningBridge, records: readonly ProducedRecord[]) {
  const { batchItemFailures } = await bridge.invoke(mskEvent(records));
  expect(batchItemFailures).toEqual([]);
  expect(bridge.deadLetters()).toEqual([]);
  return bridge.standIns.eventBridge
    .events()
    .map(({ source, detailType, resources, detail }) => ({ source, detailType, resources, detail }));
}

function record(
  topic: string,
  offset: number,
  members: Pick<ProducedRecord, 'key' | 'value' | 'headers'>,
): ProducedRecord {
  return { topic, offset, timestamp: TIMESTAMP_MS, ...members };
}

/** How the detail of a record begins, up to its headers. */
function metadata(topic: string, offset: number): string {
  return `{"topic":"${topic}","partition":0,"offset":${offset},"timestamp":${TIMESTAMP_MS},"timestampType":"CreateTime"`;
}

describe('an imported connector sends what it sent before', () => {
  it('with Avro of the Glue Schema Registry and the header converter of Kafka Connect', async () => {
    const bridge = await imported('avro-test-connector.json');
    const notification = {
      source: 'transactionAnalyzer',
      eventType: 'suspiciousActivity',
      eventDetail: { userId: 'user-0003', total: 198 },
    };

    const events = await bridged(bridge, [
      record('notifications', 7, {
        key: 'user-0003',
        value: encodeGlue(NOTIFICATION, notification),
        headers: [
          ['attempt', '42'],
          ['city', 'Zürich'],
        ],
      }),
      record('notifications', 8, { key: null, value: null }),
    ]);

    const common = {
      source: 'kafka-connect.avro-test-connector',
      detailType: 'kafka-connect-notifications',
      resources: [],
    };
    expect(events).toEqual([
      {
        ...common,
        detail: `${metadata('notifications', 7)},"headers":[{"attempt":42},{"city":"Zürich"}],"key":"user-0003","value":{"source":"transactionAnalyzer","eventType":"suspiciousActivity","eventDetail":{"userId":"user-0003","total":198.0}}}`,
      },
      { ...common, detail: `${metadata('notifications', 8)},"headers":[],"key":null,"value":null}` },
    ]);
  });

  it('with JSON of several topics, a detail type for each, and resources', async () => {
    const bridge = await imported('orders.properties');

    const events = await bridged(bridge, [
      record('orders', 1, { key: 'o-1', value: '{"id":9007199254740993,"total":12.5}' }),
      record('refunds', 2, { key: 'o-1', value: '{"id":"r-1"}', headers: [['attempt', '42']] }),
      record('shipments.eu', 3, { key: null, value: '[null]' }),
    ]);

    const common = { source: 'kafka-connect.orders', resources: ['arn:aws:s3:::order-archive'] };
    expect(events).toEqual([
      {
        ...common,
        detailType: 'OrderPlaced',
        detail: `${metadata('orders', 1)},"headers":[],"key":"o-1","value":{"id":9007199254740993,"total":12.5}}`,
      },
      {
        ...common,
        detailType: 'OrderRefunded',
        detail: `${metadata('refunds', 2)},"headers":[{"attempt":"42"}],"key":"o-1","value":{"id":"r-1"}}`,
      },
      {
        ...common,
        detailType: 'ShipmentSent',
        detail: `${metadata('shipments.eu', 3)},"headers":[],"key":null,"value":[null]}`,
      },
    ]);
  });

  it('with a bus, a bucket and a role of another account, and the external id that the connector never sent', async () => {
    const bridge = await imported('cross-account-audit.json');
    const { standIns } = bridge;
    const bucket = 'audit-payloads-210987654321';
    standIns.s3.createBucket(bucket);
    // It lets in only who knows the external id.
    standIns.sts.createRole({
      arn: 'arn:aws:iam::210987654321:role/kafka/put-audit-events',
      externalId: 'audit-7f3a',
    });
    const document = '{"actor":"u-1","amount":"AN3V"}';
    const schema = {
      type: 'struct',
      fields: [
        { field: 'id', type: 'int64' },
        { field: 'note', type: 'string', optional: true, default: 'none' },
        {
          field: 'document',
          type: 'struct',
          fields: [
            { field: 'actor', type: 'string' },
            {
              field: 'amount',
              type: 'bytes',
              name: 'org.apache.kafka.connect.data.Decimal',
              parameters: { scale: '2' },
            },
          ],
        },
      ],
    };
    const value = `{"schema":${JSON.stringify(schema)},"payload":{"id":1,"document":${document}}}`;

    const events = await bridged(bridge, [record('audit', 5, { key: 'a-1', value })]);

    const [key = ''] = standIns.s3.keys(bucket);
    expect(key).toMatch(/^audit\/0\/5-[0-9a-f]{32}\.json$/);
    expect(standIns.s3.object(bucket, key)?.body.toString('utf8')).toBe(document);
    expect(events).toEqual([
      {
        source: 'kafka-connect.audit',
        detailType: 'audit-audit',
        resources: [],
        detail: `${metadata('audit', 5)},"headers":[],"key":"a-1","value":{"id":1,"note":"none"},"dataref":"arn:aws:s3:::${bucket}/${key}","datarefJsonPath":"$.detail.value.document"}`,
      },
    ]);
  });
});
