import type { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { RECORD_FAILURES } from '../../../../functions/bridge/errors.ts';
import { LOG_QUERIES } from '../../../../infra/constructs/observability/log-queries.ts';
import { KNOWN_METRICS, metricText } from './known-metrics.ts';
import { alarmsOf, deployed, monitoredStack, ORDERS_MAPPING, REFUNDS_MAPPING } from './monitored-stack.ts';

interface Widget {
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: {
    readonly title?: string;
    readonly markdown?: string;
    readonly alarms?: readonly string[];
    readonly metrics?: readonly (readonly (string | LineOptions)[])[];
    readonly annotations?: {
      readonly horizontal: readonly { readonly value: number; readonly label: string }[];
    };
    readonly yAxis?: Partial<Record<'left' | 'right', { readonly label: string; readonly min: number }>>;
  };
}

interface LineOptions {
  readonly yAxis?: 'left' | 'right';
  readonly stat?: string;
  readonly label?: string;
}

/** A line of a graph, from CloudWatch's compact form: namespace, name, dimensions, options. */
interface Line {
  readonly text: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, unknown>>;
  readonly axis: 'left' | 'right';
  readonly statistic: string;
  readonly label: string | undefined;
}

const TEMPLATE = monitoredStack();
const WIDGETS = widgetsOf(TEMPLATE);
const GRAPHS = WIDGETS.filter(({ type }) => type === 'metric').map(
  (widget) => [widget.properties.title ?? '', widget] as const,
);
const UNIT_LABELS: Readonly<Record<string, string>> = {
  Count: 'count',
  Bytes: 'bytes',
  Milliseconds: 'ms',
  Seconds: 's',
};

function widgetsOf(template: Template): readonly Widget[] {
  const [dashboard] = Object.values(template.findResources('AWS::CloudWatch::Dashboard'));
  return JSON.parse(deployed(dashboard?.Properties.DashboardBody)).widgets;
}

function linesOf({ properties: { metrics = [] } }: Widget): Line[] {
  return metrics.map((metric) => {
    const [namespace, name, ...rest] = metric.filter((part) => typeof part === 'string');
    const options = metric.find((part) => typeof part === 'object');
    const dimensions = Object.fromEntries(
      rest.flatMap((part, index) => (index % 2 === 0 ? [[part, rest[index + 1]]] : [])),
    );
    const { yAxis = 'left', stat = 'Average', label } = options ?? {};
    return {
      text: metricText(String(namespace), String(name), Object.keys(dimensions)),
      name: String(name),
      dimensions,
      axis: yAxis,
      statistic: stat,
      label,
    };
  });
}

function graph(title: string, widgets = WIDGETS): Widget {
  const found = widgets.find(({ properties }) => properties.title === title);
  if (found === undefined) throw new Error(`There is no graph "${title}".`);
  return found;
}

function namesIn(title: string): string[] {
  return namesOf(graph(title));
}

function namesOf(widget: Widget): string[] {
  return linesOf(widget).map(({ name }) => name);
}

describe('every graph of the dashboard', () => {
  it.each(GRAPHS)('"%s" shows metrics that shared/ names', (_, widget) => {
    const lines = linesOf(widget);

    expect(lines).not.toEqual([]);
    for (const { text } of lines) expect([...KNOWN_METRICS.keys()]).toContain(text);
  });

  it.each(GRAPHS)('"%s" has one unit an axis, and says which', (_, widget) => {
    for (const side of ['left', 'right'] as const) {
      const units = linesOf(widget)
        .filter(({ axis }) => axis === side)
        .map(({ text }) => KNOWN_METRICS.get(text) ?? '');
      if (units.length === 0) continue;
      expect(new Set(units).size).toBe(1);
      expect(widget.properties.yAxis?.[side]).toMatchObject({ label: UNIT_LABELS[units[0] ?? ''], min: 0 });
    }
  });

  it.each(GRAPHS)('"%s" shows the own metrics of this bridge only', (_, widget) => {
    for (const { dimensions } of linesOf(widget)) {
      expect([undefined, 'payments']).toContain(dimensions.service);
    }
  });
});

describe('the dashboard', () => {
  it('fills rows of 24, and no widget covers another', () => {
    const cells = WIDGETS.flatMap(({ x, y, width, height }) =>
      Array.from(
        { length: width * height },
        (_, cell) => `${x + (cell % width)},${y + Math.floor(cell / width)}`,
      ),
    );

    expect(new Set(cells).size).toBe(cells.length);
    for (const { x, width } of WIDGETS) expect(x + width).toBeLessThanOrEqual(24);
  });

  it('has a name for each Region, so that alarms can link to it', () => {
    const [dashboard] = Object.values(TEMPLATE.findResources('AWS::CloudWatch::Dashboard'));

    expect(deployed(dashboard?.Properties.DashboardName)).toBe('kafka-eventbridge-payments-ap-southeast-1');
  });

  it('shows the alarms of many topics in several widgets, of which none takes more than 100', () => {
    const topics = Array.from({ length: 60 }, (_, index) => `topic-${index}`);
    const template = monitoredStack({
      mappings: topics.map((topic) => ({ topic, eventSourceMappingId: topic, isProvisioned: true })),
    });
    const shown = widgetsOf(template).flatMap(({ properties: { alarms } }) => (alarms ? [alarms] : []));

    expect(shown.map(({ length }) => length)).toEqual([100, 100, 52]);
    expect(new Set(shown.flat()).size).toBe(alarmsOf(template).size);
  });

  it('shows the status of every alarm', () => {
    const [status] = WIDGETS.filter(({ type }) => type === 'alarm');

    expect(status?.properties.alarms).toHaveLength(alarmsOf(TEMPLATE).size);
  });

  it('links to every query that needs no values, and names the sections of the README', () => {
    const markdown = WIDGETS.find(({ type }) => type === 'text')?.properties.markdown ?? '';

    for (const [name, query] of Object.entries(LOG_QUERIES)) {
      expect(markdown).toContain('parameters' in query ? `${name} (saved)` : `[${name}](https://`);
    }
    expect(markdown).toContain('`orders`, `refunds`');
    expect(markdown).toContain('Failures and redrive');
  });

  it('links the sections of a README with an address', () => {
    const widgets = widgetsOf(monitoredStack({ readmeUrl: 'https://example.com/README.md' }));

    expect(widgets.find(({ type }) => type === 'text')?.properties.markdown).toContain(
      '[Delivery semantics](https://example.com/README.md#delivery-semantics)',
    );
  });

  it('shows the lag of every topic', () => {
    const lags = linesOf(graph('Records that wait (offset lag)'));

    expect(lags.map(({ name, dimensions }) => [name, dimensions.EventSourceMappingUUID])).toEqual([
      ['MaxOffsetLag', ORDERS_MAPPING],
      ['SumOffsetLag', ORDERS_MAPPING],
      ['MaxOffsetLag', REFUNDS_MAPPING],
      ['SumOffsetLag', REFUNDS_MAPPING],
    ]);
  });

  it('shows what comes in and how it ends', () => {
    expect(namesIn('Records in and out, a minute')).toEqual([
      'RecordsReceived',
      'RecordsSent',
      'RecordsToRetry',
      'RecordsDeadLettered',
    ]);
  });

  it.each([
    'Age of the oldest record of a batch',
    'PutEvents latency, and requests that may be under way at once',
  ])('shows the spread of: %s', (title) => {
    expect(
      linesOf(graph(title))
        .map(({ statistic }) => statistic)
        .slice(0, 3),
    ).toEqual(['p50', 'p90', 'p99']);
  });

  it('has a line for every reason of a dead letter', () => {
    const permanent = Object.entries(RECORD_FAILURES)
      .filter(([, { kind }]) => kind === 'permanent')
      .map(([code]) => code);

    expect(linesOf(graph('Dead letters by reason')).map(({ dimensions }) => dimensions.Reason)).toEqual(
      permanent,
    );
  });

  it('has a line for every reason of a retry: any, as errors.tolerance=none reports bad records too', () => {
    const reasons = linesOf(graph('Records to be retried by reason')).map(
      ({ dimensions }) => dimensions.Reason,
    );

    expect(reasons.sort()).toEqual(Object.keys(RECORD_FAILURES).sort());
  });

  it('draws the timeout over the duration', () => {
    expect(graph('Duration of invocations').properties.annotations?.horizontal).toEqual([
      expect.objectContaining({ value: 60_000, label: 'timeout' }),
    ]);
  });

  it('shows the pollers of provisioned mappings only', () => {
    const pollers = linesOf(graph('Provisioned pollers'));

    expect(new Set(pollers.map(({ dimensions }) => dimensions.EventSourceMappingUUID))).toEqual(
      new Set([ORDERS_MAPPING]),
    );
    expect(pollers.map(({ name, statistic, axis }) => [name, statistic, axis])).toEqual([
      ['ProvisionedPollers', 'Maximum', 'left'],
      ['EventPollerUnit', 'Sum', 'left'],
      ['EventPollerThroughputInBytes', 'Sum', 'right'],
    ]);
  });

  it('has no graph of pollers when all are on demand', () => {
    const mappings = [{ topic: 'orders', eventSourceMappingId: ORDERS_MAPPING, isProvisioned: false }];

    expect(() => graph('Provisioned pollers', widgetsOf(monitoredStack({ mappings })))).toThrow(
      'There is no graph',
    );
  });

  it('shows the queues of failed records, with the age of the oldest dead letter', () => {
    expect(
      linesOf(graph('Messages of failed records')).map(({ name, label, axis }) => [name, label, axis]),
    ).toEqual([
      ['ApproximateNumberOfMessagesVisible', 'dead letters', 'left'],
      ['ApproximateNumberOfMessagesVisible', 'out of retries', 'left'],
      ['ApproximateAgeOfOldestMessage', 'oldest dead letter', 'right'],
    ]);
  });

  it('has no graph of queues when there are none', () => {
    const widgets = widgetsOf(monitoredStack({}, { hasQueues: false }));

    expect(() => graph('Messages of failed records', widgets)).toThrow('There is no graph');
  });

  it('shows what is offloaded where there is a bucket for it', () => {
    const title = 'Objects and bytes offloaded, a minute';

    expect(namesOf(graph(title, widgetsOf(monitoredStack({ isOffloading: true }))))).toEqual([
      'ObjectsOffloaded',
      'BytesOffloaded',
    ]);
    expect(() => graph(title)).toThrow('There is no graph');
  });

  it('shows losses: dropped records, and destinations that fail', () => {
    expect(namesIn('Losses and errors of the event source mappings')).toEqual(
      expect.arrayContaining(['DroppedEventCount', 'OnFailureDestinationDeliveryErrorCount']),
    );
  });
});
