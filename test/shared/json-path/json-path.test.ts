import { describe, expect, it } from 'vitest';
import { pathWithin } from '../../../shared/json-path/json-path.ts';
import { parseJsonPath } from '../../../shared/json-path/parse-json-path.ts';

function within(text: string) {
  const result = parseJsonPath(text);
  if ('problem' in result) throw new Error(result.problem);
  return pathWithin(result.path, ['detail', 'value']);
}

describe('pathWithin', () => {
  it.each([
    { text: '$.detail.value', steps: [] },
    { text: '$[\'detail\']["value"]', steps: [] },
    {
      text: 'detail.value.a[0]',
      steps: [
        { kind: 'member', name: 'a' },
        { kind: 'index', index: 0 },
      ],
    },
  ])('gives what follows the members in $text', ({ text, steps }) => {
    expect(within(text)).toEqual(steps);
  });

  it.each(['$', '$.detail', '$.value.detail', '$.detail.value2', '$.detail[0]', "$['detail.value']"])(
    'gives nothing for %s, which begins otherwise',
    (text) => {
      expect(within(text)).toBeUndefined();
    },
  );
});
