import { PassThrough } from 'node:stream';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { startView, type ViewKind } from '../../../../infra/local/view/start-view.ts';
import { Screen } from './screen.ts';
import { syntheticSnapshot } from './synthetic-run.ts';

afterEach(() => vi.unstubAllEnvs());

const TROUBLE = { fromMs: 6_000, toMs: 16_000 };

/** What a run of so many seconds writes where there is no terminal. */
function written(seconds: number, kind?: ViewKind): string[] {
  const output = new PassThrough({ encoding: 'utf8' });
  const view = startView({ output: output as unknown as NodeJS.WriteStream, ...(kind && { kind }) });
  for (let ms = 0; ms <= seconds * 1_000; ms += 100) view.show(syntheticSnapshot(ms, { trouble: TROUBLE }));
  view.end();
  return String(output.read() ?? '').split('\n');
}

describe('lines', () => {
  it('come every five seconds, each complete in itself, and a last one at the end', () => {
    expect(written(17)).toMatchInlineSnapshot(`
      [
        "0:05 of 0:30 · produced 9,484 (1,998/s) · events lag 1,726 · demo-analyzer 7,758 (2,202/s) · notifications lag 49 · bridge 144 (48/s) · bus 144 events in 16 requests · rules matched 133 · no failures",
        "0:10 of 0:30 · produced 19,764 (2,255/s) · events lag 2,267 · demo-analyzer 17,497 (2,117/s) · notifications lag 180 · bridge 257 (14/s) · bus 255 events in 28 requests · rules matched 237 · 2 dead letters · 44 records retried · 8 injected faults",
        "0:15 of 0:30 · produced 29,162 (1,895/s) · events lag 2,162 · demo-analyzer 27,000 (1,748/s) · notifications lag 350 · bridge 325 (16/s) · bus 323 events in 35 requests · rules matched 300 · 2 dead letters · 100 records retried · 20 injected faults",
        "0:17 of 0:30 · produced 33,767 (2,256/s) · events lag 2,264 · demo-analyzer 31,503 (2,121/s) · notifications lag 350 · bridge 437 (46/s) · bus 435 events in 47 requests · rules matched 405 · 2 dead letters · 111 records retried · 22 injected faults",
        "",
      ]
    `);
  });

  it('are one of the end when the run is short', () => {
    expect(written(2)).toHaveLength(1 + 1);
  });

  it('are not repeated at the end', () => {
    expect(written(5)).toHaveLength(1 + 1);
  });

  it('say when nothing new is produced or read, instead of a time that is over', () => {
    const [line] = written(34).slice(-2);
    expect(line).toMatch(/^0:34, finishing · produced /);
  });

  it('have remarks between them, each on its line', () => {
    const output = new PassThrough({ encoding: 'utf8' });
    const view = startView({ output: output as unknown as NodeJS.WriteStream });

    view.say('the broker is\naway');
    view.end();

    expect(output.read()).toBe('the broker is away\n');
  });
});

describe('JSON', () => {
  it('is the snapshot of every second, one object a line', () => {
    const [first = '', second = '', last = '', end] = written(2.5, 'json');

    expect(JSON.parse(first)).toEqual({
      snapshot: JSON.parse(JSON.stringify(syntheticSnapshot(1_000, { trouble: TROUBLE }))),
    });
    expect(JSON.parse(second)).toMatchObject({ snapshot: { elapsedMs: 2_000 } });
    expect(JSON.parse(last)).toMatchObject({ snapshot: { elapsedMs: 2_500 } });
    expect(end).toBe('');
  });

  it('has remarks as objects of their own', () => {
    const output = new PassThrough({ encoding: 'utf8' });
    startView({ output: output as unknown as NodeJS.WriteStream, kind: 'json' }).say('a "broker"\nis away');

    expect(JSON.parse(String(output.read()))).toEqual({ remark: 'a "broker"\nis away' });
  });
});

describe('an output that nobody reads any more', () => {
  it.each(['lines', 'json', 'panel'] as const)('is told once, and ends nothing else: %s', (kind) => {
    const onClosed = vi.fn<() => void>();
    const output = new PassThrough();
    startView({ output: output as unknown as NodeJS.WriteStream, kind, onClosed });
    const closed = Object.assign(new Error('write EPIPE'), { code: 'EPIPE' });

    output.emit('error', closed);
    output.emit('error', closed);

    expect(onClosed).toHaveBeenCalledTimes(1);
  });

  it('is something else than one that fails', () => {
    const output = new PassThrough();
    startView({ output: output as unknown as NodeJS.WriteStream, kind: 'json' });

    expect(() => output.emit('error', new Error('ENOSPC: no space left on device'))).toThrow('ENOSPC');
  });
});

describe('without a choice', () => {
  it.each([
    ['a terminal gets the panel', 'xterm', '\u001b'],
    ['a terminal that cannot go back gets lines', 'dumb', '0:10 of 0:30'],
  ])('%s', (_, term, begin) => {
    vi.stubEnv('TERM', term);
    const screen = new Screen(80, 24);
    const view = startView({ output: screen.stream });
    view.show(syntheticSnapshot(10_000));
    view.end();

    expect(screen.writes[0]?.startsWith(begin)).toBe(true);
  });
});
