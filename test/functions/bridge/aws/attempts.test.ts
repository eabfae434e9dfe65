import { describe, expect, it, vi } from 'vitest';
import { withAttempts } from '../../../../functions/bridge/aws/attempts.ts';
import { AwsError } from '../../../../functions/bridge/aws/wire/aws-answer.ts';

const SIGNAL = new AbortController().signal;

function refusal(code: string, httpStatusCode = 400): AwsError {
  return new AwsError(code, 'no', { httpStatusCode, requestId: undefined });
}

describe('withAttempts', () => {
  it.each([
    { error: refusal('ThrottlingException'), attempts: 3 },
    { error: refusal('Throttling'), attempts: 3 },
    { error: refusal('TooManyRequestsException'), attempts: 3 },
    { error: refusal('SomethingNew', 429), attempts: 3 },
    { error: refusal('RequestExpired'), attempts: 3 },
    { error: refusal('InvalidSignatureException'), attempts: 3 },
    { error: refusal('InternalServerError', 500), attempts: 3 },
    { error: new Error('socket hang up'), attempts: 3 },
    { error: refusal('AccessDeniedException'), attempts: 1 },
    { error: refusal('ParameterNotFound'), attempts: 1 },
  ])('makes $attempts of three attempts at $error.name', async ({ error, attempts }) => {
    const attempt = vi.fn(async () => {
      throw error;
    });

    await expect(withAttempts(3, SIGNAL, attempt)).rejects.toBe(error);
    expect(attempt).toHaveBeenCalledTimes(attempts);
  });

  it('gives the result of the first attempt that succeeds', async () => {
    const attempt = vi
      .fn<() => Promise<string>>()
      .mockRejectedValueOnce(new Error('not yet'))
      .mockResolvedValue('yes');

    expect(await withAttempts(3, SIGNAL, attempt)).toBe('yes');
    expect(attempt).toHaveBeenCalledTimes(2);
  });

  it('makes no other attempt when the signal is aborted', async () => {
    const attempt = vi.fn(async () => {
      throw new Error('aborted');
    });

    await expect(withAttempts(3, AbortSignal.abort(), attempt)).rejects.toThrow('aborted');
    expect(attempt).toHaveBeenCalledTimes(1);
  });
});
