import {
  DeleteParameterCommand,
  GetParameterCommand,
  GetParametersCommand,
  PutParameterCommand,
  type PutParameterCommandInput,
} from '@aws-sdk/client-ssm';
import { chapter } from '../chapter.ts';
import type { Clients } from '../clients.ts';

const NAME = '/opinions/configuration';
const SECRET_NAME = '/opinions/secret';
const ARN = `arn:aws:ssm:eu-west-1:123456789012:parameter${NAME}`;

/** @see https://docs.aws.amazon.com/general/latest/gr/ssm.html */
const MAX_STANDARD_BYTES = 4_096;

async function get({ ssm }: Clients, Name: string, WithDecryption?: boolean) {
  const decryption = WithDecryption === undefined ? {} : { WithDecryption };
  const { Parameter } = await ssm.send(new GetParameterCommand({ Name, ...decryption }));
  const { Name: name, Type, Value, Version, ARN: arn, DataType, Selector } = Parameter ?? {};
  return { Name: name, Type, Value, Version, ARN: arn, DataType, Selector };
}

async function put({ ssm }: Clients, input: Partial<PutParameterCommandInput>) {
  const answer = await ssm.send(
    new PutParameterCommand({ Name: NAME, Value: '{}', Type: 'String', ...input }),
  );
  return { Version: answer.Version, Tier: answer.Tier };
}

export const SSM = chapter(
  'SSM Parameter Store',
  async (clients) => {
    await put(clients, { Value: '{"first":1}' });
    await put(clients, { Name: SECRET_NAME, Value: 'in clear', Type: 'SecureString' });
    return clients;
  },
  {
    GetParameter: (clients) => get(clients, NAME),
    'GetParameter, to be decrypted though it is not encrypted': (clients) => get(clients, NAME, true),
    'GetParameter, by its ARN': (clients) => get(clients, ARN),
    'GetParameter, a version': (clients) => get(clients, `${NAME}:1`),
    'GetParameter, a version that does not exist': (clients) => get(clients, `${NAME}:9`),
    'GetParameter, one that does not exist': (clients) => get(clients, '/opinions/none'),
    'GetParameter, a SecureString, decrypted': (clients) => get(clients, SECRET_NAME, true),
    'GetParameter, a SecureString, not decrypted': async (clients) => ({
      isInClear: (await get(clients, SECRET_NAME)).Value === 'in clear',
    }),
    'PutParameter, again': (clients) => put(clients, { Value: '{"second":2}' }),
    'PutParameter, to overwrite it': (clients) => put(clients, { Value: '{"second":2}', Overwrite: true }),
    'GetParameter, what was overwritten': async (clients) => (await get(clients, NAME)).Value,
    'PutParameter, no type': ({ ssm }) =>
      ssm.send(new PutParameterCommand({ Name: '/opinions/untyped', Value: '{}' })),
    'PutParameter, a byte more than the standard tier takes': (clients) =>
      put(clients, { Name: '/opinions/large', Value: 'x'.repeat(MAX_STANDARD_BYTES + 1) }),
    'PutParameter, as much in the advanced tier': (clients) =>
      put(clients, {
        Name: '/opinions/advanced',
        Value: 'x'.repeat(MAX_STANDARD_BYTES + 1),
        Tier: 'Advanced',
      }),
    'PutParameter, an empty value': (clients) => put(clients, { Name: '/opinions/empty', Value: '' }),
    'PutParameter, a name with a space': (clients) => put(clients, { Name: '/opinions/a b' }),
    'PutParameter, a path without its first slash': (clients) => put(clients, { Name: 'opinions/path' }),
    'GetParameters, some of which do not exist': async ({ ssm }) => {
      const Names = [NAME, '/opinions/none'];
      const { Parameters = [], InvalidParameters } = await ssm.send(new GetParametersCommand({ Names }));
      return { found: Parameters.map(({ Name }) => Name), InvalidParameters };
    },
    'DeleteParameter, one that does not exist': ({ ssm }) =>
      ssm.send(new DeleteParameterCommand({ Name: '/opinions/none' })),
  },
);
