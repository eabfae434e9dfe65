import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  ConfigurationSource,
  MAX_AGE_SECONDS,
  READ_TIMEOUT_MS,
  type ReadParameter,
} from '../../../functions/bridge/configuration-source.ts';
import { ConfigurationError } from '../../../shared/configuration/configuration-error.ts';
import { configurationText } from '../../fixtures/configuration.ts';

const ENVIRONMENT = { BRIDGE_CONFIG_PARAMETER: '/bridge/configuration' };
const MAX_AGE_MS = MAX_AGE_SECONDS * 1_000;
const FIRST = configurationText();
const SECOND = configurationText({ 'aws.eventbridge.retries.max': '5' });
const BAD = configurationText({ 'aws.eventbridge.retries.max': 'five' });

/** A source over these answers of the parameter store, one after the other, and a clock to turn. */
function sourceOf(...answers: (string | undefined | Error)[]) {
  const clock = { nowMs: 1_000_000 };
  const read = vi.fn<ReadParameter>(async () => {
    const answer = answers.shift();
    if (answer instanceof Error) throw answer;
    return answer;
  });
  return { source: new ConfigurationSource(read, ENVIRONMENT, () => clock.nowMs), read, clock };
}

describe('ConfigurationSource', () => {
  it('reads the parameter that the environment names', async () => {
    const { source, read } = sourceOf(FIRST);

    const reading = await source.read();

    expect(read).toHaveBeenCalledExactlyOnceWith('/bridge/configuration');
    expect(reading).toMatchObject({ configuration: { maxRetries: 2 }, isNew: true, refusal: undefined });
  });

  it('reads again only after the maximum age', async () => {
    // Prepare
    const { source, read, clock } = sourceOf(FIRST, FIRST);
    const first = await source.read();

    // Act
    clock.nowMs += MAX_AGE_MS - 1;
    const young = await source.read();
    const readsWhileYoung = read.mock.calls.length;
    clock.nowMs += 1;
    const old = await source.read();

    // Assess
    expect(readsWhileYoung).toBe(1);
    expect(read).toHaveBeenCalledTimes(2);
    expect(young).toEqual({ configuration: first.configuration, isNew: false, refusal: undefined });
    expect(old.configuration).toBe(first.configuration);
    expect(old.isNew).toBe(false);
  });

  it('reads again when the clock was set back, which tells nothing of the age', async () => {
    const { source, clock } = sourceOf(FIRST, SECOND);
    await source.read();

    clock.nowMs -= 1;

    expect(await source.read()).toMatchObject({ configuration: { maxRetries: 5 }, isNew: true });
  });

  it('takes a new document up', async () => {
    const { source, clock } = sourceOf(FIRST, SECOND);
    await source.read();

    clock.nowMs += MAX_AGE_MS;

    expect(await source.read()).toMatchObject({ configuration: { maxRetries: 5 }, isNew: true });
  });

  it('keeps the good document when the new one is bad, and says so once for each attempt', async () => {
    // Prepare
    const { source, clock } = sourceOf(FIRST, BAD, BAD, SECOND);
    const first = await source.read();

    // Act
    clock.nowMs += MAX_AGE_MS;
    const refused = await source.read();
    const between = await source.read();
    clock.nowMs += MAX_AGE_MS;
    const refusedAgain = await source.read();
    clock.nowMs += MAX_AGE_MS;
    const repaired = await source.read();

    // Assess
    expect(refused.configuration).toBe(first.configuration);
    expect(refused.isNew).toBe(false);
    expect(refused.refusal?.message).toContain('aws.eventbridge.retries.max is "five"');
    expect(between.refusal).toBeUndefined();
    expect(refusedAgain.refusal).toBeDefined();
    expect(repaired).toMatchObject({ configuration: { maxRetries: 5 }, isNew: true, refusal: undefined });
  });

  it.each([
    {
      what: 'cannot be reached',
      answer: new Error('network down'),
      problem: 'could not be read: network down',
    },
    { what: 'is gone', answer: undefined, problem: 'The SSM parameter /bridge/configuration is empty' },
    { what: 'is empty', answer: '', problem: 'The SSM parameter /bridge/configuration is empty' },
  ])('keeps the good document when the parameter $what', async ({ answer, problem }) => {
    const { source, clock } = sourceOf(FIRST, answer);
    const first = await source.read();

    clock.nowMs += MAX_AGE_MS;
    const reading = await source.read();

    expect(reading.configuration).toBe(first.configuration);
    expect(reading.refusal?.message).toContain(problem);
  });

  it('is not new when the good document comes back after a bad one', async () => {
    const { source, clock } = sourceOf(FIRST, BAD, FIRST);
    const first = await source.read();
    clock.nowMs += MAX_AGE_MS;
    await source.read();

    clock.nowMs += MAX_AGE_MS;

    expect(await source.read()).toEqual({
      configuration: first.configuration,
      isNew: false,
      refusal: undefined,
    });
  });

  it.each([
    { what: 'the document is bad', answer: BAD, problem: 'aws.eventbridge.retries.max is "five"' },
    { what: 'the parameter cannot be read', answer: new Error('denied'), problem: 'ssm:GetParameter' },
    { what: 'the parameter is empty', answer: '', problem: 'is empty' },
  ])('fails the batch at cold start when $what, and tries again at the next', async ({ answer, problem }) => {
    const { source } = sourceOf(answer, FIRST);

    await expect(source.read()).rejects.toMatchObject({
      name: 'ConfigurationError',
      code: 'CONFIGURATION_INVALID',
      message: expect.stringContaining(problem),
    });
    expect(await source.read()).toMatchObject({ isNew: true });
  });

  it.each([{}, { BRIDGE_CONFIG_PARAMETER: '' }])(
    'names the variable that the environment %j lacks',
    async (env) => {
      const read = vi.fn<ReadParameter>();

      await expect(new ConfigurationSource(read, env, Date.now).read()).rejects.toThrow(
        'The environment variable BRIDGE_CONFIG_PARAMETER is not set.',
      );
      expect(read).not.toHaveBeenCalled();
    },
  );
});

