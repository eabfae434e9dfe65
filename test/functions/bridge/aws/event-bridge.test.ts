import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type EventBus, eventBus } from '../../../../functions/bridge/aws/event-bridge.ts';
import { controlTimeouts } from '../../../fixtures/abort-signal.ts';
import {
  type AwsEndpoint,
  PUT_EVENTS_ANSWER,
  startAwsEndpoint,
  type WireAnswer,
} from '../../../fixtures/aws-endpoint.ts';
import { useAwsSettings } from '../../../fixtures/aws-settings.ts';
import { bridgeEntry } from '../../../fixtures/bridge-entry.ts';
import { configuration } from '../../../fixtures/configuration.ts';

const SIGNAL = new AbortController().signal;
const BUS_ARN = 'arn:aws:events:eu-west-1:123456789012:event-bus/orders';

/** The ways in which requests are sent, by the settings that lead to them. */
const WAYS = [
  { way: 'straight, without the SDK', path: '', variables: {} },
  {
    way: 'straight, by the settings that the SDK finds',
    path: '',
    variables: { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'false' },
  },
  { way: 'by the SDK, to an endpoint with a path', path: '/eb/', variables: {} },
] as const;

let endpoint: AwsEndpoint;
let answer: WireAnswer;
let arrived: PromiseWithResolvers<void>;

beforeEach(async () => {
  answer = { body: PUT_EVENTS_ANSWER };
  arrived = Promise.withResolvers();
  endpoint = await startAwsEndpoint(() => {
    arrived.resolve();
    return answer;
  });
});
afterEach(async () => {
  vi.restoreAllMocks();
  await endpoint.close();
});

