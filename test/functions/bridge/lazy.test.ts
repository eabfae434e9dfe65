import { describe, expect, it, vi } from 'vitest';
import { lazily } from '../../../functions/bridge/lazy.ts';

describe('lazily', () => {
  it('makes nothing before it is asked', () => {
    const create = vi.fn(async () => 'made');

    lazily(create);

    expect(create).not.toHaveBeenCalled();
  });

  it('makes it once, for all who ask at the same time and later', async () => {
    const create = vi.fn(async () => ({}));
    const get = lazily(create);

    const [first, second] = await Promise.all([get(), get()]);
    const third = await get();

    expect(create).toHaveBeenCalledOnce();
    expect(second).toBe(first);
    expect(third).toBe(first);
  });

  it('makes it again after a failure, which all who asked are told of', async () => {
    // Prepare
    const create = vi
      .fn<() => Promise<string>>()
      .mockRejectedValueOnce(new Error('no such file'))
      .mockResolvedValue('made');
    const get = lazily(create);

    // Act
    const failed = await Promise.allSettled([get(), get()]);
    const made = await get();

    // Assess
    expect(failed).toEqual(Array(2).fill({ status: 'rejected', reason: new Error('no such file') }));
    expect(made).toBe('made');
    expect(create).toHaveBeenCalledTimes(2);
  });

  it('keeps undefined for what was made', async () => {
    const create = vi.fn(async () => undefined);
    const get = lazily(create);

    await get();
    await get();

    expect(create).toHaveBeenCalledOnce();
  });
});
