import { describe, expect, it } from 'vitest';
import { bar } from '../../../../infra/local/view/bar.ts';
import { plainText } from '../../../../infra/local/view/line.ts';
import { sparkline } from '../../../../infra/local/view/sparkline.ts';

const good = (value: number) => ({ value, tone: 'good' }) as const;

describe('a sparkline', () => {
  it.each([
    ['is as high as its largest value, and tells little from nothing', [0, 1, 500, 1_000], ' ▁▂▄▇'],
    ['is flat when nothing changes', [7, 7, 7, 7, 7], '▇▇▇▇▇'],
    ['is a line when there is nothing', [0, 0, 0, 0, 0], '▁▁▁▁▁'],
    ['is empty before the start', [], '     '],
    ['has the latest at the right, and no more than fit', [9, 9, 9, 0, 0, 0, 0, 0], '▁▁▁▁▁'],
  ])('%s', (_, values, expected) => {
    expect(plainText(sparkline(values.map(good), 5))).toBe(expected);
  });

  it('has one span for neighbours of one colour', () => {
    const line = sparkline(
      [good(0), good(4), good(4), { value: 2, tone: 'attention' }, { value: 0, tone: 'loss' }],
      5,
    );

    expect(line).toEqual([
      { text: '', tone: 'plain' },
      { text: '▁', tone: 'dim' },
      { text: '▇▇', tone: 'good' },
      { text: '▄', tone: 'attention' },
      { text: '▁', tone: 'loss' },
    ]);
  });
});

it.each([
  [0, '────'],
  [0.001, '╸───'],
  [0.25, '━───'],
  [0.62, '━━╸─'],
  [1, '━━━━'],
  [17, '━━━━'],
])('a bar shows a share of %f as %s', (share, expected) => {
  expect(plainText(bar(share, 4, 'good'))).toBe(expected);
});
