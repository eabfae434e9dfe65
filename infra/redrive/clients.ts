import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { keepAliveHandler } from '../../functions/bridge/aws/http.ts';

/** Nobody waits for the answer but the operator: rather try again than leave something behind. */
const MAX_ATTEMPTS = 5;

/** As many connections as requests are made at once. */
const MAX_SOCKETS = 16;

/** @param queueUrl tells the Region, which need not be that of the environment. */
export function sqsClient(queueUrl: string): SQSClient {
  const region = /^sqs\.(?<region>[a-z\d-]+)\.amazonaws\.com/.exec(new URL(queueUrl).host)?.groups?.region;
  return new SQSClient({
    ...(region === undefined ? {} : { region }),
    maxAttempts: MAX_ATTEMPTS,
    requestHandler: keepAliveHandler(MAX_SOCKETS),
  });
}

export function s3Client(): S3Client {
  return new S3Client({
    // A bucket may be in another Region than the bridge.
    followRegionRedirects: true,
    maxAttempts: MAX_ATTEMPTS,
    requestHandler: keepAliveHandler(MAX_SOCKETS),
  });
}
