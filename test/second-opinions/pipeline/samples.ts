import { readFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { sampleConfiguration } from '../../../infra/local/demo/configurations.ts';
import { SAMPLE_EVENTS, type SampleEvent } from '../../../infra/local/demo/sample-events.ts';
import type { LocalFunction } from '../../../infra/local/lambda/function-host.ts';
import { Audit, type Expectation, payloadChecksum } from '../../../infra/local/mapping/audit.ts';
import { deliver } from '../../../infra/local/mapping/delivery.ts';
import { eventCoordinates } from '../../../infra/local/mapping/event-coordinates.ts';
import { recordsOf } from '../../../infra/local/mapping/event-records.ts';
import { recordName } from '../../../infra/local/mapping/record-book.ts';
import type { KafkaEventRecord } from '../../../shared/kafka-event.ts';
import { canonicalJson } from './canonical-json.ts';
import type { MotoAccount } from './moto-account.ts';
import { auditFigures, auditProblems, type PipelineCheck } from './pipeline-check.ts';
import { takeEvents } from './received-events.ts';
import { eventWithSchemaIds } from './schema-ids.ts';
import { startFunction } from './start-function.ts';
import { takeLetters } from './written-letters.ts';

/** What `npm test` holds the same file against. */
interface GoldenSample {
  readonly details: readonly { readonly detailType: string; readonly detail: string }[];
  readonly deadLetters: readonly { readonly at: string; readonly code: string }[];
}

const ROOT = new URL('../../../', import.meta.url);

/** The files of `events/`, each with its configuration, against what the stand-ins got of them. */
export const SAMPLES_CHECK: PipelineCheck = {
  name: 'sample events',
  run: async (account) => {
    const problems: string[] = [];
    const total = { produced: 0, sent: 0, deadLettered: 0 };
    const bridges = new Map<string, LocalFunction>();
    try {
      for (const sample of SAMPLE_EVENTS) {
        const bridge = bridges.get(sample.configuration) ?? (await bridgeOf(account, sample));
        bridges.set(sample.configuration, bridge);
        const { produced, sent, deadLettered, found } = await bridged(account, bridge, sample);
        total.produced += produced;
        total.sent += sent;
        total.deadLettered += deadLettered;
        problems.push(...found.map((problem) => `events/${sample.name}.json: ${problem}`));
      }
    } finally {
      await Promise.all(Array.from(bridges.values(), (bridge) => bridge.close()));
    }
    return { seen: `${SAMPLE_EVENTS.length} files, ${auditFigures(total)}`, problems };
  },
};

async function bridgeOf(account: MotoAccount, { configuration }: SampleEvent): Promise<LocalFunction> {
  const parameter = await account.putConfiguration(configuration, sampleConfiguration(configuration));
  return startFunction('bridge', account, { parameter });
}

async function bridged(account: MotoAccount, bridge: LocalFunction, { name }: SampleEvent) {
  const golden: GoldenSample = JSON.parse(read(`test/golden/samples/${name}.json`));
  const event = eventWithSchemaIds(JSON.parse(read(`events/${name}.json`)), account.schemaIds);
  const audit = new Audit();
  for (const record of recordsOf(event)) audit.produced(record, expectationOf(record, golden));
  const { exhausted } = await deliver(bridge, event, { reading: 'listed', maxRetries: 2 });
  for (const record of exhausted.flatMap(recordsOf)) audit.exhausted(record);
  const events = await takeEvents(account, audit);
  await takeLetters(account, audit);
  const types = events.map(({ detailType }) => detailType).sort();
  const expectedTypes = golden.details.map(({ detailType }) => detailType).sort();
  const areTypesAlike = JSON.stringify(types) === JSON.stringify(expectedTypes);
  const result = audit.result();
  return {
    ...result,
    found: [...auditProblems(result), ...(areTypesAlike ? [] : [`the detail types are ${types.join(', ')}`])],
  };
}

/** @throws Error for a record that the golden file does not know. */
function expectationOf(record: KafkaEventRecord, { details, deadLetters }: GoldenSample): Expectation {
  const name = recordName(record);
  const checksum = payloadChecksum(record.key ?? null, record.value ?? null);
  const letter = deadLetters.find(({ at }) => at === name);
  if (letter !== undefined) return { kind: 'poison', code: letter.code, payloadChecksum: checksum };
  const detail = details.map((known) => known.detail).find((text) => nameIn(text) === name);
  if (detail === undefined) throw new Error(`The golden files do not know what becomes of ${name}.`);
  return { kind: 'event', detailChecksum: crc32(canonicalJson(detail)), payloadChecksum: checksum };
}

function nameIn(detail: string): string | undefined {
  const coordinates = eventCoordinates(detail);
  return coordinates && recordName(coordinates);
}

function read(path: string): string {
  return readFileSync(new URL(path, ROOT), 'utf8');
}
