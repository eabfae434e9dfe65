import { NodeHttpHandler } from '@smithy/node-http-handler';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { roleCredentials } from '../../../../functions/bridge/aws/role-credentials.ts';
import type { AwsCredentials } from '../../../../functions/bridge/aws/wire/aws-credentials.ts';
import { RoleError } from '../../../../functions/bridge/role-error.ts';
import type { AssumedRole } from '../../../../shared/configuration/assumed-role.ts';
import { controlTimeouts } from '../../../fixtures/abort-signal.ts';
import { type AwsEndpoint, startAwsEndpoint, type WireAnswer } from '../../../fixtures/aws-endpoint.ts';
import { useAwsSettings } from '../../../fixtures/aws-settings.ts';
import { isSignedWith } from '../../../fixtures/request-signature.ts';
import { assumedRole, formOf, ROLE_DENIED } from '../../../fixtures/sts-answer.ts';

const ROLE: AssumedRole = {
  arn: 'arn:aws:iam::210987654321:role/kafka/publish',
  sessionName: 'orders-bridge',
  externalId: 'external-1',
};
const START_MS = Date.UTC(2026, 10, 21, 12);
const MINUTE_MS = 60_000;
const LIFETIME_MS = 60 * MINUTE_MS;
const RENEWED_AFTER_MS = 10 * MINUTE_MS;

let endpoint: AwsEndpoint;
/** Of the next requests; afterwards everyone may have the role, for an hour. */
let answers: WireAnswer[];
let arrived: PromiseWithResolvers<void>;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: START_MS });
  answers = [];
  arrived = Promise.withResolvers();
  endpoint = await startAwsEndpoint(() => {
    arrived.resolve();
    const answer = answers.shift() ?? sessionOf(endpoint.requests.length);
    // Node writes a date that it made up to a second before, which is not that of a clock that jumps.
    return { ...answer, headers: { ...answer.headers, date: new Date().toUTCString() } };
  });
  useAwsSettings({ AWS_ENDPOINT_URL_STS: endpoint.url });
});
afterEach(async () => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  await endpoint.close();
});

function sessionOf(number: number): WireAnswer {
  return assumedRole({
    accessKeyId: `ASIA${number}`,
    secretAccessKey: `secret-${number}`,
    sessionToken: `token-${number}`,
    expiresAtMs: Date.now() + LIFETIME_MS,
  });
}

/** The number of the answer that the credentials are from. */
async function numberOf(credentials: Promise<AwsCredentials>): Promise<string> {
  return (await credentials).accessKeyId.replace('ASIA', '');
}

function pass(ms: number): void {
  vi.setSystemTime(Date.now() + ms);
}

