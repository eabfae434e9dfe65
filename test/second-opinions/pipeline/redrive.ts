import type { Message } from '@aws-sdk/client-sqs';
import type { LocalFunction } from '../../../infra/local/lambda/function-host.ts';
import { Audit } from '../../../infra/local/mapping/audit.ts';
import { configurationDocument } from '../../fixtures/running-bridge.ts';
import { deleteMessages, receiveMessages } from '../queue-messages.ts';
import { BATCH_BUCKET, LETTER_BUCKET, type MotoAccount } from './moto-account.ts';
import { announcedOrders } from './orders.ts';
import { auditProblems, countOf, type PipelineCheck, type PipelineResult } from './pipeline-check.ts';
import { takeEvents } from './received-events.ts';
import { type FunctionOptions, startFunction } from './start-function.ts';
import { countObjects } from './written-letters.ts';

/** Values are JSON. */
const WRONG = configurationDocument({ 'value.converter': 'glue-avro' });
export const CORRECTED = configurationDocument({ 'value.converter': 'json' });

/** Records that a wrong converter dead-letters, in queue or bucket, go on the bus once it is corrected. */
export function lettersCheck(store: FunctionOptions['store'] & string): PipelineCheck {
  return {
    name: `redrive of dead letters, ${store}`,
    run: async (account) => {
      const audit = new Audit();
      const event = announcedOrders(`redriven from ${store}`.replaceAll(' ', '-'), audit);
      const parameter = await account.putConfiguration('redrive', WRONG);
      const bridge = startFunction('bridge', account, { parameter, store });
      try {
        await bridge.invoke(event);
      } finally {
        await bridge.close();
      }
      await account.putConfiguration('redrive', CORRECTED);
      return await redriven(account, audit, parameter);
    },
  };
}

/**
 * Invokes the redrive function with what is in the queue, and deletes what it does not report, until nothing is left.
 *
 * @param audit knows what is to come on the bus.
 */
export async function redriven(
  account: MotoAccount,
  audit: Audit,
  parameter: string,
): Promise<Omit<PipelineResult, 'name'>> {
  const redrive = startFunction('redrive', account, { parameter, store: 'queue and bucket' });
  const objects = await objectCount(account);
  let messages = 0;
  let stayed = 0;
  try {
    for (;;) {
      const received = await receiveMessages(account.clients.sqs, account.deadLetterQueueUrl);
      if (received.length === 0) break;
      messages += received.length;
      const failed = await redriveMessages(redrive, received);
      stayed += failed.size;
      const done = received.filter(({ MessageId = '' }) => !failed.has(MessageId));
      await deleteMessages(account.clients.sqs, account.deadLetterQueueUrl, done);
    }
  } finally {
    await redrive.close();
  }
  await takeEvents(account, audit);
  const result = audit.result();
  const left = await objectCount(account);
  return {
    seen: [countOf(messages, 'message'), countOf(objects, 'object'), countOf(result.sent, 'event')].join(
      ', ',
    ),
    problems: [
      ...auditProblems(result),
      ...(messages === 0 ? ['there was nothing to redrive'] : []),
      ...(stayed > 0 ? [`${stayed} messages stay in the queue`] : []),
      ...(left > 0 ? [`${left} objects stay in the buckets`] : []),
    ],
  };
}

async function objectCount(account: MotoAccount): Promise<number> {
  return (await countObjects(account, LETTER_BUCKET)) + (await countObjects(account, BATCH_BUCKET));
}

/** What the event source mapping of the redrive function does. @returns ids of the messages that were reported. */
async function redriveMessages(redrive: LocalFunction, messages: readonly Message[]): Promise<Set<string>> {
  const Records = messages.map(({ MessageId, ReceiptHandle, Body }) => ({
    messageId: MessageId,
    receiptHandle: ReceiptHandle,
    body: Body,
    eventSource: 'aws:sqs',
  }));
  const { batchItemFailures } = (await redrive.invoke({ Records })) as {
    readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
  };
  return new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
}