describe('a reading of the configuration that never answers', () => {
  const UNANSWERED = 'The SSM parameter /bridge/configuration could not be read: no answer within 5 s';

  /** A source whose next reading answers when the test says so. */
  function sourceOfPromises() {
    const answers: PromiseWithResolvers<string>[] = [];
    const source = new ConfigurationSource(
      () => {
        const answer = Promise.withResolvers<string>();
        answers.push(answer);
        return answer.promise;
      },
      ENVIRONMENT,
      Date.now,
    );
    return { source, answers };
  }

  /** The source with the first document, at the moment at which it asks again. */
  async function knownSource() {
    const { source, answers } = sourceOfPromises();
    const reading = source.read();
    answers[0]?.resolve(FIRST);
    const { configuration } = await reading;
    await vi.advanceTimersByTimeAsync(MAX_AGE_MS);
    return { source, answers, configuration };
  }

  const onUnhandled = vi.fn();

  beforeEach(() => {
    vi.useFakeTimers();
    process.on('unhandledRejection', onUnhandled);
  });
  afterEach(() => {
    process.off('unhandledRejection', onUnhandled);
    onUnhandled.mockClear();
    vi.useRealTimers();
  });

  it('is given up: the known configuration stays, with a refusal', async () => {
    // Prepare
    const { source, configuration } = await knownSource();

    // Act
    const startMs = Date.now();
    const reading = source.read();
    await vi.advanceTimersByTimeAsync(READ_TIMEOUT_MS);

    // Assess
    expect(await reading).toMatchObject({
      isNew: false,
      refusal: { message: expect.stringContaining(UNANSWERED) },
    });
    expect((await reading).configuration).toBe(configuration);
    expect(Date.now() - startMs).toBe(READ_TIMEOUT_MS);
  });

  it('is given up: without a known configuration the batch fails', async () => {
    // Prepare
    const { source } = sourceOfPromises();

    // Act
    const reading = source.read();
    reading.catch(() => undefined);
    await vi.advanceTimersByTimeAsync(READ_TIMEOUT_MS);

    // Assess
    await expect(reading).rejects.toThrow(ConfigurationError);
    await expect(reading).rejects.toThrow(UNANSWERED);
  });

  it('is given up earlier when the invocation has less time', async () => {
    const startMs = Date.now();
    const reading = sourceOfPromises().source.read(800);
    reading.catch(() => undefined);
    await vi.runAllTimersAsync();

    await expect(reading).rejects.toThrow('no answer within 0.8 s');
    expect(Date.now() - startMs).toBe(800);
  });

  it('is waited for up to the timeout', async () => {
    const { source, answers } = sourceOfPromises();
    const reading = source.read();

    await vi.advanceTimersByTimeAsync(READ_TIMEOUT_MS - 1);
    answers[0]?.resolve(FIRST);

    expect(await reading).toMatchObject({ isNew: true, refusal: undefined });
  });

  it('is asked again at the next batch when there is no configuration yet', async () => {
    // Prepare
    const { source, answers } = sourceOfPromises();
    const first = source.read();
    first.catch(() => undefined);
    await vi.advanceTimersByTimeAsync(READ_TIMEOUT_MS);

    // Act
    const second = source.read();
    answers[1]?.resolve(FIRST);

    // Assess
    expect(await second).toMatchObject({ isNew: true });
  });

  it('changes nothing with a late answer', async () => {
    // Prepare
    const { source, answers, configuration } = await knownSource();
    const reading = source.read();
    await vi.advanceTimersByTimeAsync(READ_TIMEOUT_MS);
    await reading;

    // Act
    answers[1]?.resolve(SECOND);
    await vi.advanceTimersByTimeAsync(1);

    // Assess
    expect(await source.read()).toMatchObject({ configuration, isNew: false });
  });

  it('leaves no unhandled rejection when the late answer is an error', async () => {
    // Prepare
    const { source, answers } = await knownSource();
    const reading = source.read();
    await vi.advanceTimersByTimeAsync(READ_TIMEOUT_MS);
    await reading;

    // Act: unhandled rejections are told of after the microtasks, in real time.
    answers[1]?.reject(new Error('too late'));
    vi.useRealTimers();
    await new Promise((resolve) => setTimeout(resolve, 5));

    // Assess
    expect(onUnhandled).not.toHaveBeenCalled();
  });

  it('leaves no timer behind when it answers', async () => {
    const { source, answers } = sourceOfPromises();
    const reading = source.read();

    answers[0]?.resolve(FIRST);
    await reading;

    expect(vi.getTimerCount()).toBe(0);
  });
});
