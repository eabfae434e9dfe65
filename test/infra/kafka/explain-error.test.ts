import {
  AuthenticationError,
  MultipleErrors,
  NetworkError,
  ProtocolError,
  UserError,
} from '@platformatic/kafka';
import { describe, expect, it } from 'vitest';
import { Refusal } from '../../../infra/command-line/refusal.ts';
import { explainError } from '../../../infra/kafka/explain-error.ts';
import { KAFKA_FAILURES, KafkaError } from '../../../infra/kafka/kafka-error.ts';

function systemError(code: string): Error {
  return Object.assign(new Error(`connect ${code}`), { code });
}

const CASES: readonly { readonly error: Error; readonly code: string }[] = [
  { error: new NetworkError('failed', { cause: systemError('ECONNREFUSED') }), code: 'BROKER_UNREACHABLE' },
  {
    error: new AggregateError([systemError('ETIMEDOUT'), systemError('ENETUNREACH')]),
    code: 'BROKER_UNREACHABLE',
  },
  {
    error: new NetworkError('failed', { cause: systemError('SELF_SIGNED_CERT_IN_CHAIN') }),
    code: 'TLS_FAILED',
  },
  {
    error: new NetworkError('failed', { cause: systemError('ERR_TLS_CERT_ALTNAME_INVALID') }),
    code: 'TLS_FAILED',
  },
  { error: new UserError('Broker requires TLS.'), code: 'TLS_FAILED' },
  { error: new NetworkError('failed', { cause: new AuthenticationError('no') }), code: 'LOGIN_REFUSED' },
  { error: new ProtocolError('TOPIC_AUTHORIZATION_FAILED'), code: 'NOT_AUTHORIZED' },
  {
    error: new MultipleErrors('4 times', [new ProtocolError('UNKNOWN_TOPIC_OR_PARTITION')]),
    code: 'TOPIC_MISSING',
  },
  { error: new ProtocolError('GROUP_AUTHORIZATION_FAILED'), code: 'GROUP_NOT_AUTHORIZED' },
  { error: new ProtocolError('INCONSISTENT_GROUP_PROTOCOL'), code: 'GROUP_UNLIKE' },
  { error: new ProtocolError('REBALANCE_IN_PROGRESS'), code: 'GROUP_UNSTABLE' },
  { error: new ProtocolError('UNSUPPORTED_COMPRESSION_TYPE'), code: 'FORMAT_UNSUPPORTED' },
  { error: new Error('odd'), code: 'READ_FAILED' },
];

describe('an error of reading Kafka', () => {
  it.each(CASES)('is $code: $error.message', ({ error, code }) => {
    const explained = explainError(error, 'Reading orders-0');

    expect(explained).toBeInstanceOf(Refusal);
    expect(explained.code).toBe(code);
    expect(explained.cause).toBe(error);
  });

  it('says what was done, what happened, and what to do, each once', () => {
    const refused = () => new NetworkError('failed', { cause: systemError('ECONNREFUSED') });

    expect(
      explainError(new MultipleErrors('3 times', [refused(), refused()]), 'Connecting to b:9092').message,
    ).toBe(`Connecting to b:9092 failed: connect ECONNREFUSED. ${KAFKA_FAILURES.BROKER_UNREACHABLE.remedy}`);
  });

  it('adds what the broker says', () => {
    const { message } = explainError(
      new ProtocolError('SASL_AUTHENTICATION_FAILED', 'Access denied'),
      'Connecting',
    );

    expect(message).toContain('SASL authentication failed (Access denied).');
  });

  it('is explained by why the connection broke, when the request only knows that it did', () => {
    const alert = Object.assign(new Error('0A000412:…'), {
      code: 'ERR_SSL_X',
      reason: 'tls alert bad certificate',
    });
    const explained = explainError(new NetworkError('Connection closed'), 'Reading', alert);

    expect(explained.code).toBe('TLS_FAILED');
    expect(explained.message).toContain('Connection closed; tls alert bad certificate.');
  });

  it('is left as it is once it is explained', () => {
    const error = new KafkaError('TRANSACTION_OPEN', 'From offset 1 on, a transaction is open.');

    expect(explainError(error, 'Reading')).toBe(error);
  });
});
