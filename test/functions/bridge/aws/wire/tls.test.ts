import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { JsonService } from '../../../../../functions/bridge/aws/wire/json-call.ts';
import { type AwsEndpoint, PUT_EVENTS_ANSWER, startAwsEndpoint } from '../../../../fixtures/aws-endpoint.ts';
import { privateAuthority } from '../../../../fixtures/private-authority.ts';

const SIGNAL = new AbortController().signal;
const trusted = getCACertificates('default');
const authority = privateAuthority();
let endpoint: AwsEndpoint;

beforeEach(async () => {
  endpoint = await startAwsEndpoint(() => ({ body: PUT_EVENTS_ANSWER }), authority.server);
});
afterEach(async () => {
  setDefaultCACertificates(trusted);
  await endpoint.close();
});

function jsonService(): JsonService {
  return new JsonService({
    service: 'events',
    region: 'eu-west-1',
    endpoint: () => new URL(endpoint.url.replace('127.0.0.1', 'localhost')),
    credentials: async () => ({ accessKeyId: 'AKID', secretAccessKey: 'secret' }),
    maxSockets: 2,
  });
}

describe('JsonService with TLS', () => {
  it('calls an endpoint whose certificate is good, again and again over the same connection', async () => {
    setDefaultCACertificates([...trusted, authority.certificate]);
    const service = jsonService();

    for (let count = 0; count < 3; count++) {
      expect(await service.call('AWSEvents.PutEvents', Buffer.from('{}'), SIGNAL)).toEqual(PUT_EVENTS_ANSWER);
    }

    expect(new Set(endpoint.requests.map(({ socket }) => socket)).size).toBe(1);
    expect(endpoint.requests[0]?.headers.host).toBe(
      new URL(endpoint.url).host.replace('127.0.0.1', 'localhost'),
    );
  });

  it('sends nothing to an endpoint whose certificate nobody vouches for', async () => {
    await expect(jsonService().call('AWSEvents.PutEvents', Buffer.from('{}'), SIGNAL)).rejects.toMatchObject({
      code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    });
    expect(endpoint.requests).toEqual([]);
  });
});
