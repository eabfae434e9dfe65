import type { JsonPath } from '../json-path/json-path.ts';
import type { TimeMapper } from './mapper-names.ts';

/** Where the time of an event comes from: from EventBridge, when it takes the event; from the record; from its value. */
export type TimeRule =
  | { readonly kind: 'none' }
  | { readonly kind: 'record-timestamp' }
  | { readonly kind: 'json-path'; readonly path: JsonPath };

/** @param path of the time in the value; a document without one is refused where it is needed. */
export function timeRule(mapper: TimeMapper, path: JsonPath | undefined): TimeRule {
  switch (mapper) {
    case 'none':
    case 'record-timestamp':
      return { kind: mapper };
    case 'jsonpath':
      return path === undefined ? { kind: 'none' } : { kind: 'json-path', path };
  }
}
