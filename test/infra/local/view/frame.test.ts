import { PassThrough } from 'node:stream';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { PipelineSnapshot, RuleSnapshot } from '../../../../infra/local/pipeline/snapshot.ts';
import { frame } from '../../../../infra/local/view/frame.ts';
import { History } from '../../../../infra/local/view/history.ts';
import type { Size } from '../../../../infra/local/view/layout.ts';
import { lineWidth, plainText, type Tone } from '../../../../infra/local/view/line.ts';
import { paint } from '../../../../infra/local/view/paint.ts';
import { counts, POISON, type SyntheticRun, syntheticSnapshot } from './synthetic-run.ts';

afterEach(() => vi.unstubAllEnvs());

const LARGE: Size = { columns: 80, rows: 60 };

function historyOf(untilMs: number, some?: Partial<SyntheticRun>): History {
  const history = new History();
  for (let ms = 0; ms <= untilMs; ms += 100) history.add(syntheticSnapshot(ms, some));
  return history;
}

/** Of a moment alone, with something else than in the demo. */
function momentOf(some: Partial<PipelineSnapshot>): History {
  const history = new History();
  history.add({ ...syntheticSnapshot(20_000), ...some });
  return history;
}

function picture(history: History, size: Size, hasEnded = false): string {
  return `\n${frame(history, size, hasEnded).map(plainText).join('\n')}\n`;
}

const TROUBLED: Partial<SyntheticRun> = { trouble: { fromMs: 9_000, toMs: 14_000 } };

