import { describe, expect, it } from 'vitest';
import { newestVersion } from '../../../infra/kafka/newest-version.ts';

const VERSIONS = [9, 8, 6].map((version) => ({ key: 8, version }));

function clientOf(minVersion: number, maxVersion: number, apiKey = 8) {
  return { listApis: () => Promise.resolve([{ apiKey, name: 'OffsetCommit', minVersion, maxVersion }]) };
}

describe('the version of a request', () => {
  it.each([
    { min: 2, max: 9, version: 9 },
    { min: 2, max: 10, version: 9 },
    { min: 2, max: 8, version: 8 },
    { min: 0, max: 7, version: 6 },
    { min: 6, max: 6, version: 6 },
  ])('is $version for a broker that knows $min to $max', async ({ min, max, version }) => {
    expect(await newestVersion(clientOf(min, max), VERSIONS, 'OffsetCommit')).toEqual({ key: 8, version });
  });

  it.each([
    { what: 'is too old', client: clientOf(0, 5) },
    { what: 'is too new', client: clientOf(10, 12) },
    { what: 'does not have it', client: clientOf(0, 12, 9) },
  ])('is refused when the broker $what', async ({ client }) => {
    await expect(newestVersion(client, VERSIONS, 'OffsetCommit')).rejects.toThrow(
      expect.objectContaining({
        code: 'FORMAT_UNSUPPORTED',
        message: expect.stringContaining('The brokers have no usable OffsetCommit.'),
      }),
    );
  });
});
