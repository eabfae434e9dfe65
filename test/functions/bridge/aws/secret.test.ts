import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { secretReader } from '../../../../functions/bridge/aws/secret.ts';
import { controlTimeouts } from '../../../fixtures/abort-signal.ts';
import { serviceError } from '../../../fixtures/event-bus.ts';

const ARN = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:registry-AbCdEf';
const SIGNAL = new AbortController().signal;
let secrets: ReturnType<typeof mockSecrets>;

function mockSecrets() {
  return mockClient(SecretsManagerClient);
}

describe('secretReader', () => {
  beforeEach(() => {
    secrets = mockSecrets();
  });
  afterEach(() => {
    secrets.restore();
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
  });

  it.each([
    { what: 'a text', answer: { SecretString: '{"token":"t"}' } },
    { what: 'bytes', answer: { SecretBinary: Buffer.from('{"token":"t"}') } },
  ])('reads a secret that is $what, by its ARN', async ({ answer }) => {
    secrets.on(GetSecretValueCommand).resolves(answer);

    expect(await secretReader()(ARN, SIGNAL)).toBe('{"token":"t"}');
    expect(secrets.call(0).args[0].input).toEqual({ SecretId: ARN });
  });

  it('asks in the Region of the secret, with one client for each', async () => {
    // Prepare
    secrets.on(GetSecretValueCommand).resolves({ SecretString: 'text' });
    const read = secretReader();

    // Act
    await read(ARN, SIGNAL);
    await read(ARN.replace('eu-central-1', 'us-east-1'), SIGNAL);
    await read(ARN, SIGNAL);

    // Assess
    const clients = secrets.send.getCalls().map(({ thisValue }) => thisValue);
    const regions = await Promise.all(clients.map((client) => client.config.region()));
    expect(regions).toEqual(['eu-central-1', 'us-east-1', 'eu-central-1']);
    expect(clients[0]).toBe(clients[2]);
  });

  it.each(['the deadline comes', 'the request takes too long'])(
    'gives the request up when %s',
    async (what) => {
      // Prepare
      const deadline = new AbortController();
      const { timeOut } = controlTimeouts();
      secrets.on(GetSecretValueCommand).resolves({ SecretString: 'text' });
      await secretReader()(ARN, deadline.signal);
      const { abortSignal } = secrets.send.firstCall.lastArg;
      const isAbortedBefore = abortSignal.aborted;

      // Act
      if (what === 'the deadline comes') deadline.abort();
      else timeOut();

      // Assess
      expect([isAbortedBefore, abortSignal.aborted]).toEqual([false, true]);
    },
  );

  it.each([
    { error: serviceError('AccessDeniedException', 400), code: 'SCHEMA_DENIED' },
    { error: serviceError('ResourceNotFoundException', 400), code: 'SCHEMA_DENIED' },
    { error: serviceError('InvalidRequestException', 400), code: 'SCHEMA_DENIED' },
    { error: serviceError('InvalidParameterException', 400), code: 'SCHEMA_DENIED' },
    { error: serviceError('DecryptionFailure', 400), code: 'SCHEMA_DENIED' },
    { error: serviceError('ThrottlingException', 400), code: 'SCHEMA_THROTTLED' },
    { error: serviceError('InternalServiceError', 500), code: 'SCHEMA_UNAVAILABLE' },
    { error: serviceError('TimeoutError'), code: 'SCHEMA_UNAVAILABLE' },
  ])('answers $error.name with $code, and names the secret', async ({ error, code }) => {
    secrets.on(GetSecretValueCommand).rejects(error);

    await expect(secretReader()(ARN, SIGNAL)).rejects.toMatchObject({
      name: 'RecordError',
      code,
      message: `The secret ${ARN} could not be read. ${error.name}: ${error.message}`,
      cause: error,
    });
  });

  it('does not pass on what the parser quotes of an answer: it may be the secret', async () => {
    // Prepare
    secrets.restore();
    const server = createServer((request, response) => {
      request.resume().on('end', () => response.end('{"SecretString":"hunter2"oops}'));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    vi.stubEnv('AWS_ENDPOINT_URL', `http://127.0.0.1:${port}`);
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');

    // Act
    const error: unknown = await secretReader()(ARN, SIGNAL).catch((thrown: unknown) => thrown);

    // Assess
    server.closeAllConnections();
    server.close();
    expect(error).toMatchObject({
      code: 'SCHEMA_UNAVAILABLE',
      message: `The secret ${ARN} came in an answer that is no JSON.`,
    });
    expect(error).not.toHaveProperty('cause');
  });
});