describe('a frame', () => {
  it('shows the path of the records from the producer to the targets of the rules', () => {
    expect(picture(historyOf(14_200), { columns: 80, rows: 40 })).toMatchInlineSnapshot(`
      "
       Kafka → EventBridge                   0:14 ━━━━━━━━━━━━━━──────────────── 0:30
       in-memory log

       λ producer                  1,748/s             ▆▇▇▆▇▇▇▆▆     27,409 records
       │
       ≡ topic events         waits  1.2 s  ━━╸─────────────────      2,269 lag
       │
       λ demo-analyzer             1,792/s             ▂▇▇▆▆▇▇▇▆     25,140 records
       │ 180 invocations · 2 cold starts
       ≡ topic notifications  waits  0.4 s  ━───────────────────         21 lag
       │
       λ bridge                       50/s             ▁▃▇▇▆▆▇▇▆        607 records
       │ 28 invocations · 1 cold start
       ◆ bus kafka-events             50/s             ▁▃▇▇▆▆▇▇▆        607 events
       │ 65 PutEvents requests · 9.3 events a request
       ├─ suspicious-activity         45/s             ▁▃▇▇▆▆▇▇▆        546 matched
       │   → log .local/logs/aws.events.suspicious-activity.log         546 delivered
       │   → webhook fraud-desk                                         546 delivered
       ├─ high-value                 1.7/s             ▁▁▇▇▅▅▇▇▅         20 matched
       │   → log .local/logs/aws.events.high-value.log                   20 delivered
       ╰─ no rule                                                        61 events

       ✓ No failures
      "
    `);
  });

  it('shows what failed, why, and what to do', () => {
    expect(picture(historyOf(16_000, TROUBLED), { columns: 120, rows: 40 })).toMatchInlineSnapshot(`
      "
       Kafka → EventBridge                             0:16 ━━━━━━━━━━━━━━━━────────────── 0:30
       in-memory log · faults throttle=0.3,reset=0.05

       λ producer                  2,121/s                ▄▇▇▇▆▆▆▇▇▇▇▆▆▆▇▇     31,503 records
       │
       ≡ topic events         waits  1.0 s  ━━━───────────────────────────      2,341 lag
       │
       λ demo-analyzer             1,895/s                ▁▄▇▇▇▆▆▆▇▇▇▇▆▆▆▇     29,162 records
       │ 209 invocations · 2 cold starts
       ≡ topic notifications  waits  2.2 s  ━━━━━━╸───────────────────────        122 lag
       │
       λ bridge                       67/s                ▁▁▃▅▅▄▄▄▄▃▁▃▃▁▇▆        607 records
       │ 35 invocations · 1 cold start · 55 retried
       ◆ bus kafka-events             67/s                ▁▁▃▅▅▄▄▄▄▃▁▃▃▁▇▆        605 events
       │ 65 PutEvents requests · 9.3 events a request
       ├─ suspicious-activity         60/s                ▁▁▃▅▅▄▄▄▄▃▁▃▃▁▇▆        544 matched
       │   → log .local/logs/aws.events.suspicious-activity.log                   544 delivered
       │   → webhook fraud-desk                                                   544 delivered
       ├─ high-value                 2.3/s                ▁▁▁▄▄▄▃▄▃▃▁▃▃▁▇▆         20 matched
       │   → log .local/logs/aws.events.high-value.log                             20 delivered
       ╰─ no rule                                                                  61 events

       Failures  2 dead letters · 55 records retried · 11 injected faults
         FRAME_INVALID     notifications-0@506   A Glue frame has at least 18 bytes; there are 17.
           The bytes are not what the serializers of the configured schema registry write. Check the producer, or choose
           another converter for this side of the record.
         SCHEMA_NOT_FOUND  notifications-2@1312  The registry does not know the schema version 7b1e4f0a-8e6d-4c52-9d3f-00000…
           The schema is not in the registry that the converter reads. Register it again, or check where the producer
           registers its schemas: account and Region, or address.
      "
    `);
  });

  it('has narrow columns in a narrow terminal', () => {
    expect(picture(historyOf(16_000, TROUBLED), { columns: 50, rows: 40 })).toMatchInlineSnapshot(`
      "
       Kafka → EventBridge  0:16 ━━━━━━━━━──────── 0:30
       in-memory log · faults throttle=0.3,reset=0.05

       λ producer       2,121/s     ▇▇▇  31,503 records
       │
       ≡ topic events     1.0 s  ╸─────   2,341 lag
       │
       λ demo-analyzer  1,895/s     ▆▇▇  29,162 records
       │ 209 invocations · 2 cold starts
       ≡ notifications    2.2 s  ━╸────     122 lag
       │
       λ bridge            67/s     ▆▇▆     607 records
       │ 35 invocations · 1 cold start · 55 retried
       ◆ kafka-events      67/s     ▆▇▆     605 events
       │ 65 PutEvents requests · 9.3 events a request
       ├─ suspicious-a…    60/s     ▆▇▆     544 matched
       │   → log .local/logs/aws.event…     544
       │   → webhook fraud-desk             544
       ├─ high-value      2.3/s     ▅▇▇      20 matched
       │   → log .local/logs/aws.event…      20
       ╰─ no rule                            61 events

       Failures  2 dead letters · 55 records retried
         FRAME_INVALID     notifications-0@506
           The bytes are not what the serializers of
           the configured schema registry write. Check…
         SCHEMA_NOT_FOUND  notifications-2@1312
           The schema is not in the registry that the
           converter reads. Register it again, or chec…
      "
    `);
  });

  it('leaves out what matters less in a low terminal', () => {
    expect(picture(historyOf(16_000, TROUBLED), { columns: 80, rows: 14 })).toMatchInlineSnapshot(`
      "
       Kafka → EventBridge                   0:16 ━━━━━━━━━━━━━━━━────────────── 0:30
       λ producer                  2,121/s            ▆▇▇▆▇▇▇▆▆▇     31,503 records
       ≡ topic events         waits  1.0 s  ━━──────────────────      2,341 lag
       λ demo-analyzer             1,895/s            ▂▇▇▆▆▇▇▇▆▆     29,162 records
       ≡ topic notifications  waits  2.2 s  ━━━━╸───────────────        122 lag
       λ bridge                       67/s            ▁▃▆▆▅▅▃▃▃▇        607 records
       ◆ bus kafka-events             67/s            ▁▃▆▆▅▅▃▃▃▇        605 events
       ├─ suspicious-activity         60/s            ▁▃▆▆▅▅▃▃▃▇        544 matched
       ├─ high-value                 2.3/s            ▁▁▆▆▄▄▃▃▃▇         20 matched
       ╰─ no rule                                                        61 events
       Failures  2 dead letters · 55 records retried · 11 injected faults
         SCHEMA_NOT_FOUND  notifications-2@1312  The registry does not know the sche…
      "
    `);
  });

  it('begins with nothing', () => {
    expect(picture(historyOf(0), LARGE)).toMatchInlineSnapshot(`
      "
       Kafka → EventBridge                   0:00 ────────────────────────────── 0:30
       in-memory log

       λ producer                        –                                0 records
       │
       ≡ topic events         waits  0.0 s  ────────────────────          0 lag
       │
       λ demo-analyzer                   –                                0 records
       │ 0 invocations · 0 cold starts
       ≡ topic notifications  waits  0.0 s  ────────────────────          0 lag
       │
       λ bridge                          –                                0 records
       │ 0 invocations · 0 cold starts
       ◆ bus kafka-events                –                                0 events
       │ 0 PutEvents requests
       ├─ suspicious-activity            –                                0 matched
       │   → log .local/logs/aws.events.suspicious-activity.log           0 delivered
       │   → webhook fraud-desk                                           0 delivered
       ├─ high-value                     –                                0 matched
       │   → log .local/logs/aws.events.high-value.log                    0 delivered
       ╰─ no rule                                                         0 events

       ✓ No failures
      "
    `);
  });

  it('begins at the topics when the records are of somebody else, all topics of a function before it', () => {
    const mapping = { functionName: 'bridge', counts: counts({ committedEventCount: 600 }), coldStarts: 1 };
    const history = momentOf({
      durationMs: undefined,
      source: 'Kafka at kafka-1.example.com:9092,kafka-2.example.com:9092',
      producedRecords: undefined,
      mappings: [
        { ...mapping, topic: 'payments', lag: 12 },
        { ...mapping, topic: 'refunds', lag: 0 },
      ],
    });

    expect(picture(history, { columns: 80, rows: 16 })).toMatchInlineSnapshot(`
      "
       Kafka → EventBridge                                      0:20 · Ctrl-C ends it
       Kafka at kafka-1.example.com:9092,kafka-2.example.com:9092

       ≡ topic payments       waits      –  ────────────────────         12 lag
       ≡ topic refunds        waits  0.0 s  ────────────────────          0 lag
       λ bridge                       60/s         ▇▇▇▇▇▇▇▇▇▇▇▇▇      1,200 records
       │ 0 invocations · 2 cold starts
       ◆ bus kafka-events             45/s         ▇▇▇▇▇▇▇▇▇▇▇▇▇        893 events
       │ 95 PutEvents requests · 9.4 events a request
       ├─ suspicious-activity         40/s         ▇▇▇▇▇▇▇▇▇▇▇▇▇        803 matched
       ├─ high-value                 1.5/s         ▇▇▇▇▇▇▇▇▇▇▇▇▇         29 matched
       ╰─ no rule                                                        90 events

       ✓ No failures
      "
    `);
  });

  it('writes large numbers short where they would shift the columns', () => {
    const mapping = { functionName: 'bridge', topic: 'notifications', coldStarts: 1 };
    const history = momentOf({
      elapsedMs: 90_000_000,
      isFinishing: true,
      producedRecords: 98_765_432_109,
      mappings: [{ ...mapping, counts: counts({ committedEventCount: 98_765_432 }), lag: 1_432_109 }],
    });

    expect(picture(history, { columns: 50, rows: 12 })).toMatchInlineSnapshot(`
      "
       Kafka → EventBridge  25:00:00 ━━━━━━━━ finishing
       λ producer        1.1M/s  ▇▇▇▇▇▇   98.8B records
       ≡ notifications        –  ──────    1.4M lag
       λ bridge         1,097/s  ▇▇▇▇▇▇   98.8M records
       ◆ kafka-events     0.1/s  ▇▇▇▇▇▇     893 events
       ├─ suspicious-a…   0.1/s  ▇▇▇▇▇▇     803 matched
       ├─ high-value      0.1/s  ▇▇▇▇▇▇      29 matched
       ╰─ no rule                            90 events
       ✓ No failures
      "
    `);
    expect(picture(history, { columns: 80, rows: 12 })).toMatchInlineSnapshot(`
      "
       Kafka → EventBridge          25:00:00 ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━ finishing
       λ producer              1,097,394/s  ▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇      98.8B records
       ≡ topic notifications  waits      –  ────────────────────  1,432,109 lag
       λ bridge                    1,097/s  ▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇ 98,765,432 records
       ◆ bus kafka-events            0.1/s  ▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇        893 events
       ├─ suspicious-activity        0.1/s  ▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇        803 matched
       ├─ high-value                 0.1/s  ▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇         29 matched
       ╰─ no rule                                                        90 events
       ✓ No failures
      "
    `);
  });

  it('cuts long names, and keeps their columns', () => {
    const topic = 'a-topic-whose-name-was-made-by-somebody-who-likes-to-be-precise.v2';
    const history = momentOf({
      mappings: [{ functionName: topic, topic, counts: counts(), lag: 4, coldStarts: 0 }],
      bus: { name: topic, putEventsRequests: 0, events: 0, unmatchedEvents: 0 },
      rules: [
        {
          name: '注文の規則注文の規則注文の規則',
          matched: 3,
          targets: [{ to: `log ${topic}${topic}`, delivered: 3 }],
        },
      ],
    });

    expect(picture(history, LARGE)).toMatchInlineSnapshot(`
      "
       Kafka → EventBridge                   0:20 ━━━━━━━━━━━━━━━━━━━━────────── 0:30
       in-memory log

       λ producer                      1,957/s        ▇▇▇▇▇▇▇▇▇▇     39,135 records
       │
       ≡ a-topic-whose-name-was-… waits      –  ────────────────          4 lag
       │
       λ a-topic-whose-name-was-…          0/s        ▁▁▁▁▁▁▁▁▁▁          0 records
       │ 0 invocations · 0 cold starts
       ◆ a-topic-whose-name-was-…          0/s        ▁▁▁▁▁▁▁▁▁▁          0 events
       │ 0 PutEvents requests
       ├─ 注文の規則注文の規則注…        0.2/s        ▇▇▇▇▇▇▇▇▇▇          3 matched
       │   → log a-topic-whose-name-was-made-by-somebody-who-li…          3 delivered
       ╰─ no rule                                                         0 events

       ✓ No failures
      "
    `);
  });

  it('folds the rules that do not fit', () => {
    const rules = Array.from(
      { length: 40 },
      (_, index): RuleSnapshot => ({ name: `rule-${index}`, matched: 1, targets: [] }),
    );

    const lines = picture(momentOf({ rules }), { columns: 80, rows: 24 }).split('\n');

    expect(lines.filter((line) => /rule/.test(line))).toMatchInlineSnapshot(`
      [
        " ├─ rule-0                    0.1/s          ▇▇▇▇▇▇▇▇▇▇▇▇▇          1 matched",
        " ├─ rule-1                    0.1/s          ▇▇▇▇▇▇▇▇▇▇▇▇▇          1 matched",
        " ├─ rule-2                    0.1/s          ▇▇▇▇▇▇▇▇▇▇▇▇▇          1 matched",
        " ├─ rule-3                    0.1/s          ▇▇▇▇▇▇▇▇▇▇▇▇▇          1 matched",
        " ├─ rule-4                    0.1/s          ▇▇▇▇▇▇▇▇▇▇▇▇▇          1 matched",
        " ├─ rule-5                    0.1/s          ▇▇▇▇▇▇▇▇▇▇▇▇▇          1 matched",
        " ├─ 34 other rules                                                 34 matched",
        " ╰─ no rule                                                        90 events",
      ]
    `);
  });

  it.each<[string, Partial<PipelineSnapshot>, number, boolean]>([
    [' 0:30', {}, 80, false],
    [' ended', {}, 80, true],
    [' finishing; the second Ctrl-C ends it at once', { isFinishing: true }, 80, false],
    [' finishing', { isFinishing: true }, 60, false],
    [' ended', { isFinishing: true }, 80, true],
    ['0:20 · Ctrl-C ends it', { durationMs: undefined }, 80, false],
    [
      '0:20 · finishing; the second Ctrl-C ends it at once',
      { durationMs: undefined, isFinishing: true },
      80,
      false,
    ],
    ['0:20 · finishing', { durationMs: undefined, isFinishing: true }, 60, false],
    ['0:20 · ended', { durationMs: undefined, isFinishing: true }, 80, true],
  ])('says %s with %j in %i columns (at its end: %s)', (words, some, columns, hasEnded) => {
    const history = momentOf(some);
    const [, title = ''] = picture(history, { ...LARGE, columns }, hasEnded).split('\n');

    expect(title.endsWith(words)).toBe(true);
  });

  it('fills the graph of a short run', () => {
    const lines = picture(historyOf(10_000, { durationMs: 10_000 }), LARGE).split('\n');

    expect(lines.filter((line) => /producer|demo-analyzer/.test(line))).toMatchInlineSnapshot(`
      [
        " λ producer                  2,255/s  ▃▄▆▇▇▇▇▇▆▆▆▆▆▆▇▇▇▇▇▇     19,764 records",
        " λ demo-analyzer             2,117/s  ▁▁▃▄▆▇▇▇▇▇▆▆▆▆▆▆▇▇▇▇     17,497 records",
      ]
    `);
  });

  it('does not call faults failures that a repetition has healed', () => {
    const history = momentOf({ failures: { injectedFaults: 12, deadLetters: 0, latest: [] } });

    expect(picture(history, LARGE)).toContain(' ✓ No failures · 12 injected faults\n');
  });

  it('says each failure in words, losses first', () => {
    const [analyzer] = syntheticSnapshot(0).mappings;
    const all = counts({
      droppedEventCount: 1,
      onFailureDestinationDeliveredEventCount: 1_200,
      failedInvokeEventCount: 3,
      pollingErrorCount: 1,
      filteredOutEventCount: 9,
    });
    const history = momentOf({
      mappings: analyzer === undefined ? [] : [{ ...analyzer, counts: all }],
      failures: { injectedFaults: 7, deadLetters: 1, latest: [] },
    });

    expect(picture(history, { columns: 200, rows: 60 })).toContain(
      ' Failures  1 record dropped · 1,200 records given up · 1 dead letter · 3 records retried · 1 polling error',
    );
    expect(picture(history, { columns: 200, rows: 60 })).toContain(
      '1 dropped · 1,200 given up · 3 retried · 9 filtered out',
    );
  });

  it('tells a remedy once for records with one code, the latest records last', () => {
    const [first] = POISON;
    if (first === undefined) throw new Error('There is no example.');
    const latest = [1, 2, 3, 4].map((offset) => ({ ...first, offset }));
    const history = momentOf({ failures: { injectedFaults: 0, deadLetters: 4, latest } });

    const lines = picture(history, { columns: 200, rows: 60 }).split('\n');
    expect(lines.slice(lines.findIndex((line) => line.includes('Failures')))).toMatchInlineSnapshot(`
      [
        " Failures  4 dead letters",
        "   FRAME_INVALID  notifications-0@2  A Glue frame has at least 18 bytes; there are 17.",
        "   FRAME_INVALID  notifications-0@3  A Glue frame has at least 18 bytes; there are 17.",
        "   FRAME_INVALID  notifications-0@4  A Glue frame has at least 18 bytes; there are 17.",
        "     The bytes are not what the serializers of the configured schema registry write. Check the producer, or choose",
        "     another converter for this side of the record.",
        "",
      ]
    `);
  });

  it('fits into every terminal, whatever is in it', () => {
    const names = fc.string({ unit: 'grapheme', maxLength: 60 });
    const numbers = fc.nat({ max: Number.MAX_SAFE_INTEGER });
    const rule = fc.record({
      name: names,
      matched: numbers,
      targets: fc.array(fc.record({ to: names, delivered: numbers }), { maxLength: 3 }),
    });
    const mapping = fc.record({
      functionName: names,
      topic: names,
      counts: fc.constantFrom(counts(), counts({ committedEventCount: 7, droppedEventCount: 3 })),
      lag: numbers,
      coldStarts: numbers,
    });
    const snapshot = fc.record({
      elapsedMs: fc.nat({ max: 1e9 }),
      durationMs: fc.option(fc.nat({ max: 1e9 }), { nil: undefined }),
      isFinishing: fc.boolean(),
      source: names,
      faults: fc.option(names, { nil: undefined }),
      producedRecords: fc.option(numbers, { nil: undefined }),
      mappings: fc.array(mapping, { maxLength: 4 }),
      bus: fc.record({ name: names, putEventsRequests: numbers, events: numbers, unmatchedEvents: numbers }),
      rules: fc.array(rule, { maxLength: 20 }),
      failures: fc.record({
        injectedFaults: numbers,
        deadLetters: numbers,
        latest: fc.array(fc.constantFrom(...POISON), { maxLength: 5 }),
      }),
    });
    const sizes = fc.record({
      columns: fc.integer({ min: 1, max: 200 }),
      rows: fc.integer({ min: 1, max: 60 }),
    });

    fc.assert(
      fc.property(fc.array(snapshot, { minLength: 1, maxLength: 3 }), sizes, (snapshots, size) => {
        const history = new History();
        for (const each of snapshots) history.add(each);
        const lines = frame(history, size);
        expect(lines.length).toBeLessThanOrEqual(Math.max(1, size.rows - 1));
        for (const line of lines) expect(lineWidth(line)).toBeLessThan(Math.max(2, size.columns));
      }),
    );
  });
});

