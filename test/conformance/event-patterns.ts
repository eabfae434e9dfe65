import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { z } from 'zod';
import { InvalidEventPatternError } from '../../infra/local/event-pattern/errors.ts';
import { matchesEventPattern } from '../../infra/local/event-pattern/match.ts';
import { parseEventPattern } from '../../infra/local/event-pattern/parse.ts';
import type { ConformanceResult } from './result.ts';

/** A file of cases, each with an event, a pattern and what the service said. */
export const RecordedPatterns = z.object({
  cases: z.array(
    z.object({
      id: z.string(),
      expect: z.enum(['match', 'no-match', 'invalid-pattern']),
      event: z.unknown(),
      pattern: z.unknown(),
    }),
  ),
});

/** What the service made of a pattern and an event. */
export type RecordedAnswer = z.infer<typeof RecordedPatterns>['cases'][number]['expect'];

/**
 * Compares the matcher with answers recorded from the service.
 *
 * @param path a file of cases, each with an `event`, a `pattern` and what the service said
 */
export function checkEventPatterns(path: string): ConformanceResult {
  const result: ConformanceResult = { file: basename(path), matched: 0, deviations: [], failures: [] };
  for (const { id, expect, event, pattern } of RecordedPatterns.parse(JSON.parse(readFileSync(path, 'utf8')))
    .cases) {
    const actual = decide(JSON.stringify(pattern), JSON.stringify(event));
    if (actual === expect) result.matched++;
    else result.failures.push({ id, expected: expect, actual });
  }
  return result;
}

function decide(pattern: string, event: string): RecordedAnswer {
  try {
    return matchesEventPattern(parseEventPattern(pattern), event) ? 'match' : 'no-match';
  } catch (error) {
    if (error instanceof InvalidEventPatternError) return 'invalid-pattern';
    throw error;
  }
}
