import { describe, expect, it, onTestFinished } from 'vitest';
import { frame } from '../../../../infra/local/view/frame.ts';
import { History } from '../../../../infra/local/view/history.ts';
import { plainText } from '../../../../infra/local/view/line.ts';
import { Panel } from '../../../../infra/local/view/panel.ts';
import { Screen } from './screen.ts';
import { type SyntheticRun, syntheticSnapshot } from './synthetic-run.ts';

const TROUBLE: Partial<SyntheticRun> = { trouble: { fromMs: 1_000, toMs: 6_000 } };

/** Its listeners on the process go away with the test. */
function panelOn(screen: Screen): Panel {
  const panel = new Panel(screen.stream);
  onTestFinished(() => panel.end());
  return panel;
}

/** A run up to this moment, shown ten times a second; what it should look like comes with it. */
function play(panel: Panel, untilMs: number, expected = new History(), fromMs = 0): History {
  for (let ms = fromMs; ms <= untilMs; ms += 100) {
    panel.show(syntheticSnapshot(ms, TROUBLE));
    expected.add(syntheticSnapshot(ms, TROUBLE));
  }
  return expected;
}

function linesOf(history: History, { columns, rows }: Screen, hasEnded = false): string[] {
  return frame(history, { columns, rows }, hasEnded).map((line) => plainText(line));
}

describe('a panel on a terminal', () => {
  it('shows the latest frame in place, below what was there', () => {
    const screen = new Screen(90, 40);
    screen.write('$ npm start\n');
    const expected = play(panelOn(screen), 9_000);

    expect(screen.lines).toEqual(['$ npm start', ...linesOf(expected, screen)]);
  });

  it.each([
    [30, 8],
    [50, 24],
    [200, 30],
  ])('scrolls nothing of itself away in a terminal of %i columns and %i rows', (columns, rows) => {
    const screen = new Screen(columns, rows);
    const expected = play(panelOn(screen), 8_000);

    expect(screen.lines).toEqual(linesOf(expected, screen));
    expect(screen.scrolledOff).toEqual([]);
  });

  it('writes once a frame, and only the lines that changed', () => {
    const screen = new Screen(90, 40);
    const panel = panelOn(screen);
    const expected = play(panel, 5_000);
    const before = linesOf(expected, screen);
    screen.writes.length = 0;

    play(panel, 5_100, expected, 5_100);

    const changed = linesOf(expected, screen).filter((line, row) => line !== before[row]);
    const [written = ''] = screen.writes;
    expect(screen.writes).toHaveLength(1);
    expect(written.split('\u001b[2K')).toHaveLength(1 + changed.length);
    expect(written.startsWith('\u001b[?2026h')).toBe(true);
    expect(written.endsWith('\u001b[?2026l')).toBe(true);
  });

  it('writes nothing when nothing changed', () => {
    const screen = new Screen(90, 40);
    const panel = panelOn(screen);
    play(panel, 500);
    screen.writes.length = 0;

    panel.show(syntheticSnapshot(500, TROUBLE));

    expect(screen.writes).toEqual([]);
  });

  it('leaves a frame out while the terminal is behind, and catches up', () => {
    const screen = new Screen(90, 40);
    const panel = panelOn(screen);
    const expected = play(panel, 1_000);
    screen.writableNeedDrain = true;
    screen.writes.length = 0;
    play(panel, 2_000, expected, 1_100);
    expect(screen.writes).toEqual([]);

    screen.writableNeedDrain = false;
    play(panel, 2_100, expected, 2_100);

    expect(screen.lines).toEqual(linesOf(expected, screen));
  });

  it.each([
    ['narrower', 52, 40],
    ['wider', 130, 40],
    ['lower', 90, 14],
    ['smaller', 40, 10],
  ])('is drawn anew at once when the terminal becomes %s', (_, columns, rows) => {
    const screen = new Screen(90, 40);
    const panel = panelOn(screen);
    const expected = play(panel, 7_000);

    screen.resize(columns, rows);
    expect(screen.lines).toEqual(linesOf(expected, screen));

    play(panel, 7_500, expected, 7_100);
    expect(screen.lines).toEqual(linesOf(expected, screen));
  });

  it('keeps a remark above itself', () => {
    const screen = new Screen(90, 40);
    const panel = panelOn(screen);
    panel.say('before the first frame');
    const expected = play(panel, 1_000);
    panel.say('EventBridge throttles\u001b[2J.');
    play(panel, 1_500, expected, 1_100);

    expect(screen.lines).toEqual([
      'before the first frame',
      'EventBridge throttles [2J.',
      ...linesOf(expected, screen),
    ]);
  });

  it('hides the cursor while it draws, and leaves its last frame and the cursor at the end', () => {
    const screen = new Screen(90, 40);
    const panel = panelOn(screen);
    expect(screen.isCursorShown).toBe(true);
    const expected = play(panel, 31_000);
    expect(screen.isCursorShown).toBe(false);

    panel.end();
    screen.write('Audit\n');
    panel.end();
    panel.show(syntheticSnapshot(40_000));
    panel.say('too late for the panel');

    expect(screen.isCursorShown).toBe(true);
    expect(screen.lines).toEqual([...linesOf(expected, screen, true), 'Audit', 'too late for the panel']);
    expect(screen.listenerCount('resize')).toBe(0);
  });

  it('is nothing without a snapshot', () => {
    const screen = new Screen(90, 40);
    panelOn(screen).end();

    expect(screen.writes).toEqual([]);
  });
});
