import { Validations } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ArtefactFunction, type ArtefactFunctionProps } from '../artefact-function.ts';
import type { ConfigurationDocument } from './configuration-document.ts';
import type { ConfigurationParameter } from './configuration-parameter.ts';
import { grantPublishing } from './publishing-permissions.ts';

export interface RedriveProps
  extends Pick<ArtefactFunctionProps, 'logLevel' | 'logRemovalPolicy' | 'logRetention' | 'memoryMb'> {
  readonly bridgeName: string;
  readonly queue: Queue;
  /** Customer managed KMS key of the queue. */
  readonly encryptionKeyArn: string | undefined;
  readonly parameter: ConfigurationParameter;
  readonly document: ConfigurationDocument;
}

const TIMEOUT_SECONDS = 60;
const BATCH_SIZE = 10;
/** The least that SQS mappings take: dead letters are in no hurry, and live records keep the PutEvents quota. */
const MAX_CONCURRENCY = 2;

/** Six times the timeout of the function. https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html */
export const REDRIVE_VISIBILITY_TIMEOUT_SECONDS = 6 * TIMEOUT_SECONDS;

/**
 * Carries dead letters through the bridge again. Its event source is off until an operator has removed the cause and
 * switches it on; what fails again stays in the queue.
 */
export class Redrive extends Construct {
  readonly function: ArtefactFunction;
  readonly eventSourceMappingId: string;

  constructor(scope: Construct, id: string, props: RedriveProps) {
    super(scope, id);
    const { bridgeName, queue, encryptionKeyArn, parameter, document, ...functionProps } = props;
    this.function = new ArtefactFunction(this, 'Redrive', {
      ...functionProps,
      artefact: 'redrive',
      description: `Carries dead letters of the bridge ${bridgeName} again, while its event source is enabled.`,
      serviceName: `${bridgeName}-redrive`,
      timeoutSeconds: TIMEOUT_SECONDS,
      environment: parameter.environment,
    });
    parameter.grantRead(this.function.role);
    grantPublishing(this.function.role, document);
    this.#grantReceive(queue, encryptionKeyArn);
    const mapping = new EventSourceMapping(this, 'DeadLetters', {
      target: this.function.function,
      eventSourceArn: queue.queueArn,
      enabled: false,
      batchSize: BATCH_SIZE,
      maxConcurrency: MAX_CONCURRENCY,
      reportBatchItemFailures: true,
    });
    this.eventSourceMappingId = mapping.eventSourceMappingId;
    Validations.of(mapping).acknowledge({
      id: 'Serverless::Serverless-LambdaEventSourceMappingDestination',
      reason: 'Mappings of SQS have no failure destination: what fails again stays in the queue.',
    });
  }

  #grantReceive(queue: Queue, encryptionKeyArn: string | undefined): void {
    this.function.allow(
      new PolicyStatement({
        sid: 'ReceiveDeadLetters',
        actions: ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
        resources: [queue.queueArn],
      }),
    );
    if (encryptionKeyArn === undefined) return;
    this.function.allow(
      new PolicyStatement({
        sid: 'DecryptDeadLetters',
        actions: ['kms:Decrypt'],
        resources: [encryptionKeyArn],
      }),
    );
  }
}
