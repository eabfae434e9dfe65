import type { Condition } from './condition.ts';
import type { PatternReader } from './pattern-reader.ts';
import { stringCondition } from './strings.ts';

/** Reads the value of `wildcard`: a string in which `*` stands for any characters, `\*` and `\\` for themselves. */
export function readWildcard(reader: PatternReader): Condition {
  if (reader.next().kind !== 'string') reader.fail('wildcard match pattern must be a string');
  const wildcard = reader.text();
  const fault = findWildcardFault(wildcard);
  if (fault !== undefined) reader.fail(fault);
  return { ...stringCondition(matchesWildcard(wildcard)), wildcards: [wildcard] };
}

/** What the service objects to. Positions count UTF-8 bytes from the opening quote. */
export function findWildcardFault(wildcard: string): string | undefined {
  for (let at = 0; at < wildcard.length; at++) {
    const [character, next] = [wildcard[at], wildcard[at + 1]];
    const position = Buffer.byteLength(wildcard.slice(0, at)) + 1;
    if (character === '*' && next === '*') return `Consecutive wildcard characters at pos ${position}`;
    if (character !== '\\') continue;
    if (next !== '*' && next !== '\\') return `Invalid escape character at pos ${position}`;
    at++;
  }
  return undefined;
}

/** The literal stretches between the wildcard characters, escapes resolved; always one more than there are `*`. */
export function splitWildcard(wildcard: string): string[] {
  const stretches = [''];
  for (let at = 0; at < wildcard.length; at++) {
    if (wildcard[at] === '*') {
      stretches.push('');
      continue;
    }
    if (wildcard[at] === '\\') at++;
    stretches.push(`${stretches.pop()}${wildcard[at]}`);
  }
  return stretches;
}

/** Finds the stretches from left to right, each at its first place: no backtracking, whatever the pattern. */
export function matchesWildcard(wildcard: string): (value: string) => boolean {
  const stretches = splitWildcard(wildcard);
  const [first = '', last] = [stretches.shift(), stretches.pop()];
  if (last === undefined) return (value) => value === first;
  return (value) => {
    if (!value.startsWith(first)) return false;
    let from = first.length;
    for (const stretch of stretches) {
      const found = value.indexOf(stretch, from);
      if (found === -1) return false;
      from = found + stretch.length;
    }
    return value.length - last.length >= from && value.endsWith(last);
  };
}
