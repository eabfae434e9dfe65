import { CreateEventBusCommand, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { CreateRegistryCommand, CreateSchemaCommand, GlueClient } from '@aws-sdk/client-glue';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { CreateSecretCommand } from '@aws-sdk/client-secrets-manager';
import { CreateQueueCommand } from '@aws-sdk/client-sqs';
import { PutParameterCommand } from '@aws-sdk/client-ssm';
import { fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import {
  demandRegistryUser,
  registerDemoSchemas,
  withRegistryOf,
} from '../../../infra/local/demo/registries.ts';
import { BUS_NAME, REGISTRY_NAME, REGISTRY_SECRET_ARN } from '../../../infra/local/demo/resource-names.ts';
import { DEMO_SCHEMAS } from '../../../infra/local/demo/schemas.ts';
import { startStandIns } from '../../../infra/local/stand-ins.ts';
import { type Clients, clientsFor, closeClients } from '../clients.ts';
import { ACCOUNT, type MotoServer, REGION } from '../moto-server.ts';
import type { Rule } from './rules.ts';
import type { SchemaIds } from './schema-ids.ts';

/** Whose registry a bridge reads by a role. */
export const REGISTRY_ROLE = 'arn:aws:iam::210987654321:role/registry-reader';

export const LETTER_BUCKET = 'dead-letters';
export const BATCH_BUCKET = 'failed-batches';

/** An account in moto with everything that a bridge needs. */
export interface MotoAccount {
  readonly clients: Clients;
  /** Variables that send a function to moto. */
  readonly environment: Readonly<Record<string, string>>;
  /** Gets every event on the bus, by a rule. */
  readonly eventQueueUrl: string;
  readonly deadLetterQueueUrl: string;
  readonly schemaIds: SchemaIds;
  /** Of the registry in the account of the role. */
  readonly roleSchemaIds: SchemaIds;
  /** Puts a configuration document, in which it corrects what moto names otherwise. @returns the name of the parameter. */
  readonly putConfiguration: (name: string, document: string) => Promise<string>;
  readonly close: () => Promise<void>;
}

/** Fills an empty moto. The Confluent registry, which moto does not have, is the project's stand-in. */
export async function openMotoAccount(moto: MotoServer): Promise<MotoAccount> {
  const clients = clientsFor(moto.url, REGION);
  const standIns = await startStandIns();
  registerDemoSchemas(standIns);
  demandRegistryUser(standIns);
  await clients.eventBridge.send(new CreateEventBusCommand({ Name: BUS_NAME }));
  for (const Bucket of [LETTER_BUCKET, BATCH_BUCKET]) {
    const CreateBucketConfiguration = { LocationConstraint: REGION } as const;
    await clients.s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
  }
  const secretArn = await createRegistrySecret(clients);
  return {
    clients,
    environment: moto.environment,
    eventQueueUrl: await createRule(clients, { name: 'everything', pattern: { source: [{ prefix: '' }] } }),
    deadLetterQueueUrl: await createQueue(clients, 'dead-letters'),
    schemaIds: await registerSchemas(clients.glue),
    roleSchemaIds: await registerSchemasAsRole(clients),
    putConfiguration: async (name, document) => {
      const Name = `/kafka-eventbridge/second-opinions/${name}`;
      const Value = withRegistryOf(standIns, document).replaceAll(REGISTRY_SECRET_ARN, secretArn);
      await clients.ssm.send(new PutParameterCommand({ Name, Value, Type: 'String', Overwrite: true }));
      return Name;
    },
    close: async () => {
      closeClients(clients);
      await standIns.close();
    },
  };
}

async function createQueue({ sqs }: Clients, QueueName: string): Promise<string> {
  const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName }));
  return QueueUrl;
}

/** A rule on the bus, and the queue that it sends to. @returns the address of the queue. */
export async function createRule(clients: Clients, { name, pattern }: Rule): Promise<string> {
  const queueUrl = await createQueue(clients, name);
  const rule = { Name: name, EventBusName: BUS_NAME, EventPattern: JSON.stringify(pattern) };
  await clients.eventBridge.send(new PutRuleCommand(rule));
  const Targets = [{ Id: 'queue', Arn: `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}` }];
  const command = new PutTargetsCommand({ Rule: name, EventBusName: BUS_NAME, Targets });
  await clients.eventBridge.send(command);
  return queueUrl;
}

/** @returns its ARN, whose end moto makes up, as AWS does. */
async function createRegistrySecret({ secretsManager }: Clients): Promise<string> {
  const SecretString = JSON.stringify({ username: 'bridge', password: 'only-for-the-demo' });
  const command = new CreateSecretCommand({ Name: 'schema-registry', SecretString });
  const { ARN = '' } = await secretsManager.send(command);
  return ARN;
}

async function registerSchemas(glue: GlueClient): Promise<SchemaIds> {
  await glue.send(new CreateRegistryCommand({ RegistryName: REGISTRY_NAME }));
  const ids = new Map<string, string>();
  for (const { name, dataFormat, definition, schemaVersionId } of DEMO_SCHEMAS) {
    const { SchemaVersionId = '' } = await glue.send(
      new CreateSchemaCommand({
        RegistryId: { RegistryName: REGISTRY_NAME },
        SchemaName: name,
        DataFormat: dataFormat,
        Compatibility: 'NONE',
        SchemaDefinition: definition,
      }),
    );
    ids.set(schemaVersionId, SchemaVersionId);
  }
  return ids;
}

async function registerSchemasAsRole({ settings }: Clients): Promise<SchemaIds> {
  const { credentials: masterCredentials, ...clientConfig } = settings;
  const params = { RoleArn: REGISTRY_ROLE, RoleSessionName: 'register' };
  const credentials = await fromTemporaryCredentials({ masterCredentials, params, clientConfig })();
  const glue = new GlueClient({ ...settings, credentials });
  try {
    return await registerSchemas(glue);
  } finally {
    glue.destroy();
  }
}
