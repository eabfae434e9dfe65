import { CreateSchemaCommand, GetSchemaVersionCommand, GlueClient } from '@aws-sdk/client-glue';
import { fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import { chapter } from '../chapter.ts';
import type { Clients } from '../clients.ts';

/** Made by whoever starts the stand-ins: they have no IAM. */
export const ROLE = { arn: 'arn:aws:iam::210987654321:role/registry-reader', externalId: 'a-secret-of-two' };

const FIRST = { RoleArn: ROLE.arn, RoleSessionName: 'bridge', ExternalId: ROLE.externalId };

/** AssumeRole, as the bridge asks for it. */
async function assume(
  { settings }: Clients,
  params: Readonly<Record<string, string | number | undefined>> = {},
) {
  const { credentials: masterCredentials, ...clientConfig } = settings;
  return await fromTemporaryCredentials({
    masterCredentials,
    params: { ...FIRST, ...params },
    clientConfig,
  })();
}

async function describe(credentials: ReturnType<typeof assume>) {
  const { accessKeyId, secretAccessKey, sessionToken, expiration } = await credentials;
  return {
    accessKeyId: accessKeyId.slice(0, 4),
    isComplete: secretAccessKey !== '' && sessionToken !== undefined,
    minutes: Math.round(((expiration?.getTime() ?? 0) - Date.now()) / 60_000),
  };
}

export const STS = chapter('STS', async (clients) => clients, {
  AssumeRole: (clients) => describe(assume(clients)),
  'AssumeRole, for two hours': (clients) => describe(assume(clients, { DurationSeconds: 7_200 })),
  'AssumeRole, for less than STS gives': (clients) => describe(assume(clients, { DurationSeconds: 60 })),
  'AssumeRole, the wrong external id': (clients) => describe(assume(clients, { ExternalId: 'another' })),
  'AssumeRole, no external id': (clients) => describe(assume(clients, { ExternalId: undefined })),
  'AssumeRole, a role that does not exist': (clients) =>
    describe(assume(clients, { RoleArn: `${ROLE.arn}s` })),
  'AssumeRole, an ARN that is none': (clients) =>
    describe(assume(clients, { RoleArn: 'no-arn-of-any-kind' })),
  'AssumeRole, a session name of one character': (clients) =>
    describe(assume(clients, { RoleSessionName: 'x' })),
  'AssumeRole, a session name that cannot be': (clients) =>
    describe(assume(clients, { RoleSessionName: 'a b' })),
  'GetSchemaVersion, as the role: the registry is that of its account': async (clients) => {
    const other = new GlueClient({ ...clients.settings, credentials: await assume(clients) });
    try {
      const create = new CreateSchemaCommand({
        SchemaName: 'of-the-role',
        DataFormat: 'AVRO',
        Compatibility: 'NONE',
        SchemaDefinition: '{"type":"int"}',
      });
      const { SchemaArn, SchemaVersionId } = await other.send(create);
      const { DataFormat } = await other.send(new GetSchemaVersionCommand({ SchemaVersionId }));
      const isFoundByOwnAccount = await clients.glue
        .send(new GetSchemaVersionCommand({ SchemaVersionId }))
        .then(
          () => true,
          () => false,
        );
      return { SchemaArn, DataFormat, isFoundByOwnAccount };
    } finally {
      other.destroy();
    }
  },
  'GetSchemaVersion, as the role with another session token': async (clients) => {
    const credentials = { ...(await assume(clients)), sessionToken: 'another' };
    const other = new GlueClient({ ...clients.settings, credentials });
    try {
      return await other.send(new GetSchemaVersionCommand({ SchemaVersionId: crypto.randomUUID() }));
    } finally {
      other.destroy();
    }
  },
});
