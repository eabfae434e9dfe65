import { rootCertificates } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { confluentSchemaRegistry } from '../../../../functions/bridge/confluent/schema-registry.ts';
import { RecordError } from '../../../../functions/bridge/errors.ts';
import type { ConfluentRegistrySettings } from '../../../../shared/configuration/format.ts';
import { type PrivateAuthority, privateAuthority } from '../../../fixtures/private-authority.ts';
import { AVRO_STRING, answers, fetchSchema, type Script, scriptedRegistries } from './scripted-registry.ts';

const USER_SECRET = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:user-AbCdEf';
const CA_SECRET = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:ca-AbCdEf';
const BASIC_ALICE = `Basic ${Buffer.from('alice:wonder:land').toString('base64')}`;
const ALICE = '{"username":"alice","password":"wonder:land"}';

const startRegistry = scriptedRegistries();
const [trusted, unknown]: [PrivateAuthority, PrivateAuthority] = [privateAuthority(), privateAuthority()];

/** Lets in who shows this header. */
function demand(authorization: string): Script {
  return (request, response) => {
    const isShown = request.headers.authorization === authorization;
    answers(isShown ? 200 : 401, isShown ? AVRO_STRING : { error_code: 401 })(request, response);
  };
}

/** A registry's client, its secrets, and a clock that stands still unless it is moved. */
function clientOf(
  settings: Partial<ConfluentRegistrySettings>,
  initial: Readonly<Record<string, string>> = {},
) {
  const secrets: Record<string, string> = { ...initial };
  const read: string[] = [];
  let nowMs = 1_000_000;
  const registry = confluentSchemaRegistry(
    {
      urls: [],
      secretArn: undefined,
      caSecretArn: undefined,
      logicalCluster: undefined,
      identityPoolId: undefined,
      ...settings,
    },
    {
      readSecret: async (arn) => {
        read.push(arn);
        const secret = secrets[arn];
        if (secret === undefined)
          throw new RecordError('SCHEMA_THROTTLED', `The secret ${arn} is not there.`);
        return secret;
      },
      now: () => nowMs,
    },
  );
  return {
    fetch: async (id = 12) => await fetchSchema(registry, id),
    put: (arn: string, secret: string) => {
      secrets[arn] = secret;
    },
    wait: (ms: number) => {
      nowMs += ms;
    },
    read,
  };
}

