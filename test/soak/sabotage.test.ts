import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { copyArtefact } from './artefact.ts';
import { ENTRY_CODES } from './faults.ts';
import { runScenario } from './run-scenario.ts';
import { CALM, type Scenario } from './scenario.ts';
import type { Violation } from './scenario-result.ts';

/** An audit that cannot fail proves nothing: here it meets bridges that do what it has to find. */

const bridge = copyArtefact();
afterAll(() => bridge.remove());

const RECORDS = 200;
const SEED = 7;

/** The built bridge with something done to its events or its answers. */
function sabotaged(name: string, handler: string): string {
  const module = join(dirname(bridge.module), `${name}.mjs`);
  writeFileSync(
    module,
    `import { handler as bridge } from './index.mjs';
const edited = (event, edit) => ({ ...event, records: Object.fromEntries(
  Object.entries(event.records).map(([partition, list]) => [partition, edit(list)])) });
const isTarget = ({ topic, partition, offset }) => topic === 'orders' && partition === 0 && offset === 3;
export const handler = async (event, context) => { ${handler} };
`,
  );
  return module;
}

const SCENARIO: Scenario = {
  ...CALM,
  name: 'sabotaged',
  about: '',
  isolation: 'thread',
  pollers: 1,
  poisonShare: 0,
  mapping: { reading: 'listed', maxRetries: 2 },
};

interface Sabotage {
  readonly what: string;
  readonly handler: string;
  readonly scenario?: Partial<Scenario>;
  readonly found: readonly Violation[];
}

const SABOTAGES: readonly Sabotage[] = [
  {
    what: 'drops a record',
    handler: 'return bridge(edited(event, (list) => list.filter((record) => !isTarget(record))), context);',
    found: ['lost'],
  },
  {
    what: 'keeps its failures for itself',
    handler: 'await bridge(event, context); return { batchItemFailures: [] };',
    scenario: { phases: [{ invocations: 1, faults: [{ kind: 'throttle', probability: 0.9 }] }] },
    found: ['lost'],
  },
  {
    what: 'answers a mapping that does not read its answers',
    handler: 'return bridge(event, context).catch(() => null);',
    scenario: {
      mapping: { reading: 'ignored', maxRetries: 2 },
      phases: [{ invocations: 1, faults: [{ kind: 'throttle', probability: 0.9 }] }],
    },
    found: ['lost'],
  },
  {
    what: 'makes a record up',
    handler:
      'return bridge(edited(event, (list) => [...list, { ...list[0], offset: list[0].offset + 1_000_000 }]), context);',
    found: ['invented'],
  },
  {
    what: 'changes a record',
    handler:
      'return bridge(edited(event, (list) => list.map((record) => isTarget(record) ? { ...record, timestamp: record.timestamp + 1 } : record)), context);',
    found: ['altered'],
  },
  {
    what: 'dead-letters a good record',
    handler:
      "return bridge(edited(event, (list) => list.map((record) => isTarget(record) ? { ...record, value: Buffer.from('{').toString('base64') } : record)), context);",
    found: ['altered', 'condemned'],
  },
  {
    what: 'dead-letters a good record and says that EventBridge refused it',
    handler: 'return bridge(event, context);',
    scenario: {
      phases: [{ invocations: 1, faults: [{ kind: 'partial', probability: 0.3, codes: ENTRY_CODES.final }] }],
    },
    found: ['condemned'],
  },
  {
    what: 'sends a batch twice',
    handler: 'await bridge(event, context); return bridge(event, context);',
    found: ['unexplained'],
  },
  {
    what: 'reports as failed what it has sent',
    handler: `await bridge(event, context);
      const target = Object.values(event.records).flat().find(isTarget);
      globalThis.reported = (globalThis.reported ?? 0) + (target === undefined ? 0 : 1);
      return { batchItemFailures: target === undefined || globalThis.reported > 1 ? [] :
        [{ itemIdentifier: { partition: 'orders-0', offset: target.offset } }] };`,
    found: ['unexplained'],
  },
  {
    what: 'gives up a record that it could have sent',
    handler: `const { batchItemFailures } = await bridge(edited(event, (list) => list.filter((record) => !isTarget(record))), context);
      const target = Object.values(event.records).flat().find(isTarget);
      return { batchItemFailures: target === undefined ? batchItemFailures :
        [...batchItemFailures, { itemIdentifier: { partition: 'orders-0', offset: target.offset } }] };`,
    found: ['given-up'],
  },
  {
    what: 'ends its own process',
    handler:
      'if (Object.values(event.records).flat().some(isTarget)) process.exit(3); return bridge(event, context);',
    found: ['crashed', 'given-up'],
  },
  {
    what: 'turns the order around',
    handler: 'return bridge(edited(event, (list) => list.toReversed()), context);',
    scenario: { ordering: 'partition' },
    found: ['out-of-order'],
  },
  {
    what: 'keeps no order although it should',
    handler: 'return bridge(event, context);',
    scenario: {
      ordering: 'partition',
      configuration: { 'aws.eventbridge.ordering': 'none' },
      phases: [{ invocations: 1, faults: [{ kind: 'partial', probability: 0.5 }] }],
      mapping: { reading: 'listed', maxRetries: 20 },
    },
    found: ['out-of-order'],
  },
];

describe('the audit finds a bridge that', () => {
  test.each(SABOTAGES.map((sabotage, index) => ({ ...sabotage, index })))(
    '$what',
    async ({ index, handler, scenario, found }) => {
      const result = await runScenario(
        { ...SCENARIO, ...scenario },
        { records: RECORDS, seed: SEED, artefact: sabotaged(`sabotage-${index}`, handler) },
      );

      const kinds = Object.entries(result.violations).filter(([, records]) => records.length > 0);
      expect(kinds.map(([kind]) => kind).toSorted()).toEqual(found.toSorted());
    },
  );

  test('does nothing of that, and finds nothing', async () => {
    const result = await runScenario(SCENARIO, {
      records: RECORDS,
      seed: SEED,
      artefact: sabotaged('none', 'return bridge(event, context);'),
    });

    expect(Object.values(result.violations).flat()).toEqual([]);
    expect(result).toMatchObject({ records: RECORDS, sent: RECORDS, deadLettered: 0, exhausted: 0 });
  });
});
