import { Match, Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { DemoSchemas } from '../../../../infra/constructs/demo/demo-schemas.ts';
import { emptyStack } from '../../../fixtures/cdk.ts';
import { NOTIFICATION_SCHEMA, TRANSACTION_SCHEMA } from '../../../fixtures/transactions.ts';

describe('the schemas of the demo', () => {
  const stack = emptyStack();
  const schemas = new DemoSchemas(stack, 'Schemas');
  const template = Template.fromStack(stack);

  it.each([
    ['events', TRANSACTION_SCHEMA],
    ['notifications', NOTIFICATION_SCHEMA],
  ])('are Avro, named as their topic: %s', (name, schema) => {
    template.hasResource('AWS::Glue::Schema', {
      DeletionPolicy: 'Delete',
      Properties: {
        Registry: { Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('Registry'), 'Arn'] } },
        Name: name,
        DataFormat: 'AVRO',
        Compatibility: 'BACKWARD',
        SchemaDefinition: JSON.stringify(JSON.parse(schema)),
      },
    });
  });

  it('tell the id that frames their records', () => {
    expect(stack.resolve(schemas.transaction.schemaVersionId)).toEqual({
      'Fn::GetAtt': [expect.stringMatching(/Transaction/), 'InitialSchemaVersionId'],
    });
    expect(stack.resolve(schemas.notification.schemaVersionId)).toEqual({
      'Fn::GetAtt': [expect.stringMatching(/Notification/), 'InitialSchemaVersionId'],
    });
  });
});
