import { Readable } from 'node:stream';
import { SSMProvider } from '@aws-lambda-powertools/parameters/ssm';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { GetSchemaVersionCommand, GlueClient } from '@aws-sdk/client-glue';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import { test } from 'vitest';
import { startStandIns } from '../../../infra/local/stand-ins.ts';

test('smoke', async () => {
  const s = await startStandIns();
  const cfg = { endpoint: s.url, region: s.region, credentials: { accessKeyId: 'x', secretAccessKey: 'y' } };
  const eb = new EventBridgeClient(cfg);
  console.log(
    await eb.send(
      new PutEventsCommand({
        Entries: [{ Source: 'a', DetailType: 'b', Detail: '{"n": 9223372036854775807}', Time: new Date() }],
      }),
    ),
  );
  console.log(s.eventBridge.events());
  s.ssm.putParameter({ name: '/b/c', value: '{}' });
  console.log(await new SSMProvider({ awsSdkV3Client: new SSMClient(cfg) }).get('/b/c'));
  const v = s.glue.registerSchema({ schemaName: 'n', definition: '"long"' });
  console.log(await new GlueClient(cfg).send(new GetSchemaVersionCommand({ SchemaVersionId: v.versionId })));
  const q = s.sqs.createQueue('q');
  const sqs = new SQSClient(cfg);
  console.log(await sqs.send(new SendMessageCommand({ QueueUrl: q, MessageBody: 'hé' })));
  console.log(await sqs.send(new ReceiveMessageCommand({ QueueUrl: q })));
  s.s3.createBucket('bucket');
  const s3 = new S3Client(cfg);
  await s3.send(new PutObjectCommand({ Bucket: 'bucket', Key: 'a/b c+d', Body: 'hello' }));
  await s3
    .send(
      new PutObjectCommand({
        Bucket: 'bucket',
        Key: 'st',
        Body: Readable.from([Buffer.from('abc'), Buffer.from('def')]),
        ContentLength: 6,
      }),
    )
    .catch(console.log);
  console.log(
    await (
      await s3.send(new GetObjectCommand({ Bucket: 'bucket', Key: 'a/b c+d' }))
    ).Body?.transformToString(),
    s.s3.keys('bucket'),
    s.s3.object('bucket', 'st'),
  );
  console.log(s.requests.list());
  await s.close();
});
