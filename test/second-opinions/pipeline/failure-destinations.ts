import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { Audit } from '../../../infra/local/mapping/audit.ts';
import { recordsOf } from '../../../infra/local/mapping/event-records.ts';
import { FailureBucket } from '../../../infra/local/mapping/failure-bucket.ts';
import type { GivenUpRecords } from '../../../infra/local/mapping/failure-destination.ts';
import type { MetadataDocument } from '../../../infra/local/mapping/failure-document.ts';
import { FailureQueue } from '../../../infra/local/mapping/failure-queue.ts';
import type { KafkaEvent } from '../../../shared/kafka-event.ts';
import { s3Notification } from '../../functions/redrive/documents.ts';
import { ACCOUNT, REGION } from '../moto-server.ts';
import { takeMessages } from '../queue-messages.ts';
import { BATCH_BUCKET } from './moto-account.ts';
import { announcedOrders } from './orders.ts';
import { countOf, type PipelineCheck } from './pipeline-check.ts';
import { CORRECTED, redriven } from './redrive.ts';

function givenUp(event: KafkaEvent): GivenUpRecords {
  return {
    event,
    condition: 'RetryAttemptsExhausted',
    invocations: 3,
    functionArn: `arn:aws:lambda:${REGION}:${ACCOUNT}:function:bridge`,
  };
}

/** A batch that the mapping gives up lies in its bucket, S3 announces it, and the redrive function sends it. */
export const FAILURE_BUCKET_CHECK: PipelineCheck = {
  name: 'failure destination in S3, redriven',
  run: async (account) => {
    const { s3, sqs } = account.clients;
    const audit = new Audit();
    const event = announcedOrders('given-up', audit);
    await new FailureBucket({ client: s3, bucket: BATCH_BUCKET }).write(givenUp(event));
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: BATCH_BUCKET }));
    for (const { Key = '' } of Contents) {
      const MessageBody = JSON.stringify(s3Notification(BATCH_BUCKET, encodeURIComponent(Key)));
      await sqs.send(new SendMessageCommand({ QueueUrl: account.deadLetterQueueUrl, MessageBody }));
    }
    return await redriven(account, audit, await account.putConfiguration('redrive', CORRECTED));
  },
};

/** A queue is told which records the mapping gave up. */
export const FAILURE_QUEUE_CHECK: PipelineCheck = {
  name: 'failure destination in SQS',
  run: async ({ clients: { sqs }, deadLetterQueueUrl }) => {
    const event = announcedOrders('given-up', new Audit());
    const name = deadLetterQueueUrl.split('/').at(-1);
    const queueArn = `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}`;
    await new FailureQueue({ client: sqs, queueArn }).write(givenUp(event));
    const documents = (await takeMessages(sqs, deadLetterQueueUrl)).map(
      (body): MetadataDocument => JSON.parse(body),
    );
    const named = documents.flatMap(({ KafkaBatchInfo }) =>
      Object.entries(KafkaBatchInfo.recordsInfo).map(
        ([partition, { firstRecordOffset, lastRecordOffset }]) =>
          `${partition}@${firstRecordOffset} to ${lastRecordOffset}`,
      ),
    );
    const last = recordsOf(event).length - 1;
    const isRight = named.length === 1 && named[0] === `given-up-0@0 to ${last}`;
    return {
      seen: `${countOf(documents.length, 'document')} of ${named.join(', ')}`,
      problems: isRight ? [] : ['the document does not tell which records were given up'],
    };
  },
};
