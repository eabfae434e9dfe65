import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { FailureBucket } from '../../../infra/local/mapping/failure-bucket.ts';
import { FailureQueue } from '../../../infra/local/mapping/failure-queue.ts';
import { FailureSender } from '../../../infra/local/mapping/failure-sender.ts';
import { FailureTopic } from '../../../infra/local/mapping/failure-topic.ts';
import type { StandIns } from '../../../infra/local/stand-ins.ts';
import { type FoundDocument, givenUpRecords, topicDocuments } from '../given-up.ts';
import type { Ending, Scenario, Scene } from '../scenario.ts';
import { waitUntil } from '../wait-until.ts';

const BUCKET = 'failed-batches';
const QUEUE = 'failed-batches';

/** Poison is no longer the bridge's own to settle: it comes back until the retries are used up. */
const TOLERANCE = { 'errors.tolerance': 'none' };

const TO_QUEUE: Scenario = {
  name: 'failures-queue',
  about:
    'poison and an outage of EventBridge; what is out of retries comes to a queue, and is read back from Kafka',
  share: 0.05,
  poisonShare: 0.02,
  configuration: TOLERANCE,
  polling: { maximumRetryAttempts: 1 },
  guarantees: { isDeadLettering: false, mayGiveUp: 'any', mayRepeat: true },
  act: async (scene) => {
    const { pipeline, records } = scene;
    const { standIns } = pipeline.surroundings;
    const client = new SQSClient(clientSettings(standIns));
    const url = standIns.sqs.createQueue(QUEUE);
    const documents = () => standIns.sqs.messages(url).map(({ body }) => ({ place: QUEUE, text: body }));
    standIns.faults.set('denied=1');
    await pipeline.startMapping(new FailureQueue({ client, queueArn: standIns.sqs.queueArn(url) }));
    pipeline.production.write(records);
    await waitUntil({
      for: () => 'records of the outage in the failure destination',
      until: () => documents().length > 0,
    });
    standIns.faults.clear();
    await pipeline.drained();
    client.destroy();
    return await endingOf(scene, documents());
  },
};

const TO_BUCKET: Scenario = {
  name: 'failures-bucket',
  about: 'poison, no partial responses, batches are halved until it is alone; then it comes to a bucket',
  share: 0.05,
  poisonShare: 0.01,
  configuration: TOLERANCE,
  polling: { maximumRetryAttempts: 1, bisectBatchOnFunctionError: true, responseReading: 'ignored' },
  guarantees: { isDeadLettering: false, mayGiveUp: 'poison', mayRepeat: true },
  act: async (scene) => {
    const { pipeline, records } = scene;
    const { standIns } = pipeline.surroundings;
    const client = new S3Client({ ...clientSettings(standIns), forcePathStyle: true });
    standIns.s3.createBucket(BUCKET);
    await pipeline.startMapping(new FailureBucket({ client, bucket: BUCKET }));
    pipeline.production.write(records);
    await pipeline.drained();
    client.destroy();
    const documents = standIns.s3.keys(BUCKET).map((key) => ({
      place: key,
      text: standIns.s3.object(BUCKET, key)?.body.toString('utf8') ?? '',
    }));
    return await endingOf(scene, documents);
  },
};

const TO_TOPIC: Scenario = {
  name: 'failures-topic',
  about: 'poison, which the bridge names one by one; out of retries, it comes to another topic',
  share: 0.05,
  poisonShare: 0.05,
  configuration: TOLERANCE,
  polling: { maximumRetryAttempts: 1 },
  guarantees: { isDeadLettering: false, mayGiveUp: 'poison' },
  act: async (scene) => {
    const { cluster, pipeline, records } = scene;
    const topic = `${pipeline.topic}-failures`;
    await cluster.createTopic(topic, 2);
    const sender = new FailureSender(cluster.options('open'));
    try {
      await pipeline.startMapping(new FailureTopic({ topic, send: sender.send }));
      pipeline.production.write(records);
      await pipeline.drained();
    } finally {
      await sender.close();
    }
    return await endingOf(scene, await topicDocuments(cluster, topic));
  },
};

export const FAILURES: readonly Scenario[] = [TO_QUEUE, TO_BUCKET, TO_TOPIC];

async function endingOf({ cluster }: Scene, documents: readonly FoundDocument[]): Promise<Ending> {
  const givenUp = await givenUpRecords(cluster, documents);
  return { remark: `${documents.length} documents of ${givenUp.length} records`, givenUp };
}

function clientSettings({ url, region }: StandIns) {
  return { endpoint: url, region, credentials: { accessKeyId: 'stand-in', secretAccessKey: 'stand-in' } };
}
