import { describe, expect, it } from 'vitest';
import { RecordError } from '../../../../functions/bridge/errors.ts';
import { ValuePath } from '../../../../functions/bridge/json/value-path.ts';

describe('the place of an error', () => {
  it('is told from the outermost name to the innermost', () => {
    expect(messageAt('.price', '[3]', '.items')).toBe('Order.items[3].price: too short');
  });

  it('is told by both of its ends when it is deep', () => {
    const levels = Array.from({ length: 20 }, (_, level) => `[${level}]`);

    expect(messageAt(...levels)).toBe('Order[19][18][17][16][15][14]…(8 more)…[5][4][3][2][1][0]: too short');
  });

  it('shows the beginning of a name that no schema should have', () => {
    expect(messageAt(`.${'n'.repeat(160_000)}`)).toBe(`Order.${'n'.repeat(99)}…: too short`);
  });
});

/** @param steps innermost first, as an error meets them. */
function messageAt(...steps: readonly string[]): string {
  const path = new ValuePath();
  for (const step of steps) {
    if (step.startsWith('.')) path.addField(step.slice(1));
    else path.addIndex(Number(step.slice(1, -1)));
  }
  const error = path.locate(new RecordError('PAYLOAD_INVALID', 'too short'), 'Order');
  return error instanceof RecordError ? error.message : '';
}
