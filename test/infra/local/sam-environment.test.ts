import { readdirSync, readFileSync } from 'node:fs';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { CONTAINER_HOST } from '../../../infra/local/container-endpoint.ts';
import { CONFIGURATIONS } from '../../../infra/local/demo/configurations.ts';
import { SAMPLE_EVENTS } from '../../../infra/local/demo/sample-events.ts';
import { samEnvironment } from '../../../infra/local/sam-environment.ts';
import { localFunctions } from '../../sam/local-template.ts';

describe('events/environment/', () => {
  test('has a file for every document of events/configuration/ and no other', () => {
    const expected = CONFIGURATIONS.map((name) => `${name}.json`).sort();
    expect(readdirSync('events/environment').sort()).toEqual(expected);
    expect(readdirSync('events/configuration').sort()).toEqual(expected);
  });

  test('has a file for every sample event', () => {
    for (const { configuration } of SAMPLE_EVENTS) expect(CONFIGURATIONS).toContain(configuration);
  });

  test.each(CONFIGURATIONS)('%s.json is what node infra/local/demo/write-events.ts writes', (name) => {
    const file = readFileSync(`events/environment/${name}.json`, 'utf8');
    expect(file).toBe(`${JSON.stringify(samEnvironment(name), undefined, 2)}\n`);
  });

  test('names no variable that the bridge of a template for local use does not declare', () => {
    const bridge = localFunctions().find(({ id }) => id === 'demo');
    const declared = Object.keys(bridge?.variables ?? {});
    for (const name of CONFIGURATIONS) {
      expect(declared).toEqual(expect.arrayContaining(Object.keys(samEnvironment(name).Parameters)));
    }
  });

  test('replaces every value of the bridge that only CloudFormation knows', () => {
    const bridge = localFunctions().find(({ id }) => id === 'demo');
    const { Parameters } = samEnvironment('json');
    const unknown = Object.entries(bridge?.variables ?? {}).filter(([, value]) => typeof value !== 'string');
    expect(unknown.length).toBeGreaterThan(0);
    for (const [name] of unknown) expect(Parameters).toHaveProperty(name);
  });

  test('names a bucket that S3 clients do not make a part of the host name', async () => {
    const { Parameters } = samEnvironment('json');
    const hosts: string[] = [];
    const s3 = new S3Client({
      endpoint: `${Parameters.AWS_ENDPOINT_URL}`,
      region: 'eu-west-1',
      credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
      maxAttempts: 1,
      requestHandler: {
        handle: async ({ hostname }: { hostname: string }) => {
          hosts.push(hostname);
          throw new Error('far enough');
        },
      },
    });
    const put = s3.send(
      new PutObjectCommand({ Bucket: `${Parameters.BRIDGE_DEAD_LETTER_BUCKET}`, Key: 'k', Body: 'b' }),
    );
    await expect(put).rejects.toThrow('far enough');
    expect(hosts).toEqual([CONTAINER_HOST]);
  });
});
