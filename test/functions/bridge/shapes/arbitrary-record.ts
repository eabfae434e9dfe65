import fc from 'fast-check';
import { base64 } from '../../../fixtures/kafka-event.ts';

const text = fc.string({ unit: 'binary', maxLength: 30 });
const bytes = fc.uint8Array({ maxLength: 40 });

const arbitraryHeader = fc
  .tuple(
    fc.oneof(text, fc.constantFrom('trace-id', 'ce_', 'ce_data', 'ce_Upper', 'content-type', '__proto__')),
    fc.option(fc.array(fc.integer({ min: -128, max: 127 }), { maxLength: 20 })),
  )
  .map(([name, value]) => Object.fromEntries([[name, value]]));

/** Any record that Lambda could deliver, its value bytes of any kind. */
export const arbitraryRecord = fc.record({
  topic: fc.string({ unit: 'binary', minLength: 1, maxLength: 30 }),
  partition: fc.nat(),
  offset: fc.maxSafeNat(),
  timestamp: fc.option(fc.maxSafeInteger()),
  timestampType: fc.option(text),
  headers: fc.array(arbitraryHeader, { maxLength: 4 }),
  key: fc.option(bytes.map(base64)),
  value: fc.option(bytes.map(base64)),
});

/** JSON text without blanks, as a value that the converter `json` passes on as it is. */
export const arbitraryJson: fc.Arbitrary<string> = fc.json({ maxDepth: 3, stringUnit: 'binary' });
