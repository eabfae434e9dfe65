/** The bus that the documents of `events/configuration/` name. */
export const BUS_NAME = 'kafka-events';

export const REGISTRY_NAME = 'streaming';

export const DEAD_LETTER_QUEUE = 'kafka-eventbridge-dead-letters';

/**
 * S3 clients put the name of a bucket before the name of the host, where no resolver finds it when the host is a
 * container's `host.docker.internal`. They do not with a name that cannot be part of a host name: `eu` is too short.
 */
export const DEAD_LETTER_BUCKET = 'kafka-eventbridge-dead-letters.eu';

/** The SSM parameter with a configuration document. */
export function configurationParameter(configuration: string): string {
  return `/kafka-eventbridge/local/${configuration}`;
}

/** User and password of the schema registry. */
export const REGISTRY_SECRET_ARN =
  'arn:aws:secretsmanager:eu-west-1:123456789012:secret:schema-registry-d3m0a1';
