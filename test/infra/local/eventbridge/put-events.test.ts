import '@aws-sdk/signature-v4a';
import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { describe, expect, test } from 'vitest';
import { type DeliveredEvent, eventJson } from '../../../../infra/local/eventbridge/delivered-event.ts';
import { startStandIns } from '../../../../infra/local/stand-ins.ts';
import { runStandIns, settingsFor } from '../running-stand-ins.ts';

const running = runStandIns();
const entry = (changes: Partial<PutEventsRequestEntry> = {}): PutEventsRequestEntry => ({
  Source: 'kafka-connect.test',
  DetailType: 'kafka-connect-orders',
  Detail: '{"a":1}',
  ...changes,
});
const put = (...Entries: PutEventsRequestEntry[]) =>
  new EventBridgeClient(running.clientSettings).send(new PutEventsCommand({ Entries }));

/** A detail that brings the entry of `entry()` to a size by the formula of PutEvents. */
function detailForEntryOf(bytes: number): string {
  const others = 'kafka-connect.test'.length + 'kafka-connect-orders'.length;
  return `{"p":"${'x'.repeat(bytes - others - '{"p":""}'.length)}"}`;
}

describe('PutEvents', () => {
  test('answers an id for each entry, in order, and keeps the events as they will be delivered', async () => {
    // Prepare
    const Time = new Date('2026-10-01T12:00:00.987Z');

    // Act
    const answer = await put(entry({ Time, Resources: ['arn:aws:kafka:x'] }), entry({ Detail: '{"b":2}' }));

    // Assess
    expect(answer.FailedEntryCount).toBe(0);
    const events = running.standIns.eventBridge.events();
    expect(events.map(({ id }) => id)).toEqual(answer.Entries?.map(({ EventId }) => EventId));
    expect(events[0]).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      source: 'kafka-connect.test',
      detailType: 'kafka-connect-orders',
      account: '123456789012',
      region: 'eu-west-1',
      time: '2026-10-01T12:00:00Z',
      resources: ['arn:aws:kafka:x'],
      detail: '{"a":1}',
      eventBusArn: 'arn:aws:events:eu-west-1:123456789012:event-bus/default',
      isAnswerLost: false,
    });
    expect(events[1]).toMatchObject({ detail: '{"b":2}', resources: [] });
  });

  test('dates an event without a time to the second of the call', async () => {
    await put(entry());

    const [event] = running.standIns.eventBridge.events();
    expect(event?.time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(Math.abs(Date.parse(event?.time ?? '') - Date.now())).toBeLessThan(5_000);
  });

  test('takes events for a global endpoint as those of this Region', async () => {
    const client = new EventBridgeClient(running.clientSettings);

    await client.send(new PutEventsCommand({ EndpointId: 'abcde.veo', Entries: [entry()] }));

    expect(running.standIns.eventBridge.events()).toMatchObject([{ region: 'eu-west-1' }]);
    expect(running.standIns.requests.list('eventbridge')).toMatchObject([
      { region: '*', account: '123456789012' },
    ]);
  });

  test.each(['abcde', `${'a'.repeat(50)}.b`])(
    'refuses %s, which is no id of a global endpoint',
    async (EndpointId) => {
      const response = await fetch(running.standIns.url, {
        method: 'POST',
        headers: { 'x-amz-target': 'AWSEvents.PutEvents', 'content-type': 'application/x-amz-json-1.1' },
        body: JSON.stringify({ EndpointId, Entries: [entry()] }),
      });

      expect(await response.json()).toMatchObject({
        __type: 'ValidationException',
        message: expect.stringContaining(
          `Value '${EndpointId}' at 'endpointId' failed to satisfy constraint`,
        ),
      });
    },
  );

  test('keeps the exact text of the detail, 64-bit integers included', async () => {
    const Detail = '{"n": 9223372036854775807, "f": 100.0, "n": 1}';

    await put(entry({ Detail }));

    expect(running.standIns.eventBridge.events()[0]?.detail).toBe(Detail);
  });

  test.each([
    [
      'Source is absent',
      { Source: undefined },
      'InvalidArgument',
      'Parameter Source is not valid. Reason: Source is a required argument.',
    ],
    [
      'Source is empty',
      { Source: '' },
      'InvalidArgument',
      'Parameter Source is not valid. Reason: Source is a required argument.',
    ],
    [
      'DetailType is absent',
      { DetailType: undefined },
      'InvalidArgument',
      'Parameter DetailType is not valid. Reason: DetailType is a required argument.',
    ],
    [
      'Detail is absent',
      { Detail: undefined },
      'InvalidArgument',
      'Parameter Detail is not valid. Reason: Detail is a required argument.',
    ],
    ['Detail is no JSON', { Detail: 'NotJSON' }, 'MalformedDetail', 'Detail is malformed.'],
    ['Detail is an array', { Detail: '[]' }, 'MalformedDetail', 'Detail is malformed.'],
    ['Detail is broken', { Detail: '{{}' }, 'MalformedDetail', 'Detail is malformed.'],
    ['Detail is a JSON string', { Detail: '"NotJSON"' }, 'MalformedDetail', 'Detail is malformed.'],
    [
      'Detail holds an integer beyond 64 bits',
      { Detail: '{"n":9223372036854775808}' },
      'MalformedDetail',
      'Detail is malformed.',
    ],
    [
      'Source is reserved',
      { Source: 'aws.kafka' },
      'NotAuthorizedForSourceException',
      'Not authorized for the source.',
    ],
    [
      'DetailType is longer than 128 characters',
      { DetailType: 'd'.repeat(129) },
      'InvalidArgument',
      'Parameter DetailType is not valid. Reason: DetailType must have length less than or equal to 128.',
    ],
  ])('fails one entry and accepts its neighbours when %s', async (_, changes, ErrorCode, ErrorMessage) => {
    // Act
    const answer = await put(entry(), { ...entry(), ...changes }, entry());

    // Assess
    expect(answer.FailedEntryCount).toBe(1);
    expect(answer.Entries).toEqual([
      { EventId: expect.any(String) },
      { ErrorCode, ErrorMessage },
      { EventId: expect.any(String) },
    ]);
    expect(running.standIns.eventBridge.counts().accepted).toBe(2);
  });

  test('accepts a DetailType of 128 characters', async () => {
    expect(await put(entry({ DetailType: 'd'.repeat(128) }))).toMatchObject({ FailedEntryCount: 0 });
  });

  test('refuses a request of 11 entries in the words of AWS, and accepts none of them', async () => {
    const eleven = Array.from({ length: 11 }, () => entry({ EventBusName: 'default' }));
    const printed =
      'PutEventsRequestEntry(time=null, source=kafka-connect.test, resources=null, detailType=kafka-connect-orders, ' +
      'detail={"a":1}, eventBusName=default, traceHeader=null, kmsKeyIdentifier=null, internalMetadata=null)';

    await expect(put(...eleven)).rejects.toMatchObject({
      name: 'ValidationException',
      message: `1 validation error detected: Value '[${Array(11).fill(printed).join(', ')}]' at 'entries' failed to satisfy constraint: Member must have length less than or equal to 10`,
    });
    expect(running.standIns.eventBridge.events()).toEqual([]);
  });

  test('refuses a request without entries', async () => {
    await expect(put()).rejects.toMatchObject({
      name: 'ValidationException',
      message:
        "1 validation error detected: Value '[]' at 'entries' failed to satisfy constraint: Member must have length greater than or equal to 1",
    });
  });

  test('accepts entries of one byte below 1 MiB', async () => {
    expect(await put(entry({ Detail: detailForEntryOf(1_048_575) }))).toMatchObject({ FailedEntryCount: 0 });
  });

  test.each([
    ['one entry of 1 MiB', [{ Detail: detailForEntryOf(1_048_576) }]],
    [
      'two entries that add up to 1 MiB',
      [{ Detail: detailForEntryOf(524_288) }, { Detail: detailForEntryOf(524_288) }],
    ],
    ['an entry whose time makes it 1 MiB', [{ Detail: detailForEntryOf(1_048_576 - 14), Time: new Date() }]],
    [
      'an entry whose resources make it 1 MiB',
      [{ Detail: detailForEntryOf(1_048_576 - 5), Resources: ['aé', 'cd'] }],
    ],
  ])('refuses %s as a whole', async (_, entries) => {
    await expect(put(...entries.map((changes) => entry(changes)))).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'Total size of the entries in the request is over the limit.',
      $metadata: { httpStatusCode: 400 },
    });
    expect(running.standIns.eventBridge.counts().accepted).toBe(0);
  });

  test('does not count bus name, trace header and the escaping of the request body', async () => {
    const free = { EventBusName: 'default', TraceHeader: 'Root=1-5759e988-bd862e3fe1be46a994272793' };

    expect(await put(entry({ ...free, Detail: detailForEntryOf(1_048_575) }))).toMatchObject({
      FailedEntryCount: 0,
    });
  });

  test('can play a Region with the limit of 256 KiB', async () => {
    await using small = await startOwn({ putEventsLimitBytes: 262_144 });
    const client = new EventBridgeClient(settingsFor(small.standIns));

    const below = client.send(
      new PutEventsCommand({ Entries: [entry({ Detail: detailForEntryOf(262_143) })] }),
    );
    const above = client.send(
      new PutEventsCommand({ Entries: [entry({ Detail: detailForEntryOf(262_144) })] }),
    );

    await expect(below).resolves.toMatchObject({ FailedEntryCount: 0 });
    await expect(above).rejects.toMatchObject({ name: 'ValidationException' });
  });

  test('answers an id for an event on a bus that does not exist, and drops the event', async () => {
    const answer = await put(entry({ EventBusName: 'nobody' }), entry());

    expect(answer).toMatchObject({ FailedEntryCount: 0, Entries: [{ EventId: expect.any(String) }, {}] });
    expect(running.standIns.eventBridge.counts()).toMatchObject({ accepted: 1, dropped: 1 });
    expect(running.standIns.eventBridge.events()[0]?.id).toBe(answer.Entries?.[1]?.EventId);
  });

  test('finds a bus by name and by ARN', async () => {
    const arn = running.standIns.eventBridge.createEventBus('orders');

    await put(entry({ EventBusName: 'orders' }), entry({ EventBusName: arn }));

    expect(running.standIns.eventBridge.events().map(({ eventBusArn }) => eventBusArn)).toEqual([arn, arn]);
  });

  test('reaches a bus of another account that was made by ARN', async () => {
    const arn = 'arn:aws:events:us-east-1:999999999999:event-bus/shared';
    running.standIns.eventBridge.createEventBus(arn);

    await put(entry({ EventBusName: arn }), entry({ EventBusName: 'shared' }));

    expect(running.standIns.eventBridge.counts()).toMatchObject({ accepted: 1, dropped: 1 });
  });

  test.each([
    [
      'a bus name with a space',
      { EventBusName: 'my bus' },
      /Value 'my bus' at 'entries.1.member.eventBusName'.*regular expression/,
    ],
    [
      'a bus name of 1,601 characters',
      { EventBusName: 'b'.repeat(1_601) },
      /length less than or equal to 1600/,
    ],
    [
      'a trace header of 501 characters',
      { TraceHeader: 't'.repeat(501) },
      /'entries.1.member.traceHeader'.*less than or equal to 500/,
    ],
  ])('refuses %s for the whole request', async (_, changes, message) => {
    await expect(put(entry(changes), entry())).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringMatching(message),
    });
  });
});

