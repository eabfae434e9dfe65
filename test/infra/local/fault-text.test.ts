import { describe, expect, test } from 'vitest';
import { InvalidFaultsError } from '../../../infra/local/fault-checks.ts';
import { parseFaults } from '../../../infra/local/fault-text.ts';

describe('Faults written as text', () => {
  test.each([
    ['', []],
    ['throttle=0.1', [{ kind: 'throttle', probability: 0.1 }]],
    [
      'throttle=0.1,reset=.05,partial=0.2:InternalFailure',
      [
        { kind: 'throttle', probability: 0.1 },
        { kind: 'reset', probability: 0.05 },
        { kind: 'partial', probability: 0.2, codes: ['InternalFailure'] },
      ],
    ],
    ['hang=1', [{ kind: 'hang', probability: 1 }]],
    [
      'internal=x3 , unavailable=x1',
      [
        { kind: 'internal', next: 3 },
        { kind: 'unavailable', next: 1 },
      ],
    ],
    ['delay@*=1:20', [{ kind: 'delay', on: '*', probability: 1, delayMs: 20 }]],
    ['bad-gateway@glue=x2', [{ kind: 'bad-gateway', on: 'glue', next: 2 }]],
    [
      'hang@schema-registry.GetSchemaById=x1',
      [{ kind: 'hang', on: 'schema-registry.GetSchemaById', next: 1 }],
    ],
    ['throttle@sqs.SendMessage=0.5', [{ kind: 'throttle', on: 'sqs.SendMessage', probability: 0.5 }]],
    [
      'partial=x1:InternalFailure+ThrottlingException/0+2',
      [{ kind: 'partial', next: 1, codes: ['InternalFailure', 'ThrottlingException'], entries: [0, 2] }],
    ],
    ['partial=x1', [{ kind: 'partial', next: 1 }]],
  ])('read %j', (text, faults) => {
    expect(parseFaults(text)).toEqual({ faults, seed: undefined });
  });

  test('carry the seed of the run', () => {
    expect(parseFaults('seed=42,throttle=1')).toEqual({
      faults: [{ kind: 'throttle', probability: 1 }],
      seed: 42,
    });
  });

  test.each([
    ['thrttle=0.1', '"thrttle=0.1": unknown kind; the kinds are throttle, internal'],
    ['throttle', '"throttle": expected KIND=AMOUNT'],
    ['throttle=', '"throttle=": expected KIND=AMOUNT'],
    ['throttle=1.5', '"throttle=1.5": the amount must be a probability above 0 up to 1'],
    ['throttle=0', '"throttle=0": the amount must be a probability above 0 up to 1'],
    ['throttle=10%', '"throttle=10%": the amount must be a probability'],
    ['throttle=x0', '"throttle=x0": the number of requests must be at least 1'],
    ['throttle=xx', '"throttle=xx": the number of requests must be a whole number'],
    ['throttle=1:5', '"throttle=1:5": throttle takes no argument'],
    ['delay=1', '"delay=1": the delay in milliseconds must be a whole number'],
    ['delay=1:soon', '"delay=1:soon": the delay in milliseconds must be a whole number'],
    [
      'throttle@kinesis=1',
      '"throttle@kinesis=1": unknown service; the services are eventbridge, ssm, glue, sqs, s3, secrets-manager, sts, schema-registry',
    ],
    ['throttle@sqs.send=1', '"throttle@sqs.send=1": an operation is written as in sqs.SendMessage'],
    ['partial=1:500', '"partial=1:500": error codes are letters, joined by +'],
    [
      'partial=1:InternalFailure/first',
      '"partial=1:InternalFailure/first": the place of an entry must be a whole number',
    ],
    [
      'throttle=0.6,internal=0.6',
      'the probabilities on eventbridge.PutEvents add up to 1.2; at most 1 is possible',
    ],
    ['seed=one', '"seed=one": the seed must be a whole number'],
  ])('%j are refused with a reason', (text, reason) => {
    expect(() => parseFaults(text)).toThrow(InvalidFaultsError);
    expect(() => parseFaults(text)).toThrow(reason);
  });

  test('are refused with all mistakes at once', () => {
    expect(() => parseFaults('nothing=1,throttle=0.1,delay=1')).toThrow(
      /"nothing=1": unknown kind[\s\S]*"delay=1": the delay/,
    );
  });
});
