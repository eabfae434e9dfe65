import { readFileSync } from 'node:fs';
import { Names, RemovalPolicy } from 'aws-cdk-lib';
import { CfnRegistry, CfnSchema } from 'aws-cdk-lib/aws-glue';
import { Construct } from 'constructs';
import { DEMO_TOPICS } from '../../../shared/demo/topics.ts';

/** A schema as the functions need it. */
export interface RegisteredSchema {
  /** Avro, as JSON text without spaces. */
  readonly definition: string;
  /** UUID in the frames of its records. */
  readonly schemaVersionId: string;
}

/** Names are up to 255 letters, digits, hyphens, underscores, dollar and number signs. */
const MAX_NAME_LENGTH = 64;

/**
 * A Glue registry with the Avro schemas of the demo, each named as its topic, which is what Glue's own serializer does.
 *
 * A definition is for the first version only. To change a schema, add an `AWS::Glue::SchemaVersion`; compatibility
 * `BACKWARD` lets in what readers of the new version can read of the old.
 *
 * @see https://docs.aws.amazon.com/glue/latest/dg/schema-registry.html
 */
export class DemoSchemas extends Construct {
  readonly registryArn: string;
  readonly transaction: RegisteredSchema;
  readonly notification: RegisteredSchema;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const registry = new CfnRegistry(this, 'Registry', {
      name: Names.uniqueResourceName(this, { maxLength: MAX_NAME_LENGTH, separator: '-' }),
      description: 'Schemas of the demo of the Kafka to EventBridge bridge',
    });
    registry.applyRemovalPolicy(RemovalPolicy.DESTROY);
    this.registryArn = registry.attrArn;
    this.transaction = this.#register('Transaction', DEMO_TOPICS.events, 'transaction');
    this.notification = this.#register('Notification', DEMO_TOPICS.notifications, 'notification');
  }

  /** @param file name under `shared/schemas`. */
  #register(id: string, name: string, file: string): RegisteredSchema {
    const path = new URL(`../../../shared/schemas/${file}.avsc`, import.meta.url);
    const definition = JSON.stringify(JSON.parse(readFileSync(path, 'utf8')));
    const schema = new CfnSchema(this, id, {
      registry: { arn: this.registryArn },
      name,
      dataFormat: 'AVRO',
      compatibility: 'BACKWARD',
      schemaDefinition: definition,
    });
    schema.applyRemovalPolicy(RemovalPolicy.DESTROY);
    return { definition, schemaVersionId: schema.attrInitialSchemaVersionId };
  }
}