describe('The record of events', () => {
  test('tells each accepted event to a callback, and keeps none in memory when asked to', async () => {
    // Prepare
    const seen: string[] = [];
    await using own = await startOwn({ keepEventCharacters: 0, onEvent: ({ detail }) => seen.push(detail) });
    const client = new EventBridgeClient(settingsFor(own.standIns));

    // Act
    await client.send(
      new PutEventsCommand({
        Entries: [entry({ Detail: '{"offset":1}' }), entry({ Detail: '{"offset":2}' })],
      }),
    );

    // Assess
    expect(seen).toEqual(['{"offset":1}', '{"offset":2}']);
    expect(own.standIns.eventBridge.counts()).toMatchObject({ accepted: 2 });
    expect(() => own.standIns.eventBridge.events()).toThrow('Only the first 0 of 2 events are in memory.');
  });

  test('refuses to list a part of the events as if it were all', async () => {
    await using own = await startOwn({ keepEventCharacters: 10 });
    const client = new EventBridgeClient(settingsFor(own.standIns));

    await client.send(new PutEventsCommand({ Entries: [entry(), entry(), entry()] }));

    expect(() => own.standIns.eventBridge.events()).toThrow('Only the first 2 of 3 events are in memory.');
  });

  test('can be cleared between two scenarios', async () => {
    await put(entry(), entry({ EventBusName: 'nobody' }));

    running.standIns.eventBridge.clearEvents();

    expect(running.standIns.eventBridge.events()).toEqual([]);
    expect(running.standIns.eventBridge.counts()).toEqual({
      accepted: 0,
      answersLost: 0,
      unmatched: 0,
      dropped: 0,
    });
  });
});

