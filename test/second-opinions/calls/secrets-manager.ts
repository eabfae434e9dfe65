import {
  CreateSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
} from '@aws-sdk/client-secrets-manager';
import { chapter } from '../chapter.ts';
import type { Clients } from '../clients.ts';

const NAME = 'opinions/registry';
const USER = '{"username":"bridge","password":"only-for-a-test"}';

interface Setting extends Clients {
  readonly arn: string;
}

async function get({ secretsManager }: Clients, SecretId: string, VersionStage?: string) {
  const stage = VersionStage === undefined ? {} : { VersionStage };
  const secret = await secretsManager.send(new GetSecretValueCommand({ SecretId, ...stage }));
  const { Name, SecretString, SecretBinary, VersionStages } = secret;
  const binary = SecretBinary === undefined ? undefined : Buffer.from(SecretBinary).toString('hex');
  return { Name, SecretString, binary, VersionStages };
}

export const SECRETS_MANAGER = chapter(
  'Secrets Manager',
  async (clients): Promise<Setting> => {
    const { ARN = '' } = await clients.secretsManager.send(
      new CreateSecretCommand({ Name: NAME, SecretString: USER }),
    );
    return { ...clients, arn: ARN };
  },
  {
    'CreateSecret, the form of its ARN': async ({ arn }) =>
      arn.replace(/-[A-Za-z0-9]{6}$/, '-<six characters>'),
    'CreateSecret, again': ({ secretsManager }) =>
      secretsManager.send(new CreateSecretCommand({ Name: NAME, SecretString: USER })),
    'GetSecretValue, by its ARN': (setting) => get(setting, setting.arn),
    'GetSecretValue, by its name': (setting) => get(setting, NAME),
    'GetSecretValue, by its ARN without the six characters': (setting) =>
      get(setting, setting.arn.slice(0, -7)),
    'GetSecretValue, one that does not exist': (setting) => get(setting, 'none'),
    'GetSecretValue, an ARN that does not exist': (setting) =>
      get(setting, 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:none-AbCdEf'),
    'GetSecretValue, a value that was never replaced': (setting) => get(setting, NAME, 'AWSPREVIOUS'),
    'GetSecretValue, bytes': async (setting) => {
      const SecretBinary = Buffer.from([0, 159, 255]);
      await setting.secretsManager.send(new CreateSecretCommand({ Name: 'opinions/bytes', SecretBinary }));
      return await get(setting, 'opinions/bytes');
    },
    'GetSecretValue, no value yet': async (setting) => {
      await setting.secretsManager.send(new CreateSecretCommand({ Name: 'opinions/empty' }));
      return await get(setting, 'opinions/empty');
    },
    PutSecretValue: async ({ secretsManager }) =>
      (await secretsManager.send(new PutSecretValueCommand({ SecretId: NAME, SecretString: '{}' })))
        .VersionStages,
    'PutSecretValue, one that does not exist': ({ secretsManager }) =>
      secretsManager.send(new PutSecretValueCommand({ SecretId: 'none', SecretString: '{}' })),
    'PutSecretValue, nothing': ({ secretsManager }) =>
      secretsManager.send(new PutSecretValueCommand({ SecretId: NAME })),
    'GetSecretValue, what was replaced': async (setting) => ({
      now: (await get(setting, NAME)).SecretString,
      before: (await get(setting, NAME, 'AWSPREVIOUS')).SecretString,
    }),
  },
);