describe.each(WAYS)('eventBus $way', ({ path, variables }) => {
  let bus: EventBus;

  beforeEach(() => {
    useAwsSettings({ ...variables, AWS_ENDPOINT_URL_EVENTBRIDGE: endpoint.url });
    const uri = path === '' ? {} : { 'aws.eventbridge.endpoint.uri': endpoint.url + path };
    bus = eventBus(configuration(uri));
  });

  it('sends the entries in their order, with the bus by its ARN and no time', async () => {
    const first = { ...bridgeEntry(0), resources: ['arn:aws:s3:::a', 'arn:aws:s3:::b'] };

    await bus.putEvents([first, bridgeEntry(1)], SIGNAL);

    expect(endpoint.requests).toMatchObject([{ target: 'AWSEvents.PutEvents', path: path || '/' }]);
    expect(JSON.parse(endpoint.requests[0]?.body.toString() ?? '')).toEqual({
      Entries: [
        {
          EventBusName: BUS_ARN,
          Source: 'kafka-connect.orders-bridge',
          DetailType: 'kafka-connect-orders',
          Resources: ['arn:aws:s3:::a', 'arn:aws:s3:::b'],
          Detail: '{"offset":0}',
        },
        {
          EventBusName: BUS_ARN,
          Source: 'kafka-connect.orders-bridge',
          DetailType: 'kafka-connect-orders',
          Resources: [],
          Detail: '{"offset":1}',
        },
      ],
    });
  });

  it('signs for the Region of the configuration, with the credentials of the environment', async () => {
    await bus.putEvents([bridgeEntry(0)], SIGNAL);

    expect(endpoint.requests[0]?.headers.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKID\/\d{8}\/eu-west-1\/events\/aws4_request, /,
    );
  });

  it('gives the answer for each entry', async () => {
    answer = {
      body: {
        FailedEntryCount: 1,
        Entries: [
          { EventId: 'e-1' },
          { ErrorCode: 'InternalFailure', ErrorMessage: 'Internal Service Failure' },
        ],
      },
    };

    expect(await bus.putEvents([bridgeEntry(0), bridgeEntry(1)], SIGNAL)).toEqual([
      { eventId: 'e-1', errorCode: undefined, errorMessage: undefined },
      { eventId: undefined, errorCode: 'InternalFailure', errorMessage: 'Internal Service Failure' },
    ]);
  });

  it('gives no answers when the service sends none, for the publisher to notice', async () => {
    answer = { body: {} };

    expect(await bus.putEvents([bridgeEntry(0)], SIGNAL)).toEqual([]);
  });

  it('makes one attempt a call, so that only the publisher repeats', async () => {
    answer = { status: 503, body: { __type: 'ServiceUnavailable', message: 'Later.' } };

    await expect(bus.putEvents([bridgeEntry(0)], SIGNAL)).rejects.toMatchObject({
      name: 'ServiceUnavailable',
      message: 'Later.',
      $metadata: { httpStatusCode: 503 },
    });
    expect(endpoint.requests).toHaveLength(1);
  });

  it('ends a request when the deadline comes', async () => {
    answer = { delivery: 'none' };
    const deadline = new AbortController();
    const sending = bus.putEvents([bridgeEntry(0)], deadline.signal);
    await arrived.promise;

    deadline.abort(new Error('the deadline'));

    await expect(sending).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('sends requests one after another over one connection', async () => {
    for (let count = 0; count < 3; count++) await bus.putEvents([bridgeEntry(0)], SIGNAL);

    expect(new Set(endpoint.requests.map(({ socket }) => socket)).size).toBe(1);
  });

  it.each([
    { what: 'a bus', status: 200, body: { Name: 'orders' }, expected: 'exists' },
    { what: 'no bus', status: 400, body: { __type: 'ResourceNotFoundException' }, expected: 'missing' },
    {
      what: 'no bus, under the full name of the error',
      status: 400,
      body: {
        __type: 'com.amazonaws.events#ResourceNotFoundException',
        message: 'Event bus orders does not exist.',
      },
      expected: 'missing',
    },
    { what: 'no permission', status: 400, body: { __type: 'AccessDeniedException' }, expected: 'denied' },
    { what: 'throttling', status: 400, body: { __type: 'ThrottlingException' }, expected: 'unknown' },
    {
      what: 'bad credentials',
      status: 400,
      body: { __type: 'UnrecognizedClientException' },
      expected: 'unknown',
    },
    { what: 'a page of a proxy', status: 404, body: '<html>not found</html>', expected: 'unknown' },
    { what: 'a server error', status: 500, body: { __type: 'InternalException' }, expected: 'unknown' },
  ])('answers "$expected" for $what, after one request', async ({ status, body, expected }) => {
    answer = { status, body };

    expect(await bus.describeBus(SIGNAL)).toBe(expected);
    expect(endpoint.requests.map(({ target }) => target)).toEqual(['AWSEvents.DescribeEventBus']);
    expect(endpoint.requests[0]?.body.toString()).toBe(JSON.stringify({ Name: BUS_ARN }));
  });

  it.each(['the deadline comes', 'the answer takes too long'])(
    'gives up asking for the bus when %s',
    async (what) => {
      // Prepare
      answer = { delivery: 'none' };
      const deadline = new AbortController();
      const { timeOut, timeoutsMs } = controlTimeouts();
      const describing = bus.describeBus(deadline.signal);
      await arrived.promise;

      // Act
      if (what === 'the deadline comes') deadline.abort();
      else timeOut();

      // Assess
      expect(await describing).toBe('unknown');
      expect(timeoutsMs).toEqual([2_000]);
    },
  );

  it('answers "unknown" when nobody listens', async () => {
    await endpoint.close();
    const described = await bus.describeBus(SIGNAL);
    endpoint = await startAwsEndpoint(() => answer);

    expect(described).toBe('unknown');
  });
});

describe('eventBus', () => {
  it('looks for credentials again as long as there are none', async () => {
    // Prepare
    const settings = { AWS_ENDPOINT_URL: endpoint.url, AWS_EC2_METADATA_DISABLED: 'true' };
    useAwsSettings({ ...settings, AWS_ACCESS_KEY_ID: '' });
    const { putEvents } = eventBus(configuration());
    const early = putEvents([bridgeEntry(0)], SIGNAL);
    await expect(early).rejects.toMatchObject({ name: 'CredentialsProviderError' });

    // Act
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKID');

    // Assess
    expect(await putEvents([bridgeEntry(0)], SIGNAL)).toMatchObject([{ eventId: 'e-1' }]);
  });
});
