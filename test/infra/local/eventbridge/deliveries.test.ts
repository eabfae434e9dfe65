import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  CreateApiDestinationCommand,
  EventBridgeClient,
  PutEventsCommand,
} from '@aws-sdk/client-eventbridge';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type StandIns, startStandIns } from '../../../../infra/local/stand-ins.ts';
import { settingsFor } from '../running-stand-ins.ts';

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

let directory: string;
let standIns: StandIns;
/** Statuses the endpoint answers with, in order; 200 when none are left, no answer for 0. */
let statuses: number[];
let received: Received[];
const endpoint = createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8').on('data', (text: string) => {
    body += text;
  });
  request.on('end', () => {
    received.push({ headers: request.headers, body });
    const status = statuses.shift() ?? 200;
    if (status !== 0) response.writeHead(status, { 'retry-after': '0' }).end();
    else request.socket.destroy();
  });
});

beforeEach(async () => {
  statuses = [];
  received = [];
  directory = await mkdtemp(path.join(tmpdir(), 'stand-ins-'));
  await new Promise<void>((resolve) => endpoint.listen(0, '127.0.0.1', resolve));
  standIns = await startStandIns({ logDirectory: directory });
});

afterEach(async () => {
  await standIns.close();
  endpoint.closeAllConnections();
  await new Promise((resolve) => endpoint.close(resolve));
  await rm(directory, { recursive: true });
});

const endpointUrl = () => `http://127.0.0.1:${(endpoint.address() as AddressInfo).port}/events`;
const put = (...details: string[]) =>
  new EventBridgeClient(settingsFor(standIns)).send(
    new PutEventsCommand({ Entries: details.map((Detail) => ({ Source: 'shop', DetailType: 't', Detail })) }),
  );
const sendTo = (...arns: string[]) =>
  standIns.eventBridge.putRule({
    name: 'shop',
    eventPattern: '{"source":["shop"]}',
    targets: arns.map((arn, index) => ({ id: `target-${index}`, arn })),
  });

describe('A log group', () => {
  test('gets each matching event as one JSON line, in its file and in memory', async () => {
    // Prepare
    sendTo(standIns.eventBridge.logGroupArn('/aws/events/demo'));

    // Act
    await put('{\n"n": 9223372036854775807}', '{"n":2}');
    await standIns.eventBridge.settled();

    // Assess
    const text = await readFile(path.join(directory, 'aws.events.demo.log'), 'utf8');
    const lines = text.trimEnd().split('\n');
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/"detail":\{ "n": 9223372036854775807\}\}$/);
    expect(JSON.parse(lines[1] ?? '')).toMatchObject({ version: '0', source: 'shop', detail: { n: 2 } });
    expect(standIns.eventBridge.logLines('/aws/events/demo')).toEqual(lines);
    expect(standIns.eventBridge.logGroups()).toEqual([
      {
        name: '/aws/events/demo',
        file: path.join(directory, 'aws.events.demo.log'),
        lineCount: 2,
        writeError: undefined,
      },
    ]);
  });

  test('named like a way out of the directory stays in it', async () => {
    sendTo(standIns.eventBridge.logGroupArn('/../../outside'));

    await put('{}');
    await standIns.eventBridge.settled();

    expect(path.dirname(standIns.eventBridge.logGroups()[0]?.file ?? '')).toBe(directory);
    await expect(readFile(standIns.eventBridge.logGroups()[0]?.file ?? '', 'utf8')).resolves.toContain(
      '"shop"',
    );
  });

  test('is complete in its file once the stand-ins are closed', async () => {
    sendTo(standIns.eventBridge.logGroupArn('/aws/events/demo'));
    await put(...Array.from({ length: 10 }, () => '{}'));

    await standIns.close();

    const text = await readFile(path.join(directory, 'aws.events.demo.log'), 'utf8');
    expect(text.match(/\n/g)).toHaveLength(10);
  });
});

