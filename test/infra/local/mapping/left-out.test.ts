import { expect, test } from 'vitest';
import { LEFT_OUT } from '../../../../infra/local/left-out.ts';
import { MAPPING_LEFT_OUT } from '../../../../infra/local/mapping/left-out.ts';

test.each(MAPPING_LEFT_OUT)(
  'What is left out says of what it is, and is told with the rest: %s',
  (sentence) => {
    expect(sentence).toMatch(/^Event source mapping: .*\.$/);
    expect(LEFT_OUT).toContain(sentence);
  },
);
