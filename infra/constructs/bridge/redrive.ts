import { Validations } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { DEAD_LETTER_PREFIX } from '../../../shared/dead-letter-objects.ts';
import { ENVIRONMENT } from '../../../shared/environment.ts';
import { ArtefactFunction, type ArtefactFunctionProps } from '../artefact-function.ts';
import { acknowledgeObjectWildcard } from '../object-wildcard.ts';
import type { ConfigurationDocument } from './configuration-document.ts';
import type { ConfigurationParameter } from './configuration-parameter.ts';
import type { DeadLetters } from './dead-letters.ts';
import type { FailedBatches } from './failure-destination.ts';
import { grantPublishing } from './publishing-permissions.ts';

export interface RedriveProps
  extends Pick<
    ArtefactFunctionProps,
    'logLevel' | 'logRemovalPolicy' | 'logRetention' | 'memoryMb' | 'network'
  > {
  readonly bridgeName: string;
  /** What the bridge writes; the queue holds whole letters, or notices of those in the bucket. */
  readonly deadLetters: Pick<DeadLetters, 'queue' | 'bucket'> | undefined;
  /** Batches that Lambda writes, and a queue with a notice of each; undefined where messages hold no records. */
  readonly failedBatches: FailedBatches | undefined;
  /** Customer managed KMS key of queues and buckets. */
  readonly encryptionKeyArn: string | undefined;
  readonly parameter: ConfigurationParameter;
  readonly document: ConfigurationDocument;
  /** Customer managed KMS keys of the secrets of registries. */
  readonly registrySecretKeyArns: readonly string[] | undefined;
}

const TIMEOUT_SECONDS = 60;
const BATCH_SIZE = 10;
/** A batch of Lambda has up to 6 MB, and takes a multiple of it in memory. */
const FAILED_BATCHES_BATCH_SIZE = 1;
/** The least that SQS mappings take: dead letters are in no hurry, and live records keep the PutEvents quota. */
const MAX_CONCURRENCY = 2;

/** Six times the timeout of the function. https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html */
export const REDRIVE_VISIBILITY_TIMEOUT_SECONDS = 6 * TIMEOUT_SECONDS;

/**
 * Carries dead letters, and batches that ran out of retries, through the bridge again. Its event sources are off until an
 * operator has removed the cause and switches them on; what fails again stays in its queue.
 */
export class Redrive extends Construct {
  readonly function: ArtefactFunction;
  /** Of the dead-letter queue. */
  readonly eventSourceMappingId: string | undefined;
  /** Of the queue with notices of failed batches. */
  readonly failedBatchesMappingId: string | undefined;
  readonly #encryptionKeyArn: string | undefined;

  constructor(scope: Construct, id: string, props: RedriveProps) {
    super(scope, id);
    const {
      bridgeName,
      deadLetters,
      failedBatches,
      encryptionKeyArn,
      parameter,
      document,
      registrySecretKeyArns,
      ...functionProps
    } = props;
    this.#encryptionKeyArn = encryptionKeyArn;
    this.function = new ArtefactFunction(this, 'Redrive', {
      ...functionProps,
      artefact: 'redrive',
      description: `Carries dead letters of the bridge ${bridgeName} again, while its event source is enabled.`,
      serviceName: `${bridgeName}-redrive`,
      timeoutSeconds: TIMEOUT_SECONDS,
      environment: {
        ...parameter.environment,
        ...bucketVariable(ENVIRONMENT.deadLetterBucket, deadLetters?.bucket),
        ...bucketVariable(ENVIRONMENT.failureBucket, failedBatches?.bucket),
      },
    });
    parameter.grantRead(this.function.role);
    grantPublishing(this.function.role, document, registrySecretKeyArns);
    const queues = [deadLetters?.queue, failedBatches?.notices].flatMap((queue) => queue ?? []);
    this.#grantReceive(queues);
    if (deadLetters?.bucket !== undefined) {
      const reason = 'The key of a dead letter holds topic, partition and offset of its record.';
      this.#grantObjects('DeadLetters', deadLetters.bucket, `/${DEAD_LETTER_PREFIX}/*`, reason);
    }
    if (failedBatches !== undefined) {
      const reason = 'Lambda chooses the keys of the batches that it writes to the bucket.';
      this.#grantObjects('FailedBatches', failedBatches.bucket, '/*', reason);
    }
    this.eventSourceMappingId = this.#mapping('DeadLetters', deadLetters?.queue, BATCH_SIZE);
    this.failedBatchesMappingId = this.#mapping(
      'FailedBatches',
      failedBatches?.notices,
      FAILED_BATCHES_BATCH_SIZE,
    );
  }

  #mapping(id: string, queue: Queue | undefined, batchSize: number): string | undefined {
    if (queue === undefined) return undefined;
    const mapping = new EventSourceMapping(this, id, {
      target: this.function.function,
      eventSourceArn: queue.queueArn,
      enabled: false,
      batchSize,
      maxConcurrency: MAX_CONCURRENCY,
      reportBatchItemFailures: true,
    });
    Validations.of(mapping).acknowledge({
      id: 'Serverless::Serverless-LambdaEventSourceMappingDestination',
      reason: 'Mappings of SQS have no failure destination: what fails again stays in the queue.',
    });
    return mapping.eventSourceMappingId;
  }

  #grantReceive(queues: readonly Queue[]): void {
    this.function.allow(
      new PolicyStatement({
        sid: 'ReceiveMessages',
        actions: ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
        resources: queues.map(({ queueArn }) => queueArn),
      }),
    );
    if (this.#encryptionKeyArn === undefined) return;
    this.function.allow(
      new PolicyStatement({ sid: 'Decrypt', actions: ['kms:Decrypt'], resources: [this.#encryptionKeyArn] }),
    );
  }

  /** Without s3:ListBucket, S3 answers for an object that is gone as for one that may not be read. */
  #grantObjects(name: string, bucket: Bucket, objects: string, reason: string): void {
    this.function.allow(
      new PolicyStatement({
        sid: `Take${name}`,
        actions: ['s3:DeleteObject', 's3:GetObject'],
        resources: [`${bucket.bucketArn}${objects}`],
      }),
    );
    this.function.allow(
      new PolicyStatement({ sid: `Find${name}`, actions: ['s3:ListBucket'], resources: [bucket.bucketArn] }),
    );
    acknowledgeObjectWildcard(this.function.role, bucket.bucketArn, reason, objects);
  }
}

function bucketVariable(name: string, bucket: Bucket | undefined): Record<string, string> {
  return bucket === undefined ? {} : { [name]: bucket.bucketName };
}
