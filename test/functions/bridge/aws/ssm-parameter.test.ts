import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ssmParameter } from '../../../../functions/bridge/aws/ssm-parameter.ts';
import { MAX_AGE_SECONDS } from '../../../../functions/bridge/configuration-source.ts';
import { serviceError } from '../../../fixtures/event-bus.ts';

const ssm = mockClient(SSMClient);

describe('ssmParameter', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    ssm.reset();
    ssm.on(GetParameterCommand).resolves({ Parameter: { Value: '{}' } });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('reads the parameter, decrypted', async () => {
    expect(await ssmParameter()('/bridge/configuration')).toBe('{}');
    expect(ssm.call(0).args[0].input).toEqual({ Name: '/bridge/configuration', WithDecryption: true });
  });

  it('asks again only after the maximum age', async () => {
    // Prepare
    const read = ssmParameter();

    // Act
    await read('/bridge/configuration');
    vi.advanceTimersByTime(MAX_AGE_SECONDS * 1_000 - 1);
    await read('/bridge/configuration');
    const callsBefore = ssm.calls().length;
    vi.advanceTimersByTime(2);
    await read('/bridge/configuration');

    // Assess
    expect(callsBefore).toBe(1);
    expect(ssm.calls()).toHaveLength(2);
  });

  it('fails when the parameter cannot be read', async () => {
    ssm.on(GetParameterCommand).rejects(serviceError('ParameterNotFound', 400, 'no such parameter'));

    await expect(ssmParameter()('/bridge/configuration')).rejects.toThrow('no such parameter');
  });
});
