import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { ssmParameter } from '../../../../functions/bridge/aws/ssm-parameter.ts';
import { serviceError } from '../../../fixtures/event-bus.ts';

const ssm = mockClient(SSMClient);

describe('ssmParameter', () => {
  beforeEach(() => {
    ssm.reset();
    ssm.on(GetParameterCommand).resolves({ Parameter: { Value: '{}' } });
  });

  it('reads the parameter, decrypted', async () => {
    expect(await ssmParameter()('/bridge/configuration')).toBe('{}');
    expect(ssm.call(0).args[0].input).toEqual({ Name: '/bridge/configuration', WithDecryption: true });
  });

  it('asks every time, because the configuration source decides when to', async () => {
    const read = ssmParameter();
    await read('/bridge/configuration');
    ssm.on(GetParameterCommand).resolves({ Parameter: { Value: '{"new":true}' } });

    expect(await read('/bridge/configuration')).toBe('{"new":true}');
    expect(ssm.calls()).toHaveLength(2);
  });

  it('makes two attempts at most', async () => {
    await ssmParameter()('/bridge/configuration');

    const client = ssm.send.firstCall.thisValue;
    expect(client).toBeInstanceOf(SSMClient);
    expect(await client.config.maxAttempts()).toBe(2);
  });

  it('fails when the parameter cannot be read', async () => {
    ssm.on(GetParameterCommand).rejects(serviceError('ParameterNotFound', 400, 'no such parameter'));

    await expect(ssmParameter()('/bridge/configuration')).rejects.toThrow('no such parameter');
  });
});
