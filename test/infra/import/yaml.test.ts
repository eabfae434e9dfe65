import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readConnector } from '../../../infra/import/read-connector.ts';
import { workerOf } from '../../../infra/import/worker.ts';
import { isYaml } from '../../../infra/import/yaml.ts';
import { CONFIG, connector } from './connector-fixture.ts';

const STRIMZI = `apiVersion: kafka.strimzi.io/v1beta2
kind: KafkaConnector
metadata:
  name: orders-sink
spec:
  class: ${CONFIG['connector.class']}
  config:
    topics: orders # all of them
    aws.eventbridge.connector.id: "hunter2"
`;

const CLOUD_FORMATION = `Resources:
  Sink:
    Type: AWS::KafkaConnect::Connector
    Properties:
      ConnectorConfiguration:
        topics: !Ref Topic
`;

describe('YAML', () => {
  it.each([
    { what: 'a connector of Strimzi', text: STRIMZI },
    { what: 'a connector of Strimzi with CRLF', text: STRIMZI.replaceAll('\n', '\r\n') },
    { what: 'a template of CloudFormation', text: CLOUD_FORMATION },
    { what: 'members in quotes', text: '"config":\n  "topics": "orders"\n' },
    { what: 'comments in between', text: '# a\nconfig: # b\n\n  # c\n  topics: orders\n' },
    { what: 'a list of objects', text: 'items:\n  - kind: KafkaConnector\n' },
    { what: 'a document of its own', text: '---\ntopics: orders\n' },
  ])('is $what', ({ text }) => {
    expect(isYaml(text)).toBe(true);
  });

  it.each([
    { what: 'names with =', text: 'topics=orders\nname = a\n' },
    { what: 'names with :, as Java allows', text: 'topics: orders\nname: a\n' },
    { what: 'lines further in', text: 'topics: orders\n  name: a\n' },
    { what: 'a name without a value', text: 'transforms:\ntopics: orders\n' },
    { what: 'a value that goes on', text: 'topics:\\\n  orders:x\n' },
    { what: 'a comment with lines', text: '# ---\n#---\ntopics=a---\n' },
    { what: 'JSON', text: '{"a":\n {"b": 1}}' },
  ])('is not a properties file with $what', ({ text }) => {
    expect(isYaml(text)).toBe(false);
  });
});

describe('a file of YAML', () => {
  let folder: string;
  let path: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'yaml-'));
    path = join(folder, 'connector.yaml');
    writeFileSync(path, STRIMZI);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is refused with what to give instead, and nothing of its contents', () => {
    const read = () => readConnector(path, { connector: undefined, given: new Map() });

    expect(read).toThrow('connector.yaml is YAML, which is not read. Give the same as JSON: kubectl get');
    expect(read).not.toThrow(/hunter2/);
  });

  it('is refused as a worker', () => {
    expect(() => workerOf(connector(), path)).toThrow('is YAML, which is not read. Give the properties file');
  });
});
