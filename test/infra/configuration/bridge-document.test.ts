import { describe, expect, it } from 'vitest';
import { bridgeDocument } from '../../../infra/configuration/bridge-document.ts';
import { configurationDocument } from '../../../infra/constructs/bridge/configuration-document.ts';
import { BRIDGE } from '../../fixtures/bridge-options.ts';
import { emptyStack } from '../../fixtures/cdk.ts';
import { BUS_ARN } from '../../fixtures/kafka-sources.ts';

describe('the configuration document in a file', () => {
  it.each([
    { what: 'of the bridge', bridge: BRIDGE },
    {
      what: 'of the configuration',
      bridge: {
        ...BRIDGE,
        eventBusArn: undefined,
        configuration: { 'aws.eventbridge.eventbus.arn': BUS_ARN },
      },
    },
    {
      what: 'with another connector id',
      bridge: { ...BRIDGE, configuration: { 'aws.eventbridge.connector.id': 'other' } },
    },
  ])('of a bridge is what its deployment writes, with the bus $what', ({ bridge }) => {
    const text = JSON.stringify(bridge);
    const stack = emptyStack();

    expect(JSON.parse(bridgeDocument(text))).toEqual(
      stack.resolve(configurationDocument(JSON.parse(text)).members),
    );
  });

  it.each(['ssm:/platform/bus-arn', undefined])(
    'of a bridge is not known before deployment with the bus %s',
    (eventBusArn) => {
      expect(() => bridgeDocument(JSON.stringify({ ...BRIDGE, eventBusArn }))).toThrow('npx cdk synth');
    },
  );

  it.each(['{"a":"b"}', 'no JSON', '[]'])('is the text itself otherwise: %s', (text) => {
    expect(bridgeDocument(text)).toBe(text);
  });
});
