import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { recordDocument } from '../../../../infra/local/mapping/failure-document.ts';
import { packMessages } from '../../../../infra/local/mapping/failure-messages.ts';
import { type FailureMessage, FailureTopic } from '../../../../infra/local/mapping/failure-topic.ts';
import { base64, eventRecord, kafkaEvent } from '../../../fixtures/kafka-event.ts';
import { asJson, givenUp } from './given-up.ts';

const NOW_MS = Date.UTC(2026, 2, 3);

interface Sent {
  readonly topic: string;
  readonly messages: readonly FailureMessage[];
}

function failureTopic(topic = 'failed-records'): { readonly topic: FailureTopic; readonly sent: Sent[] } {
  const sent: Sent[] = [];
  const send = async (topic: string, messages: readonly FailureMessage[]) => {
    sent.push({ topic, messages });
  };
  return { sent, topic: new FailureTopic({ topic, send, nowMs: () => NOW_MS }) };
}

test('a topic gets a message for each record, with its key', async () => {
  const { topic, sent } = failureTopic();
  const records = [
    eventRecord({ offset: 4, key: base64('Zürich') }),
    eventRecord({ offset: 5, key: '' }),
    eventRecord({ offset: 6, key: null, value: null }),
  ] as const;
  const given = givenUp(kafkaEvent(...records));

  await topic.write(given);

  expect(topic.arn).toBe('kafka://failed-records');
  expect(sent.map((request) => request.topic)).toEqual(['failed-records']);
  const messages = sent.flatMap((request) => request.messages);
  expect(messages.map(({ key }) => key?.toString())).toEqual(['Zürich', undefined, undefined]);
  expect(messages.map(({ value }): unknown => JSON.parse(value.toString()))).toEqual(
    records.map((record) => {
      const { requestContext, ...document } = recordDocument(given, record, NOW_MS);
      return {
        ...(asJson(document) as object),
        requestContext: { ...requestContext, requestId: expect.any(String) },
      };
    }),
  );
});

test('a large batch goes in several requests, which a broker takes', async () => {
  const { topic, sent } = failureTopic();
  const value = Buffer.alloc(200_000, 1).toString('base64');
  const records = Array.from({ length: 6 }, (_, offset) => eventRecord({ offset, value }));

  await topic.write(givenUp(kafkaEvent(...records)));

  expect(sent.map(({ messages }) => messages.length)).toEqual([2, 2, 2]);
});

test('what the cluster did not take is told with the records', async () => {
  const send = () => Promise.reject(new Error('connect ECONNREFUSED 127.0.0.1:9092'));
  const topic = new FailureTopic({ topic: 'failed-records', send });
  await expect(topic.write(givenUp(kafkaEvent(eventRecord({ offset: 4 }))))).rejects.toThrow(
    'The topic failed-records did not take 1 record (orders-0@4): Error: connect ECONNREFUSED 127.0.0.1:9092.',
  );
});

test('records do not go back to the topic that they come from, however often it is tried', async () => {
  const { topic, sent } = failureTopic('orders');
  const event = kafkaEvent(eventRecord());
  await expect(topic.write(givenUp(event))).rejects.toMatchObject({
    message: expect.stringContaining('it is the topic that they come from'),
    unwritten: { refused: event },
  });
  expect(sent).toEqual([]);
});

test.each(['', '.hidden', 'kafka://failed', 'x'.repeat(251)])('"%s" is no topic for Lambda', (name) => {
  expect(() => failureTopic(name)).toThrow(`not "${name}".`);
});

describe('Requests', () => {
  const anyMessage = fc
    .tuple(fc.option(fc.nat(1_000), { nil: undefined }), fc.nat(900_000))
    .map(([keyBytes, valueBytes]) => ({
      key: keyBytes === undefined ? undefined : Buffer.alloc(keyBytes),
      value: Buffer.alloc(valueBytes),
    }));

  test('hold every message once, in order, and no more than fits', () => {
    fc.assert(
      fc.property(fc.array(anyMessage, { maxLength: 12 }), (messages) => {
        const packs = [...packMessages(messages)];
        expect(packs.flat()).toEqual(messages);
        for (const pack of packs) {
          const bytes = pack.reduce((sum, { key, value }) => sum + value.length + (key?.length ?? 0), 0);
          expect(pack.length === 1 || bytes <= 786_432).toBe(true);
        }
      }),
      { numRuns: 50 },
    );
  });
});
