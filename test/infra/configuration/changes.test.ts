import { describe, expect, it } from 'vitest';
import { changesBetween } from '../../../infra/configuration/changes.ts';

describe('the changes between two documents', () => {
  it('are properties that are new, gone, or have another value', () => {
    const old = { a: 'same', b: 'old', c: 'gone', topics: { t: { d: '1' } } };
    const text = { a: ' same ', b: 'new', e: 5, topics: { t: { d: '2' }, u: { d: '3' } } };

    expect(changesBetween(JSON.stringify(old), JSON.stringify(text))).toEqual([
      { property: 'b', from: 'old', to: 'new' },
      { property: 'c', from: 'gone', to: undefined },
      { property: 'topics.t.d', from: '1', to: '2' },
      { property: 'e', from: undefined, to: '5' },
      { property: 'topics.u.d', from: undefined, to: '3' },
    ]);
  });

  it('are told of a secret without its value', () => {
    const [change] = changesBetween('{"value.converter.bearer.auth.token":"hunter2"}', '{}');

    expect(change).toEqual({
      property: 'value.converter.bearer.auth.token',
      from: '(not shown)',
      to: undefined,
    });
  });

  it.each([undefined, '', 'no JSON', '[1]'])('are everything when there was no document: %s', (old) => {
    expect(changesBetween(old, '{"a":"b"}')).toEqual([{ property: 'a', from: undefined, to: 'b' }]);
  });
});
