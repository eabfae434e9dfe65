import { describe, expect, it } from 'vitest';
import { networkRefusal } from '../../../../functions/bridge/confluent/registry-refusal.ts';

function errorWith(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}

describe('networkRefusal', () => {
  it.each([
    'CERT_HAS_EXPIRED',
    'CERT_SIGNATURE_FAILURE',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'UNABLE_TO_GET_ISSUER_CERT',
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  ])('asks for the certificate of the authority when TLS fails with %s', (code) => {
    expect(networkRefusal(errorWith(code, 'try an option of Node'))).toEqual({
      code: 'SCHEMA_UNAVAILABLE',
      why: `its certificate cannot be verified; is that of its authority in schema.registry.ca.secret.arn? (${code})`,
    });
  });

  it.each([
    {
      error: errorWith('ENOTFOUND', 'getaddrinfo ENOTFOUND registry'),
      why: 'getaddrinfo ENOTFOUND registry',
    },
    { error: new Error('There is no connection.'), why: 'There is no connection' },
    {
      error: new AggregateError([new Error('connect ECONNREFUSED ::1'), new Error('another')], ''),
      why: 'connect ECONNREFUSED ::1',
    },
    { error: new AggregateError([], 'nothing was tried'), why: 'nothing was tried' },
  ])('tells $why', ({ error, why }) => {
    expect(networkRefusal(error)).toEqual({ code: 'SCHEMA_UNAVAILABLE', why });
  });
});