describe('colours', () => {
  const toneOf = (history: History, text: string): Tone | undefined =>
    frame(history, LARGE)
      .flat()
      .find((span) => span.text.includes(text))?.tone;

  it('mean the same everywhere: fine, attention, loss', () => {
    const [analyzer] = syntheticSnapshot(0).mappings;
    const dropped = momentOf({
      mappings:
        analyzer === undefined
          ? []
          : [{ ...analyzer, counts: counts({ droppedEventCount: 2, failedInvokeEventCount: 5 }) }],
    });

    expect(toneOf(historyOf(10_000), '✓')).toBe('good');
    expect(toneOf(dropped, '2 records dropped')).toBe('loss');
    expect(toneOf(dropped, '5 retried')).toBe('attention');
  });

  it('tell a topic that waits long', () => {
    const history = new History();
    for (const elapsedMs of [0, 1_000, 2_500, 3_500]) {
      const mappings = syntheticSnapshot(0).mappings.map((mapping) => ({ ...mapping, lag: elapsedMs }));
      history.add({ ...syntheticSnapshot(0), elapsedMs, mappings });
      if (elapsedMs > 0) expect(toneOf(history, ' s')).toBe(elapsedMs < 3_000 ? 'good' : 'attention');
    }
  });

  it('tell in the graph of a function when its records failed', () => {
    const graphs = frame(historyOf(30_000, TROUBLED), LARGE).map((line) =>
      line
        .filter(({ text, tone }) => tone === 'attention' && /^[▁-▇]+$/.test(text))
        .map(({ text }) => text.length),
    );

    // 5 s of 30 s in 20 columns, and the rows of the other stations without.
    expect(graphs.filter((lengths) => lengths.length > 0)).toEqual([[4]]);
  });

  it('go along the path while events come', () => {
    const litRows = (untilMs: number) =>
      frame(historyOf(untilMs), LARGE).flatMap((line, row) =>
        line.some(({ text, tone }) => text.trim() === '│' && tone === 'accent') ? [row] : [],
      );
    const [first = 0, ...others] = litRows(10_000);

    expect(others).toEqual([]);
    expect(litRows(10_200)).toEqual([first + 2]);
    expect(litRows(500)).toEqual([]);
  });

  it('light up the number of a target when events came', () => {
    const history = new History();
    const rules = (delivered: number) => [
      { name: 'r', matched: delivered, targets: [{ to: 't', delivered }] },
    ];
    history.add({ ...syntheticSnapshot(1_000), rules: rules(4_321) });
    history.add({ ...syntheticSnapshot(3_000), rules: rules(4_321) });
    history.add({ ...syntheticSnapshot(3_100), rules: rules(4_322) });
    const tones = (text: string) =>
      frame(history, LARGE)
        .flat()
        .filter((span) => span.text.includes(text))
        .map(({ tone }) => tone);
    expect(tones('4,322')).toEqual(['plain', 'good']);

    history.add({ ...syntheticSnapshot(4_500), rules: rules(4_322) });
    expect(tones('4,322')).toEqual(['plain', 'plain']);
  });

  it('tell a target to which events do not come', () => {
    const history = new History();
    const rule = (matched: number, delivered: number) => [
      { name: 'r', matched, targets: [{ to: 't', delivered }] },
    ];
    history.add({ ...syntheticSnapshot(1_000), rules: rule(4_321, 0) });
    expect(toneOf(history, ' 0')).not.toBe('attention');
    history.add({ ...syntheticSnapshot(3_500), rules: rule(4_321, 4_320) });

    expect(toneOf(history, '4,320')).toBe('attention');
  });

  it.each([
    [{ FORCE_COLOR: '1' }, '\u001b[2m·\u001b[22m \u001b[1m\u001b[31mgone\u001b[39m\u001b[22m'],
    [{ FORCE_COLOR: undefined, NO_COLOR: undefined }, '· gone'],
  ])('are there when the person or the stream wants them: %j', (environment, text) => {
    for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
    const line = [
      { text: '·', tone: 'dim' },
      { text: ' ', tone: 'dim' },
      { text: 'gone', tone: 'loss' },
    ] as const;

    expect(paint(line, new PassThrough() as unknown as NodeJS.WriteStream)).toBe(text);
  });
});