describe('the credentials of a role', () => {
  it('are those that STS gives for its ARN, with session name and external id', async () => {
    const credentials = await roleCredentials(ROLE, 'eu-west-1')();

    expect(credentials).toMatchObject({
      accessKeyId: 'ASIA1',
      secretAccessKey: 'secret-1',
      sessionToken: 'token-1',
      // Who has them asks again five minutes before.
      expiration: new Date(START_MS + 15 * MINUTE_MS),
    });
    expect(endpoint.requests.map(formOf)).toEqual([
      {
        Action: 'AssumeRole',
        Version: '2011-06-15',
        RoleArn: ROLE.arn,
        RoleSessionName: 'orders-bridge',
        ExternalId: 'external-1',
      },
    ]);
  });

  it('are asked for without an external id where none is configured', async () => {
    await roleCredentials({ ...ROLE, externalId: undefined }, 'eu-west-1')();

    expect(endpoint.requests.map(formOf)).toEqual([
      expect.not.objectContaining({ ExternalId: expect.anything() }),
    ]);
  });

  it.each([
    { partition: 'aws', region: 'eu-west-1' },
    { partition: 'aws-cn', region: 'cn-north-1' },
    { partition: 'aws-us-gov', region: 'us-gov-west-1' },
    { partition: 'aws-iso', region: 'us-iso-east-1' },
    { partition: 'aws-eusc', region: 'eusc-de-east-1' },
  ])(
    'are asked for in the Region, by the credentials of the process: $partition',
    async ({ partition, region }) => {
      const arn = `arn:${partition}:iam::210987654321:role/publish`;

      await roleCredentials({ ...ROLE, arn }, region)();

      const [request] = endpoint.requests;
      expect(request?.headers.authorization).toContain(`/${region}/sts/aws4_request,`);
      expect(request && formOf(request)).toMatchObject({ RoleArn: arn });
      expect(request && isSignedWith(request, { accessKeyId: 'AKID', secretAccessKey: 'secret' })).toBe(true);
    },
  );

  it('are asked for once, by whoever asks at the same time and later', async () => {
    const credentials = roleCredentials(ROLE, 'eu-west-1');

    const numbers = await Promise.all([credentials(), credentials(), credentials()].map(numberOf));
    pass(RENEWED_AFTER_MS);

    expect([...numbers, await numberOf(credentials())]).toEqual(['1', '1', '1', '1']);
    expect(endpoint.requests).toHaveLength(1);
  });

  it('are renewed long before they expire, while they are still used', async () => {
    const credentials = roleCredentials(ROLE, 'eu-west-1');
    await credentials();
    pass(RENEWED_AFTER_MS + 1);

    const early = await Promise.all([credentials(), credentials()].map(numberOf));
    await vi.waitFor(async () => expect(await numberOf(credentials())).toBe('2'));

    expect(early).toEqual(['1', '1']);
    expect(endpoint.requests).toHaveLength(2);
  });

  it('tell the end of their session when that comes sooner', async () => {
    const expiresAtMs = START_MS + 14 * MINUTE_MS;
    answers = [assumedRole({ accessKeyId: 'ASIA1', secretAccessKey: 's', sessionToken: 't', expiresAtMs })];

    expect(await roleCredentials(ROLE, 'eu-west-1')()).toMatchObject({ expiration: new Date(expiresAtMs) });
  });

  it.each([
    { what: 'about to expire', restMs: MINUTE_MS - 1 },
    { what: 'expired', restMs: -1 },
  ])('are waited for when the old ones are $what', async ({ restMs }) => {
    const credentials = roleCredentials(ROLE, 'eu-west-1');
    await credentials();
    pass(LIFETIME_MS - restMs);

    expect(await Promise.all([credentials(), credentials()].map(numberOf))).toEqual(['2', '2']);
  });

  it('are used to their end when they cannot be renewed, and asked for again every ten seconds', async () => {
    // Prepare
    const credentials = roleCredentials(ROLE, 'eu-west-1');
    await credentials();
    pass(LIFETIME_MS - 4 * MINUTE_MS);
    answers = [ROLE_DENIED];

    // Act
    const renewals = vi.spyOn(AbortSignal, 'timeout');
    const denied = await numberOf(credentials());
    // The connection ends with the renewal.
    await vi.waitFor(() => expect(endpoint.requests[1]?.socket.destroyed).toBe(true));
    pass(9_000);
    const paused = await numberOf(credentials());
    const renewalsBefore = renewals.mock.calls.length;
    pass(1_000);
    const used = await numberOf(credentials());

    // Assess
    expect([denied, paused, used]).toEqual(['1', '1', '1']);
    expect([renewalsBefore, renewals.mock.calls.length]).toEqual([1, 2]);
    await vi.waitFor(async () => expect(await numberOf(credentials())).toBe('3'));
  });

  it('are asked for again after a denial, which names the role', async () => {
    answers = [ROLE_DENIED];
    const credentials = roleCredentials(ROLE, 'eu-west-1');

    const denied = await credentials().catch((error: unknown) => error);

    expect(denied).toBeInstanceOf(RoleError);
    expect(denied).toMatchObject({
      name: 'AccessDenied',
      isDenied: true,
      message: expect.stringContaining(`${ROLE.arn} could not be assumed. AccessDenied (HTTP 403): Not you.`),
    });
    expect(await numberOf(credentials())).toBe('2');
  });

  it('are given up after ten seconds when STS hangs, and asked for again', async () => {
    // Prepare
    answers = [{ delivery: 'none' }];
    const { timeOut, timeoutsMs } = controlTimeouts();
    const sent = vi.spyOn(NodeHttpHandler.prototype, 'handle');
    const credentials = roleCredentials(ROLE, 'eu-west-1');
    const waiting = [credentials(), credentials()];
    await arrived.promise;

    // Act
    timeOut();
    const settled = await Promise.allSettled(waiting);
    const abortedRequests = sent.mock.calls.map(([, options]) => options?.abortSignal?.aborted);
    vi.restoreAllMocks();

    // Assess
    expect(settled).toMatchObject([
      { status: 'rejected', reason: { name: 'TimeoutError', isDenied: false } },
      { status: 'rejected', reason: { name: 'TimeoutError', isDenied: false } },
    ]);
    expect(timeoutsMs).toEqual([10_000]);
    expect(abortedRequests).toEqual([true]);
    expect(await numberOf(credentials())).toBe('2');
  });
});
