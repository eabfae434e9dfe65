import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { s3Objects } from '../../../../functions/redrive/aws/s3-objects.ts';
import { MAX_DOCUMENT_BYTES } from '../../../../functions/redrive/object-store.ts';
import { controlTimeouts } from '../../../fixtures/abort-signal.ts';
import { runStandIns } from '../../../infra/local/running-stand-ins.ts';

const SIGNAL = new AbortController().signal;

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

function stubEnvironment(endpoint: string): void {
  vi.stubEnv('AWS_ENDPOINT_URL', endpoint);
  vi.stubEnv('AWS_REGION', 'eu-west-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
}

describe('objects of S3', () => {
  const running = runStandIns();
  beforeEach(() => {
    stubEnvironment(running.standIns.url);
    running.standIns.s3.createBucket('batches');
  });

  async function put(Key: string, Body: string): Promise<void> {
    const client = new S3Client(running.clientSettings);
    await client.send(new PutObjectCommand({ Bucket: 'batches', Key, Body }));
    client.destroy();
  }

  it.each([
    ['a/b'],
    ['Zürich + 100%/ü'],
    ['dead-letters/a%2Fb/orders/0/1-0123456789abcdef.json'],
    ['a//b?x=1&y#z'],
  ])('are read and deleted by their key: %s', async (key) => {
    await put(key, '{"größe":1}');
    const objects = s3Objects();

    expect(await objects.read('batches', key, SIGNAL)).toBe('{"größe":1}');
    await objects.remove('batches', key, SIGNAL);

    expect(running.standIns.s3.keys('batches')).toEqual([]);
  });

  it('are undefined when they are gone, and deleted once more without complaint', async () => {
    const objects = s3Objects();

    expect(await objects.read('batches', 'gone', SIGNAL)).toBeUndefined();
    await expect(objects.remove('batches', 'gone', SIGNAL)).resolves.toBeUndefined();
  });

  it('are not taken for gone when their bucket is', async () => {
    await expect(s3Objects().read('deleted', 'a', SIGNAL)).rejects.toMatchObject({ name: 'NoSuchBucket' });
  });

  it.each(['denied', 'throttle', 'internal', 'unavailable', 'bad-gateway', 'reset', 'cut'])(
    'are not taken for gone by an answer with the fault %s, and neither for deleted',
    async (fault) => {
      await put('a', 'x'.repeat(100_000));
      running.standIns.faults.set(`${fault}@s3.GetObject=1,${fault}@s3.DeleteObject=1`);
      const objects = s3Objects();

      await expect(objects.read('batches', 'a', SIGNAL)).rejects.toThrow();
      // An answer without a body has no middle to be cut in; the object may be gone then.
      if (fault !== 'cut') await expect(objects.remove('batches', 'a', SIGNAL)).rejects.toThrow();
    },
  );

  it.each(['throttle', 'internal', 'reset-before', 'reset-after'])(
    'are read and deleted in spite of the fault %s, once it is over',
    async (fault) => {
      await put('a', '{}');
      const objects = s3Objects();

      running.standIns.faults.set(`${fault}@s3.GetObject=x1,${fault}@s3.DeleteObject=x1`);

      expect(await objects.read('batches', 'a', SIGNAL)).toBe('{}');
      await objects.remove('batches', 'a', SIGNAL);
      expect(running.standIns.s3.keys('batches')).toEqual([]);
    },
  );

  it('are read whole when they are as large as a document of Lambda may be', async () => {
    const text = 'x'.repeat(13 * 1024 * 1024);
    await put('a', text);

    expect((await s3Objects().read('batches', 'a', SIGNAL)) === text).toBe(true);
  });

  it.each([
    ['read', async () => await s3Objects().read('batches', 'a', AbortSignal.abort())],
    ['deleted', async () => await s3Objects().remove('batches', 'a', AbortSignal.abort())],
  ])('are not %s without time', async (_, request) => {
    await put('a', '{}');

    await expect(request()).rejects.toMatchObject({ name: 'AbortError' });
    expect(running.standIns.s3.keys('batches')).toEqual(['a']);
  });
});

describe('an answer of S3', () => {
  let server: Server;
  let answer: RequestListener;
  let closed: Promise<void>;

  beforeEach(async () => {
    closed = new Promise((resolve) => {
      server = createServer((request, response) => {
        response.on('close', resolve);
        answer(request, response);
      });
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    stubEnvironment(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  it('that is larger than any document is not read, and its connection is closed', async () => {
    answer = (_, response) => {
      response.writeHead(200, { 'content-length': MAX_DOCUMENT_BYTES + 1 });
      response.write('x'.repeat(100_000));
    };

    await expect(s3Objects().read('batches', 'a', SIGNAL)).rejects.toThrow(
      `The object has ${MAX_DOCUMENT_BYTES + 1} bytes; a document has ${MAX_DOCUMENT_BYTES} at most.`,
    );
    await closed;
  });

  it('that does not say how large it is is not read, and its connection is closed', async () => {
    answer = (_, response) => {
      response.writeHead(200);
      response.write('x'.repeat(100_000));
    };

    await expect(s3Objects().read('batches', 'a', SIGNAL)).rejects.toThrow('a document has');
    await closed;
  });

  it('that is a 404 of something else than S3 does not say that the object is gone', async () => {
    answer = (_, response) => {
      response.writeHead(404, { 'content-type': 'text/html' }).end('<html><body>Not Found</body></html>');
    };

    await expect(s3Objects().read('batches', 'a', SIGNAL)).rejects.toThrow();
  });

  it('that stops halfway through the object is given up', async () => {
    const { timeOut } = controlTimeouts();
    answer = (_, response) => {
      response.writeHead(200, { 'content-length': 1_000 });
      response.write('x'.repeat(500), () => setTimeout(timeOut, 50));
    };

    await expect(s3Objects().read('batches', 'a', SIGNAL)).rejects.toThrow();
    await closed;
  });
});
