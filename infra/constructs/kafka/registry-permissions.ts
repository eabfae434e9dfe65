import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { SchemaRegistry } from './mapping-options.ts';
import { registryKind } from './registry-kind.ts';
import { secretStatements } from './secret-statements.ts';

/**
 * Statements of the execution role with which Lambda reads schemas before the function gets the records. They have no Sid,
 * as those of the source have none.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-consume-kafka-events.html
 */
export function registryStatements(registry: SchemaRegistry | undefined): PolicyStatement[] {
  if (registry === undefined) return [];
  if (registryKind(registry) === 'confluent') return secretStatements(registry.access ?? []);
  return [
    new PolicyStatement({ actions: ['glue:GetRegistry'], resources: [registry.uri] }),
    new PolicyStatement({ actions: ['glue:GetSchemaVersion'], resources: ['*'] }),
  ];
}
