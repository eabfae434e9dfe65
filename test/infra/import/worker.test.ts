import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { workerOf } from '../../../infra/import/worker.ts';
import { connector } from './connector-fixture.ts';

const STRING_CONVERTER = 'org.apache.kafka.connect.storage.StringConverter';
const SURROUNDINGS = {
  authentication: 'IAM',
  roleArn: undefined,
  hasOwnWorkerConfiguration: false,
  workerConfigurationArn: undefined,
};
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'worker-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function file(content: string): string {
  const path = join(folder, 'worker');
  writeFileSync(path, content);
  return path;
}

describe('the worker of a connector', () => {
  it('is not known of a Kafka Connect of somebody’s own', () => {
    expect(workerOf(connector(), undefined)).toBeUndefined();
  });

  it('is that of MSK Connect, unless it has a configuration of its own', () => {
    const onMsk = connector({}, { form: 'msk-connect', surroundings: SURROUNDINGS });
    const withOwn = connector(
      {},
      { form: 'msk-connect', surroundings: { ...SURROUNDINGS, hasOwnWorkerConfiguration: true } },
    );

    expect(workerOf(onMsk, undefined)?.properties).toEqual(
      new Map([
        ['key.converter', STRING_CONVERTER],
        ['value.converter', STRING_CONVERTER],
      ]),
    );
    expect(workerOf(withOwn, undefined)).toBeUndefined();
  });

  it.each([
    { what: 'a properties file', content: 'key.converter=a.B\n' },
    {
      what: 'what describe-worker-configuration answers',
      content: JSON.stringify({
        name: 'avro',
        latestRevision: {
          revision: 1,
          propertiesFileContent: Buffer.from('key.converter=a.B\n').toString('base64'),
        },
      }),
    },
  ])('is read from $what', ({ content }) => {
    expect(workerOf(connector(), file(content))?.properties).toEqual(new Map([['key.converter', 'a.B']]));
  });

  it.each([
    { content: '{"latestRevision":{}}', message: 'has no latestRevision.propertiesFileContent' },
    { content: '{"a":"hunter2"', message: 'has no latestRevision.propertiesFileContent' },
    { content: 'a=hunter2\\u', message: 'is no properties file: Line 1' },
  ])('is refused without a word of its contents: $message', ({ content, message }) => {
    const read = () => workerOf(connector(), file(content));

    expect(read).toThrow(message);
    expect(read).not.toThrow(/hunter2/);
  });

  it('is refused when it is not there', () => {
    expect(() => workerOf(connector(), join(folder, 'none'))).toThrow(
      'cannot be read: no such file or directory',
    );
  });
});
