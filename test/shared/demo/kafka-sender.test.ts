import { afterEach, describe, expect, it, vi } from 'vitest';
import { kafkaSecurity, producerOptions } from '../../../shared/demo/kafka-sender.ts';
import { mskToken } from '../../../shared/msk-token.ts';

const OPTIONS = { clientId: 'demo', brokers: ['b-1.example:9098'] };

describe('the Kafka client of the demo', () => {
  it('writes each record once, acknowledged by all, and gives up after some attempts', () => {
    expect(producerOptions({ ...OPTIONS, security: 'plaintext' })).toMatchObject({
      clientId: 'demo',
      bootstrapBrokers: ['b-1.example:9098'],
      idempotent: true,
      retries: 5,
    });
  });

  it('speaks TLS with the name of the broker and asks for a token each time it needs one', () => {
    expect(producerOptions({ ...OPTIONS, security: 'msk-iam' })).toMatchObject({
      tls: {},
      tlsServerName: true,
      sasl: { mechanism: 'OAUTHBEARER', token: mskToken },
    });
  });

  it('has neither TLS nor a token for a Kafka on a laptop', () => {
    const options = producerOptions({ ...OPTIONS, security: 'plaintext' });

    expect(options).not.toHaveProperty('tls');
    expect(options).not.toHaveProperty('sasl');
  });

  it('uses IAM access control unless told otherwise', () => {
    expect([undefined, '', 'msk-iam', 'plaintext'].map(kafkaSecurity)).toEqual([
      'msk-iam',
      'msk-iam',
      'msk-iam',
      'plaintext',
    ]);
    expect(() => kafkaSecurity('sasl_ssl')).toThrow(
      'The security of Kafka is msk-iam or plaintext, not "sasl_ssl".',
    );
  });
});

describe('a token for MSK', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it('is a signed request to connect, made with the credentials of the environment', async () => {
    vi.stubEnv('AWS_REGION', 'eu-west-1');
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'not-a-secret');
    vi.stubEnv('AWS_SESSION_TOKEN', 'session');

    const url = new URL(Buffer.from(await mskToken(), 'base64url').toString());

    expect(url.host).toBe('kafka.eu-west-1.amazonaws.com');
    expect(url.searchParams.get('Action')).toBe('kafka-cluster:Connect');
    expect(url.searchParams.get('X-Amz-Credential')).toMatch(
      /^AKIDEXAMPLE\/\d{8}\/eu-west-1\/kafka-cluster\//,
    );
    expect(url.searchParams.get('X-Amz-Expires')).toBe('900');
  });

  it('needs to know the Region', async () => {
    vi.stubEnv('AWS_REGION', '');

    await expect(mskToken()).rejects.toThrow('Set the environment variable AWS_REGION.');
  });
});
