import { expect, it } from 'vitest';
import { BridgeMetrics } from '../../../../infra/constructs/observability/bridge-metrics.ts';
import { graph } from '../../../../infra/constructs/observability/graph.ts';

const metrics = new BridgeMetrics('payments', 'bridge');

it('refuses two units on one axis', () => {
  expect(() =>
    graph('Both', { left: [metrics.own('putEventsBytes'), metrics.own('putEventsRequests')] }),
  ).toThrow('An axis of the graph "Both" has the units [Bytes, Count]; give it metrics of one.');
});

it('refuses a graph without metrics', () => {
  expect(() => graph('Nothing', { left: [] })).toThrow('An axis of the graph "Nothing" has the units []');
});

it('takes one unit on each axis', () => {
  expect(() =>
    graph('Both', { left: [metrics.own('putEventsRequests')], right: [metrics.own('putEventsBytes')] }),
  ).not.toThrow();
});
