import { hash } from 'node:crypto';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { HttpRequest } from '@smithy/types';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { AwsCredentials } from '../../../../../functions/bridge/aws/wire/aws-credentials.ts';
import { type Header, Signer } from '../../../../../functions/bridge/aws/wire/signer.ts';

const CREDENTIALS = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' };

const anyCredentials = fc
  .record({
    accessKeyId: fc.stringMatching(/^[A-Z0-9]{16,20}$/),
    secretAccessKey: fc.string({ minLength: 1, maxLength: 40, unit: 'binary' }),
    sessionToken: fc.option(fc.stringMatching(/^[A-Za-z0-9+/=]{1,200}$/), { nil: undefined }),
  })
  .map(({ sessionToken, ...keys }): AwsCredentials => ({ ...keys, ...(sessionToken && { sessionToken }) }));

/** A request as the SDK signs it. */
async function signedByTheSdk(
  credentials: AwsCredentials,
  region: string,
  detail: string,
): Promise<HttpRequest> {
  let signed: HttpRequest | undefined;
  const client = new EventBridgeClient({
    region,
    credentials,
    requestHandler: {
      handle: async (request: HttpRequest) => {
        signed = request;
        return { response: { statusCode: 200, headers: {}, body: Buffer.from('{}') } };
      },
    },
  });
  await client.send(new PutEventsCommand({ Entries: [{ Detail: detail }] }));
  if (signed === undefined) throw new Error('Nothing was sent.');
  return signed;
}

/** What our signer makes of the request: of the same headers, date and body. */
function signedAgain(signer: Signer, { headers, body }: HttpRequest, credentials: AwsCredentials): string {
  const names = /SignedHeaders=([^,]*)/.exec(headers.authorization ?? '')?.[1]?.split(';') ?? [];
  return signer.authorization(
    {
      date: headers['x-amz-date'] ?? '',
      bodyHash: hash('sha256', Buffer.copyBytesFrom(body), 'hex'),
      headers: names.map((name): Header => [name, headers[name] ?? '']),
    },
    credentials,
  );
}

describe('Signer', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it('signs the example of the documentation as the documentation says', () => {
    // See https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html: the steps for a POST.
    const signer = new Signer('us-east-1', 'service');
    const bodyHash = hash('sha256', '', 'hex');

    const authorization = signer.authorization(
      {
        date: '20150830T123600Z',
        bodyHash,
        headers: [
          ['host', 'example.amazonaws.com'],
          ['x-amz-date', '20150830T123600Z'],
        ],
      },
      { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' },
    );

    // Of the case `post-vanilla` of AWS's own test suite for signatures.
    expect(authorization).toBe(
      'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, ' +
        'SignedHeaders=host;x-amz-date, ' +
        'Signature=5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b',
    );
  });

  it('signs whatever the SDK signs with the same result', async () => {
    const regions = fc.constantFrom('eu-west-1', 'us-gov-west-1', 'cn-north-1');
    await fc.assert(
      fc.asyncProperty(anyCredentials, regions, fc.string(), async (credentials, region, detail) => {
        const request = await signedByTheSdk(credentials, region, detail);
        const signer = new Signer(region, 'events');
        expect(signedAgain(signer, request, credentials)).toBe(request.headers.authorization);
      }),
      { numRuns: 50 },
    );
  });

  it('takes a new key for a new day', async () => {
    const signer = new Signer('eu-west-1', 'events');
    vi.useFakeTimers({ toFake: ['Date'] });
    for (const now of ['2026-11-21T23:59:59Z', '2026-11-22T00:00:00Z']) {
      vi.setSystemTime(new Date(now));
      const request = await signedByTheSdk(CREDENTIALS, 'eu-west-1', '{}');
      expect(signedAgain(signer, request, CREDENTIALS)).toBe(request.headers.authorization);
    }
  });

  it('takes a new key for new credentials', async () => {
    const signer = new Signer('eu-west-1', 'events');
    for (const secretAccessKey of ['one', 'other', 'one']) {
      const credentials = { ...CREDENTIALS, secretAccessKey };
      const request = await signedByTheSdk(credentials, 'eu-west-1', '{}');
      expect(signedAgain(signer, request, credentials)).toBe(request.headers.authorization);
    }
  });
});
