import { request } from 'node:https';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type StandIns, startStandIns } from '../../../infra/local/stand-ins.ts';
import { privateAuthority } from '../../fixtures/private-authority.ts';

const authority = privateAuthority();

function read(url: string, ca?: string): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const outgoing = request(url, { ca, agent: false }, (incoming) => {
    let text = '';
    incoming.on('data', (chunk) => {
      text += chunk;
    });
    incoming.on('end', () => resolve(text));
    incoming.on('error', reject);
  });
  outgoing.on('error', reject).end();
  return promise;
}

describe('With a TLS identity', () => {
  let standIns: StandIns;

  beforeAll(async () => {
    standIns = await startStandIns({ tls: authority.server });
  });
  afterAll(() => standIns.close());

  const types = (ca?: string) => read(`${standIns.schemaRegistryUrl}/schemas/types`, ca);

  test('the registry is reached by those who trust its authority only', async () => {
    expect(standIns.schemaRegistryUrl).toMatch(/^https:\/\/127\.0\.0\.1:\d+\/schema-registry$/);
    await expect(types(authority.certificate)).resolves.toBe('["JSON","PROTOBUF","AVRO"]');
    await expect(types()).rejects.toMatchObject({ code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' });
    await expect(types(privateAuthority().certificate)).rejects.toThrow();
  });

  test('all stand-ins are still reached without TLS', async () => {
    const response = await fetch(`${standIns.url}/schema-registry/schemas/types`);

    expect(response.status).toBe(200);
  });

  test.each(['reset-before', 'reset-after', 'cut'] as const)('%s ends the connection', async (kind) => {
    standIns.faults.set([{ kind, on: 'schema-registry', next: 1 }]);

    await expect(types(authority.certificate)).rejects.toMatchObject({ code: 'ECONNRESET' });
    await expect(types(authority.certificate)).resolves.toBeDefined();
  });
});
