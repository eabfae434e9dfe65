import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { directEventBridge } from '../../../../functions/bridge/aws/direct-event-bridge.ts';
import type { EventBridge } from '../../../../functions/bridge/aws/event-bridge.ts';
import { eventBridgeClient, sdkEventBridge } from '../../../../functions/bridge/aws/sdk-event-bridge.ts';
import { type Classified, classifyEntry, classifyRequest } from '../../../../functions/bridge/classify.ts';
import { FAULT_KINDS, type FaultKind } from '../../../../infra/local/fault.ts';
import { type StandIns, startStandIns } from '../../../../infra/local/stand-ins.ts';
import { startAwsEndpoint, type WireAnswer } from '../../../fixtures/aws-endpoint.ts';
import { useAwsSettings } from '../../../fixtures/aws-settings.ts';
import { bridgeEntries } from '../../../fixtures/bridge-entry.ts';
import { configuration } from '../../../fixtures/configuration.ts';
import { privateAuthority } from '../../../fixtures/private-authority.ts';

type Way = (url: string) => EventBridge;

const WAYS: Readonly<Record<'direct' | 'sdk', Way>> = {
  direct: (url) => {
    const credentials = async () => ({ accessKeyId: 'AKID', secretAccessKey: 'secret' });
    const route = { endpoint: new URL(url), region: 'eu-west-1', credentials };
    return directEventBridge(route, configuration());
  },
  sdk: (url) => {
    const { region, maxConcurrency, eventBusArn } = configuration();
    return sdkEventBridge(eventBridgeClient({ region, maxConcurrency, endpointUri: url }), eventBusArn);
  },
};

/** What the publisher makes of a request: of the request as a whole, or of each entry. */
async function judged(
  bridge: EventBridge,
  signal = new AbortController().signal,
): Promise<Classified | readonly (Classified | 'sent')[]> {
  try {
    const results = await bridge.putEvents(bridgeEntries(3), signal);
    return results.map((result) => (result.eventId ? 'sent' : classifyEntry(result)));
  } catch (error) {
    return classifyRequest(error);
  }
}

/** Of both ways, one after the other. */
async function judgedBothWays(judge: (way: Way) => Promise<unknown>) {
  return { direct: await judge(WAYS.direct), sdk: await judge(WAYS.sdk) };
}

beforeEach(() => {
  useAwsSettings();
});

describe('a fault of EventBridge', () => {
  let standIns: StandIns;
  let onRequest: () => void;

  beforeEach(async () => {
    onRequest = () => undefined;
    standIns = await startStandIns({ onRequest: () => onRequest() });
    standIns.eventBridge.createEventBus('orders');
  });
  afterEach(async () => {
    await standIns.close();
  });

  const kinds = Object.keys(FAULT_KINDS) as FaultKind[];
  const answered = kinds.filter((kind) => !['delay', 'hang', 'partial', 'reset'].includes(kind));

  it.each(answered)('is judged alike both ways: %s', async (kind) => {
    const { direct, sdk } = await judgedBothWays((way) => {
      standIns.faults.set([{ kind, next: 1 } as never]);
      return judged(way(standIns.url));
    });

    expect(direct).toEqual(sdk);
    expect(direct).toHaveProperty('failure.code');
  });

  it('is judged alike both ways: some entries fail', async () => {
    const codes = ['InternalFailure', 'ThrottlingException', 'MalformedDetail'];
    for (const code of codes) {
      const { direct, sdk } = await judgedBothWays((way) => {
        standIns.faults.set([{ kind: 'partial', codes: [code], entries: [1], next: 1 }]);
        return judged(way(standIns.url));
      });

      expect(direct).toEqual(sdk);
      expect(direct).toEqual(['sent', expect.objectContaining({ failure: expect.anything() }), 'sent']);
    }
  });

  it('is judged alike both ways: no answer until the deadline', async () => {
    const { direct, sdk } = await judgedBothWays((way) => {
      const deadline = new AbortController();
      onRequest = () => deadline.abort(new Error('the deadline'));
      standIns.faults.set([{ kind: 'hang', next: 1 }]);
      return judged(way(standIns.url), deadline.signal);
    });

    expect(direct).toEqual(sdk);
    expect(direct).toHaveProperty('failure.message', 'AbortError (no answer): Request aborted');
  });

  it('is none: all is sent both ways', async () => {
    const { direct, sdk } = await judgedBothWays((way) => judged(way(standIns.url)));

    expect([direct, sdk]).toEqual([
      ['sent', 'sent', 'sent'],
      ['sent', 'sent', 'sent'],
    ]);
    const [first, second] = standIns.requests.list().map(({ bodyBytes }) => bodyBytes);
    expect(first).toBe(second);
  });
});

