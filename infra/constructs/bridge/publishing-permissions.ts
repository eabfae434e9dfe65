import { Validations } from 'aws-cdk-lib';
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import type { ConfigurationDocument } from './configuration-document.ts';

/** What a role needs to carry records: see the one bus, put events on it, and read schemas of records framed by Glue. */
export function grantPublishing(role: Role, { eventBusArn, configuration }: ConfigurationDocument): void {
  role.addToPrincipalPolicy(
    new PolicyStatement({
      sid: 'PutEvents',
      actions: ['events:DescribeEventBus', 'events:PutEvents'],
      resources: [eventBusArn],
    }),
  );
  if (configuration.key.converter !== 'glue-avro' && configuration.value.converter !== 'glue-avro') return;
  role.addToPrincipalPolicy(
    new PolicyStatement({ sid: 'ReadSchemas', actions: ['glue:GetSchemaVersion'], resources: ['*'] }),
  );
  Validations.of(role).acknowledge({
    id: 'AwsSolutions-IAM5[Resource::*]',
    reason:
      'A record names its schema by the id of a version; glue:GetSchemaVersion by that id takes no narrower resource.',
  });
}
