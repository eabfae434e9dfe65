import { describe, expect, it } from 'vitest';
import { clientOptions } from '../../../infra/kafka/client-options.ts';
import type { KafkaAccess } from '../../../infra/kafka/kafka-access.ts';
import { mskToken } from '../../../shared/msk-token.ts';

const CA = 'the authority';
const USER = { username: 'redrive', password: 'secret' };

const CASES: readonly { readonly access: KafkaAccess; readonly tls: unknown; readonly sasl: unknown }[] = [
  { access: { auth: 'none' }, tls: undefined, sasl: undefined },
  { access: { auth: 'tls', ca: undefined }, tls: {}, sasl: undefined },
  { access: { auth: 'tls', ca: CA }, tls: { ca: CA }, sasl: undefined },
  {
    access: { auth: 'mtls', ca: CA, certificate: 'c', privateKey: 'k', privateKeyPassword: 'p' },
    tls: { ca: CA, cert: 'c', key: 'k', passphrase: 'p' },
    sasl: undefined,
  },
  {
    access: { auth: 'iam', ca: undefined },
    tls: {},
    sasl: { mechanism: 'OAUTHBEARER', token: mskToken },
  },
  {
    access: { auth: 'scram', ca: CA, ...USER },
    tls: { ca: CA },
    sasl: { mechanism: 'SCRAM-SHA-512', ...USER },
  },
  {
    access: { auth: 'scram-256', ca: CA, ...USER },
    tls: { ca: CA },
    sasl: { mechanism: 'SCRAM-SHA-256', ...USER },
  },
  { access: { auth: 'plain', ca: CA, ...USER }, tls: { ca: CA }, sasl: { mechanism: 'PLAIN', ...USER } },
];

describe('the Kafka client of a redrive', () => {
  it.each(CASES)('logs in with $access.auth', ({ access, tls, sasl }) => {
    const options = clientOptions({ brokers: ['b-1.example:9094', 'b-2.example:9094'], access }, 'bridge');

    expect(options.bootstrapBrokers).toEqual(['b-1.example:9094', 'b-2.example:9094']);
    expect(options.tls).toEqual(tls);
    expect(options.sasl).toEqual(sasl);
  });

  it('makes no topics, and gives up after some attempts', () => {
    expect(clientOptions({ brokers: ['b:9092'], access: { auth: 'none' } }, 'bridge')).toMatchObject({
      autocreateTopics: false,
      retries: 3,
    });
  });

  it.each([
    { broker: 'b-1.example:9094', sends: true },
    { broker: '10.0.0.7:9094', sends: false },
    { broker: '[::1]:9094', sends: false },
  ])('tells the name of $broker: $sends', ({ broker, sends }) => {
    expect(
      clientOptions({ brokers: [broker], access: { auth: 'tls', ca: undefined } }, 'bridge').tlsServerName,
    ).toBe(sends);
  });
});
