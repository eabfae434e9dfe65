import { GraphWidget, type HorizontalAnnotation, type YAxisProps } from 'aws-cdk-lib/aws-cloudwatch';
import type { MeasuringUnit } from '../../../shared/measuring-unit.ts';
import type { MeasuredMetric } from './bridge-metrics.ts';

export interface GraphAxes {
  readonly left: readonly MeasuredMetric[];
  /** @default - no second axis */
  readonly right?: readonly MeasuredMetric[];
  /** Lines across the left axis, in its unit. @default - none */
  readonly annotations?: readonly HorizontalAnnotation[];
  /** Values lie on top of each other, so that the height is their sum. @default false */
  readonly isStacked?: boolean;
}

/** Three graphs a row; a dashboard is 24 wide. */
export const GRAPH_WIDTH = 8;
const GRAPH_HEIGHT = 6;

const UNIT_LABELS: Record<MeasuringUnit, string> = {
  Count: 'count',
  Bytes: 'bytes',
  Milliseconds: 'ms',
  Seconds: 's',
};

/** @throws Error if an axis would have two units. */
export function graph(title: string, axes: GraphAxes): GraphWidget {
  const { left, right = [], annotations = [], isStacked = false } = axes;
  return new GraphWidget({
    title,
    width: GRAPH_WIDTH,
    height: GRAPH_HEIGHT,
    stacked: isStacked,
    left: left.map(({ metric }) => metric),
    right: right.map(({ metric }) => metric),
    leftAnnotations: [...annotations],
    leftYAxis: axis(title, left),
    ...(right.length === 0 ? {} : { rightYAxis: axis(title, right) }),
  });
}

function axis(title: string, metrics: readonly MeasuredMetric[]): YAxisProps {
  const units = [...new Set(metrics.map(({ unit }) => unit))];
  const [unit] = units;
  if (unit === undefined || units.length > 1) {
    throw new Error(
      `An axis of the graph "${title}" has the units [${units.join(', ')}]; give it metrics of one.`,
    );
  }
  return { label: UNIT_LABELS[unit], min: 0, showUnits: false };
}