describe('credentials', () => {
  it.each([
    { what: 'a user and a password', secret: ALICE, authorization: BASIC_ALICE },
    { what: 'a token', secret: '{"token":"t0ken"}', authorization: 'Bearer t0ken' },
    { what: 'a token with a line end', secret: '{"token":"t0ken\\n"}', authorization: 'Bearer t0ken' },
    {
      what: 'more than is needed',
      secret: '{"username":"alice","password":"wonder:land","token":"t0ken","host":"db"}',
      authorization: BASIC_ALICE,
    },
  ])('are made of a secret with $what', async ({ secret, authorization }) => {
    const registry = await startRegistry(demand(authorization));
    const client = clientOf({ urls: [registry.url], secretArn: USER_SECRET }, { [USER_SECRET]: secret });

    expect(await client.fetch()).toMatchObject({ definition: '"string"' });
  });

  it('are read once for all requests', async () => {
    const registry = await startRegistry(demand(BASIC_ALICE));
    const client = clientOf({ urls: [registry.url], secretArn: USER_SECRET }, { [USER_SECRET]: ALICE });

    await Promise.all([client.fetch(12), client.fetch(13)]);
    await client.fetch(14);

    expect(client.read).toEqual([USER_SECRET]);
  });

  it('are not sent when there are none', async () => {
    const registry = await startRegistry(answers(200, AVRO_STRING));
    const client = clientOf({ urls: [registry.url] });

    await client.fetch();

    expect(registry.requests[0]?.headers).not.toHaveProperty('authorization');
    expect(client.read).toEqual([]);
  });

  it('go with the logical cluster and the identity pool of Confluent Cloud', async () => {
    const registry = await startRegistry(answers(200, AVRO_STRING));
    const settings = { secretArn: USER_SECRET, logicalCluster: 'lsrc-abc123', identityPoolId: 'pool-1' };
    const client = clientOf({ urls: [registry.url], ...settings }, { [USER_SECRET]: '{"token":"t0ken"}' });

    await client.fetch();

    expect(registry.requests[0]?.headers).toMatchObject({
      authorization: 'Bearer t0ken',
      'target-sr-cluster': 'lsrc-abc123',
      'confluent-identity-pool-id': 'pool-1',
    });
  });

  it.each([
    { what: 'no JSON', secret: 'hunter2' },
    { what: 'a list', secret: '["alice","hunter2"]' },
    { what: 'a user without a password', secret: '{"username":"alice"}' },
    { what: 'a user that is a number', secret: '{"username":1234,"password":"hunter2"}' },
    { what: 'a password that is a number', secret: '{"username":"alice","password":1234}' },
    { what: 'a token that would start another header', secret: '{"token":"hunter2\\r\\nx-admin: yes"}' },
    { what: 'an empty token', secret: '{"token":""}' },
  ])('are refused in a message without them: $what', async ({ secret }) => {
    const registry = await startRegistry(answers(200, AVRO_STRING));
    const client = clientOf({ urls: [registry.url], secretArn: USER_SECRET }, { [USER_SECRET]: secret });

    await expect(client.fetch()).rejects.toMatchObject({
      code: 'SCHEMA_DENIED',
      message: `The secret ${USER_SECRET} holds neither {"username":…,"password":…} nor {"token":…}, each a text.`,
    });
    expect(registry.requests).toHaveLength(0);
  });

  it('are read again by the next request when they could not be read', async () => {
    const registry = await startRegistry(demand(BASIC_ALICE));
    const client = clientOf({ urls: [registry.url], secretArn: USER_SECRET });

    await expect(client.fetch()).rejects.toMatchObject({ code: 'SCHEMA_THROTTLED' });
    client.put(USER_SECRET, ALICE);

    expect(await client.fetch()).toMatchObject({ definition: '"string"' });
  });

  it.each(['http://registry.example.com', 'http://10.0.0.1:8081', 'http://localhost.example.com'])(
    'are not sent in clear to %s',
    (url) => {
      const act = () => clientOf({ urls: ['https://registry.example.com', url], secretArn: USER_SECRET });

      expect(act).toThrow(expect.objectContaining({ name: 'RecordError', code: 'SCHEMA_DENIED' }));
      expect(act).toThrow(`The address of the schema registry ${new URL(url).host} is not encrypted`);
    },
  );

  it('are not missed by an address that needs none', () => {
    expect(() => clientOf({ urls: ['http://registry.example.com'] })).not.toThrow();
  });

  it.each([
    'http://localhost:8081',
    'http://127.0.0.1:8081',
    'http://[::1]:8081',
    'https://registry.example.com',
  ])('may go to %s', (url) => {
    expect(() => clientOf({ urls: [url], secretArn: USER_SECRET })).not.toThrow();
  });
});

describe('credentials that the registry refuses', () => {
  async function rotated() {
    const registry = await startRegistry(demand('Bearer old'));
    const client = clientOf(
      { urls: [registry.url], secretArn: USER_SECRET },
      { [USER_SECRET]: '{"token":"old"}' },
    );
    await client.fetch();
    registry.script = demand('Bearer new');
    return { registry, client };
  }

  it('are read again, since they may have been rotated, and the request is repeated', async () => {
    const { client } = await rotated();
    client.put(USER_SECRET, '{"token":"new"}');
    client.wait(5_000);

    expect(await client.fetch(13)).toMatchObject({ definition: '"string"' });
    expect(client.read).toHaveLength(2);
  });

  it('are read again once for all requests that were refused', async () => {
    const { client } = await rotated();
    client.put(USER_SECRET, '{"token":"new"}');
    client.wait(5_000);

    await Promise.all([13, 14, 15].map((id) => client.fetch(id)));

    expect(client.read).toHaveLength(2);
  });

  it('are not read again for some seconds', async () => {
    const { registry, client } = await rotated();
    client.put(USER_SECRET, '{"token":"new"}');
    client.wait(4_999);

    await expect(client.fetch(13)).rejects.toMatchObject({ code: 'SCHEMA_DENIED' });
    expect(client.read).toHaveLength(1);
    expect(registry.requests).toHaveLength(2);
  });

  it.each([403, 404, 429, 500])('are not read again for an answer with status %i', async (status) => {
    const { registry, client } = await rotated();
    registry.script = answers(status, {});
    client.wait(5_000);

    await expect(client.fetch(13)).rejects.toThrow(RecordError);
    expect(client.read).toHaveLength(1);
  });

  it('are asked for once when there are none', async () => {
    const registry = await startRegistry(answers(401, {}));
    const client = clientOf({ urls: [registry.url] });
    await client.fetch().catch(() => undefined);
    client.wait(5_000);

    await expect(client.fetch()).rejects.toMatchObject({ code: 'SCHEMA_DENIED' });
    expect(registry.requests).toHaveLength(2);
  });

  it('fail the record when the secret has not changed', async () => {
    const { registry, client } = await rotated();
    client.wait(5_000);

    await expect(client.fetch(13)).rejects.toMatchObject({
      code: 'SCHEMA_DENIED',
      message: expect.stringContaining('(status 401, error code 401)'),
    });
    expect(registry.requests).toHaveLength(3);
  });
});

