import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { GlueClient } from '@aws-sdk/client-glue';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';

/** What a client needs to reach one of the two. */
export interface ClientSettings {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly maxAttempts: number;
}

/** A client of each service, for whoever stands in for it. */
export interface Clients {
  readonly settings: ClientSettings;
  readonly eventBridge: EventBridgeClient;
  readonly glue: GlueClient;
  readonly s3: S3Client;
  readonly secretsManager: SecretsManagerClient;
  readonly sqs: SQSClient;
  readonly ssm: SSMClient;
}

/** Retries are off: the first answer is what is compared. */
export function clientsFor(endpoint: string, region: string): Clients {
  const credentials = { accessKeyId: 'second-opinion', secretAccessKey: 'second-opinion' };
  const settings: ClientSettings = { endpoint, region, credentials, maxAttempts: 1 };
  return {
    settings,
    eventBridge: new EventBridgeClient(settings),
    glue: new GlueClient(settings),
    s3: new S3Client(settings),
    secretsManager: new SecretsManagerClient(settings),
    sqs: new SQSClient(settings),
    ssm: new SSMClient(settings),
  };
}

export function closeClients({ eventBridge, glue, s3, secretsManager, sqs, ssm }: Clients): void {
  for (const client of [eventBridge, glue, s3, secretsManager, sqs, ssm]) client.destroy();
}