describe('A webhook', () => {
  test('gets each matching event in a POST, as an API destination sends it', async () => {
    sendTo(standIns.eventBridge.createWebhook('alerts', endpointUrl()));

    await put('{"n": 9223372036854775807}');
    await standIns.eventBridge.settled();

    expect(received).toHaveLength(1);
    expect(received[0]?.headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'user-agent': 'Amazon/EventBridge/ApiDestinations',
    });
    expect(received[0]?.body).toContain('"detail":{"n": 9223372036854775807}');
    expect(standIns.eventBridge.webhooks()).toMatchObject([
      {
        name: 'alerts',
        url: endpointUrl(),
        deliveredCount: 1,
        retriedCount: 0,
        failedCount: 0,
        pendingCount: 0,
      },
    ]);
  });

  test.each([[429], [503], [401], [0]])('is called again after %i', async (status) => {
    sendTo(standIns.eventBridge.createWebhook('alerts', endpointUrl()));
    statuses = [status];

    await put('{}');
    await standIns.eventBridge.settled();

    expect(received).toHaveLength(2);
    expect(standIns.eventBridge.webhooks()[0]).toMatchObject({
      deliveredCount: 1,
      retriedCount: 1,
      failedCount: 0,
    });
  });

  test('is not called again after 400', async () => {
    sendTo(standIns.eventBridge.createWebhook('alerts', endpointUrl()));
    statuses = [400];

    await put('{}');
    await standIns.eventBridge.settled();

    expect(received).toHaveLength(1);
    expect(standIns.eventBridge.webhooks()[0]).toMatchObject({
      deliveredCount: 0,
      retriedCount: 0,
      failedCount: 1,
    });
  });

  test('is given up after the fourth failure', async () => {
    sendTo(standIns.eventBridge.createWebhook('alerts', endpointUrl()));
    statuses = [500, 500, 500, 500, 500];

    await put('{}');
    await standIns.eventBridge.settled();

    expect(received).toHaveLength(4);
    expect(standIns.eventBridge.webhooks()[0]).toMatchObject({
      deliveredCount: 0,
      retriedCount: 3,
      failedCount: 1,
    });
  });

  test('does not keep PutEvents waiting, nor the stand-ins from closing', async () => {
    sendTo(standIns.eventBridge.createWebhook('nobody', 'http://127.0.0.1:1/'));

    expect(await put('{}')).toMatchObject({ FailedEntryCount: 0 });
    await standIns.close();

    expect(standIns.eventBridge.webhooks()[0]).toMatchObject({ failedCount: 1, pendingCount: 0 });
  });

  test('can be made by CreateApiDestination', async () => {
    const command = new CreateApiDestinationCommand({
      Name: 'alerts',
      ConnectionArn: 'arn:aws:events:eu-west-1:123456789012:connection/none/1',
      InvocationEndpoint: endpointUrl(),
      HttpMethod: 'POST',
    });

    const { ApiDestinationArn } = await new EventBridgeClient(settingsFor(standIns)).send(command);
    sendTo(ApiDestinationArn ?? '');
    await put('{}');
    await standIns.eventBridge.settled();

    expect(ApiDestinationArn).toMatch(
      /^arn:aws:events:eu-west-1:123456789012:api-destination\/alerts\/[0-9a-f-]{36}$/,
    );
    expect(received).toHaveLength(1);
  });

  test.each([
    ['https://127.0.0.1/'],
    ['http://example.com/'],
    ['http://127.0.0.1.example.com/'],
    ['file:///etc'],
  ])('must not be %s: events of a local run stay on the machine', (url) => {
    expect(() => standIns.eventBridge.createWebhook('alerts', url)).toThrow(
      'only calls http:// URLs on loopback',
    );
  });

  test('gets an event twice when two rules send it there, beside other targets', async () => {
    const arn = standIns.eventBridge.createWebhook('alerts', endpointUrl());
    sendTo(arn, standIns.eventBridge.logGroupArn('/aws/events/demo'));
    standIns.eventBridge.putRule({
      name: 'second',
      eventPattern: '{"detail-type":["t"]}',
      targets: [{ id: 'alerts', arn }],
    });

    await put('{}');
    await standIns.eventBridge.settled();

    expect(received).toHaveLength(2);
    expect(standIns.eventBridge.logLines('/aws/events/demo')).toHaveLength(1);
  });
});