describe('an answer', () => {
  const answers: readonly { readonly what: string; readonly answer: WireAnswer }[] = [
    { what: 'without entries', answer: { body: {} } },
    { what: 'without a body', answer: { body: '' } },
    { what: 'null', answer: { body: 'null' } },
    { what: 'a list', answer: { body: [] } },
    { what: 'a text', answer: { body: '"text"' } },
    { what: 'no JSON', answer: { body: '<html></html>' } },
    { what: 'entries of which nothing is said', answer: { body: { Entries: [{}, { EventId: '' }] } } },
    { what: 'a redirection', answer: { status: 302, body: '', headers: { location: 'http://a' } } },
    { what: 'a refusal without a body', answer: { status: 400, body: '' } },
    { what: 'a refusal that is null', answer: { status: 400, body: 'null' } },
    { what: 'a refusal that is a list', answer: { status: 500, body: ['ThrottlingException'] } },
    { what: 'a refusal that is a text', answer: { status: 503, body: '"ThrottlingException"' } },
    { what: 'a refusal with a number', answer: { status: 400, body: { __type: 400 } } },
    { what: 'a refusal with an empty name', answer: { status: 400, body: { __type: '' } } },
    { what: 'a page for 403', answer: { status: 403, body: '<html></html>' } },
    { what: 'a page for 429', answer: { status: 429, body: '<html></html>' } },
    { what: 'an unknown refusal', answer: { status: 418, body: { __type: 'Teapot', message: 'short' } } },
    {
      what: 'a refusal that speaks of the caller',
      answer: { status: 400, body: { __type: 'ThrottlingException', message: 'Rate exceeded' } },
    },
    {
      what: 'a refusal with a capital message',
      answer: { status: 400, body: { __type: 'AccessDeniedException', Message: 'Not you.' } },
    },
    {
      what: 'a refusal with an empty message',
      answer: { status: 400, body: { __type: 'AccessDeniedException', message: '', Message: 'Not you.' } },
    },
    {
      what: 'a refusal without a message',
      answer: { status: 400, body: { __type: 'AccessDeniedException' } },
    },
    {
      what: 'a refusal with a name space',
      answer: { status: 400, body: { __type: 'com.amazonaws.events#InternalException', message: 'a' } },
    },
    {
      what: 'a refusal by its header',
      answer: {
        status: 400,
        body: { message: 'Rate exceeded' },
        headers: { 'x-amzn-errortype': 'ThrottlingException:http://internal.amazon.com/coral/' },
      },
    },
    {
      what: 'a refusal by its code',
      answer: { status: 400, body: { Code: 'Throttling', Message: 'Slower.' } },
    },
    {
      what: 'a refusal that contradicts itself',
      answer: {
        status: 400,
        body: { __type: 'InternalException', code: 'ThrottlingException' },
        headers: { 'x-amzn-errortype': 'AccessDeniedException' },
      },
    },
    {
      what: 'too large a request',
      answer: {
        status: 400,
        body: {
          __type: 'ValidationException',
          message: 'Total size of the entries in the request is over the limit.',
        },
      },
    },
    { what: 'half of it', answer: { delivery: 'half', headers: { 'content-length': '2' } } },
    { what: 'a reset', answer: { delivery: 'reset' } },
  ];

  it.each(answers)('is judged alike both ways: $what', async ({ answer }) => {
    // Prepare
    const endpoint = await startAwsEndpoint(({ socket }) => {
      if (answer.delivery === 'half') setImmediate(() => socket.destroy());
      return answer;
    });

    // Act
    const { direct, sdk } = await judgedBothWays((way) => judged(way(endpoint.url)));
    await endpoint.close();

    // Assess
    expect(direct).toEqual(sdk);
  });
});

describe('a connection', () => {
  it('that nobody takes is judged alike both ways', async () => {
    const endpoint = await startAwsEndpoint(() => ({}));
    await endpoint.close();

    const { direct, sdk } = await judgedBothWays((way) => judged(way(endpoint.url)));

    expect(direct).toEqual(sdk);
    expect(direct).toHaveProperty(
      'failure.message',
      expect.stringMatching(/^Error \(no answer\): connect ECONNREFUSED/),
    );
  });

  it.each(['http://[::1]:1', 'https://127.0.0.1:1'])('to %s is judged alike both ways', async (url) => {
    const { direct, sdk } = await judgedBothWays((way) => judged(way(url)));

    expect(direct).toEqual(sdk);
    expect(direct).toHaveProperty('failure.code', 'PUT_EVENTS_UNAVAILABLE');
  });

  it('to a server that nobody vouches for is judged alike both ways', async () => {
    const endpoint = await startAwsEndpoint(() => ({}), privateAuthority().server);

    const { direct, sdk } = await judgedBothWays((way) => judged(way(endpoint.url)));
    await endpoint.close();

    expect(direct).toEqual(sdk);
    expect(direct).toHaveProperty('failure.code', 'PUT_EVENTS_UNAVAILABLE');
  });

  it('that is not wanted any more is judged alike both ways', async () => {
    const signal = AbortSignal.abort(new Error('the deadline'));

    const { direct, sdk } = await judgedBothWays((way) => judged(way('http://127.0.0.1:1'), signal));

    expect(direct).toEqual(sdk);
  });
});