describe('A delivered event', () => {
  const event: DeliveredEvent = {
    id: '11710aed-b79e-4468-a20b-bb3c0c3b4860',
    detailType: 'quoted "type"',
    source: 'kafka-connect.test',
    account: '123456789012',
    time: '2026-10-01T12:00:00Z',
    region: 'eu-west-1',
    resources: ['arn:x'],
    detail: '{\r\n  "n": 9007199254740993,\n  "s": "a\\nb"\n}',
    eventBusArn: 'arn:aws:events:eu-west-1:123456789012:event-bus/default',
    isAnswerLost: true,
  };

  test('is one line of JSON with the members EventBridge sends, in its order', () => {
    expect(eventJson(event)).toBe(
      '{"version":"0","id":"11710aed-b79e-4468-a20b-bb3c0c3b4860","detail-type":"quoted \\"type\\"",' +
        '"source":"kafka-connect.test","account":"123456789012","time":"2026-10-01T12:00:00Z","region":"eu-west-1",' +
        '"resources":["arn:x"],"detail":{   "n": 9007199254740993,   "s": "a\\nb" }}',
    );
  });
});

async function startOwn(options: Parameters<typeof startStandIns>[0]) {
  const standIns = await startStandIns(options);
  return { standIns, [Symbol.asyncDispose]: () => standIns.close() };
}
