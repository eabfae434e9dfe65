import { describe, expect, it } from 'vitest';
import { bridgeNameOf } from '../../../infra/import/bridge-name.ts';
import { connector, without } from './connector-fixture.ts';

describe('the name of a bridge', () => {
  it.each([
    { name: 'payments', bridge: 'payments' },
    { name: 'eventBridgeSinkConnector', bridge: 'event-bridge-sink-connector' },
    { name: 'SQLToEventBridge', bridge: 'sql-to-event-bridge' },
    { name: 'team_a.payments  v2', bridge: 'team-a-payments-v2' },
    { name: '2nd-sink-', bridge: 'nd-sink' },
    { name: `a${'-b'.repeat(30)}`, bridge: `a${'-b'.repeat(19)}` },
  ])('is $bridge for the connector $name', ({ name, bridge }) => {
    expect(bridgeNameOf(connector({}, { name }), undefined)).toBe(bridge);
  });

  it('is made of the connector id when the connector has no name', () => {
    const nameless = connector({ 'aws.eventbridge.connector.id': 'Orders_EU' }, { name: undefined });

    expect(bridgeNameOf(nameless, undefined)).toBe('orders-eu');
  });

  it('is the one that is given', () => {
    expect(bridgeNameOf(connector(), 'other')).toBe('other');
  });

  it('has to be one', () => {
    const nameless = without(['aws.eventbridge.connector.id'], connector({}, { name: '123' }));

    expect(() => bridgeNameOf(connector(), 'Other')).toThrow('--bridge is "Other".');
    expect(() => bridgeNameOf(nameless, undefined)).toThrow('Give one with --bridge NAME.');
  });
});