describe('a private authority', () => {
  it.each([
    { what: 'JSON', secret: JSON.stringify({ certificate: trusted.certificate }) },
    { what: 'the one of the registry itself', secret: trusted.server.certificate },
    { what: 'text', secret: trusted.certificate },
    { what: 'text with another authority', secret: `${rootCertificates[0]}\n${trusted.certificate}` },
  ])('is trusted when its certificate is in a secret, as $what', async ({ secret }) => {
    const registry = await startRegistry(answers(200, AVRO_STRING), trusted.server);
    const client = clientOf({ urls: [registry.url], caSecretArn: CA_SECRET }, { [CA_SECRET]: secret });

    expect(await client.fetch()).toMatchObject({ definition: '"string"' });
  });

  it('is not trusted without it, and the message tells what to do', async () => {
    const registry = await startRegistry(answers(200, AVRO_STRING), trusted.server);

    await expect(clientOf({ urls: [registry.url] }).fetch()).rejects.toMatchObject({
      code: 'SCHEMA_UNAVAILABLE',
      message: `Schema id 12 could not be read from ${registry.host}: its certificate cannot be verified; is that of its authority in schema.registry.ca.secret.arn? (UNABLE_TO_VERIFY_LEAF_SIGNATURE).`,
    });
    expect(registry.requests).toHaveLength(0);
  });

  it('is the only one that is trusted', async () => {
    const registry = await startRegistry(answers(200, AVRO_STRING), trusted.server);
    const client = clientOf(
      { urls: [registry.url], caSecretArn: CA_SECRET },
      { [CA_SECRET]: unknown.certificate },
    );

    await expect(client.fetch()).rejects.toMatchObject({ code: 'SCHEMA_UNAVAILABLE' });
    expect(registry.requests).toHaveLength(0);
  });

  it('is read again when it does not fit, since it may have been renewed', async () => {
    const registry = await startRegistry(answers(200, AVRO_STRING), trusted.server);
    const client = clientOf(
      { urls: [registry.url], caSecretArn: CA_SECRET },
      { [CA_SECRET]: unknown.certificate },
    );
    await client.fetch().catch(() => undefined);
    client.put(CA_SECRET, trusted.certificate);
    client.wait(5_000);

    expect(await client.fetch()).toMatchObject({ definition: '"string"' });
  });

  it('proves the name of the host as well', async () => {
    const registry = await startRegistry(answers(200, AVRO_STRING), trusted.server);
    const url = registry.url.replace('127.0.0.1', '0.0.0.0');
    const client = clientOf({ urls: [url], caSecretArn: CA_SECRET }, { [CA_SECRET]: trusted.certificate });

    await expect(client.fetch()).rejects.toMatchObject({
      code: 'SCHEMA_UNAVAILABLE',
      message: expect.stringContaining("IP: 0.0.0.0 is not in the cert's list"),
    });
    expect(registry.requests).toHaveLength(0);
  });

  it.each([
    { what: 'no certificate', secret: 'hunter2' },
    { what: 'a key', secret: trusted.server.key },
    { what: 'JSON without a certificate', secret: '{"ca":"hunter2"}' },
    { what: 'a damaged certificate', secret: trusted.certificate.replace(/M/g, 'N') },
  ])('is refused in a message that does not quote it: $what', async ({ secret }) => {
    const registry = await startRegistry(answers(200, AVRO_STRING), trusted.server);
    const client = clientOf({ urls: [registry.url], caSecretArn: CA_SECRET }, { [CA_SECRET]: secret });

    await expect(client.fetch()).rejects.toMatchObject({
      code: 'SCHEMA_DENIED',
      message: `The secret ${CA_SECRET} holds no certificate in PEM, neither as {"certificate":…} nor as text.`,
    });
  });
});
