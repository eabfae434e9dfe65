import { describe, expect, it } from 'vitest';
import { bootstrapBrokers } from '../../../shared/demo/brokers.ts';

const EVENT = { bootstrapServers: 'b-1.example:9098, b-2.example:9098' };

describe('the brokers of a demo function', () => {
  it('are those of the event', () => {
    expect(bootstrapBrokers({}, EVENT)).toEqual(['b-1.example:9098', 'b-2.example:9098']);
  });

  it('are those of the environment, if it names any', () => {
    expect(bootstrapBrokers({ DEMO_BOOTSTRAP_SERVERS: 'localhost:9092' }, EVENT)).toEqual(['localhost:9092']);
    expect(bootstrapBrokers({ DEMO_BOOTSTRAP_SERVERS: '' }, EVENT)).toHaveLength(2);
  });

  it.each([null, {}, 'text', { bootstrapServers: 7 }, { bootstrapServers: ' , ' }])(
    'are asked for when the event is %j',
    (event) => {
      expect(() => bootstrapBrokers({}, event)).toThrow(
        'Name the brokers as "bootstrapServers" in the event, or in the environment variable DEMO_BOOTSTRAP_SERVERS.',
      );
    },
  );
});
