import type { KafkaEventRecord } from '../../../shared/kafka-event.ts';
import { type EventPattern, matchesEventPattern, parseEventPattern } from '../event-pattern/event-pattern.ts';

/** Which records a mapping delivers. */
export interface FilterCriteria {
  /** Tells whether the record is delivered. */
  matches(record: KafkaEventRecord): boolean;
}

export interface ReadFilters {
  readonly criteria: FilterCriteria | undefined;
  /** What an operator has to change, a sentence each. */
  readonly problems: readonly string[];
}

/** With a raised quota; 5 without. https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html */
const MAX_FILTERS = 10;
/** https://docs.aws.amazon.com/lambda/latest/api/API_Filter.html */
const MAX_PATTERN_CHARACTERS = 4_096;

const UTF_8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Reads the patterns of `FilterCriteria`. A record that meets one of them is delivered; without any pattern, all are. */
export function readFilters(patterns: readonly string[]): ReadFilters {
  const problems: string[] = [];
  if (patterns.length > MAX_FILTERS) {
    problems.push(`filters has ${patterns.length} patterns and may have ${MAX_FILTERS} at most.`);
  }
  const branches = patterns.flatMap((pattern, index) => {
    try {
      return readBranches(pattern);
    } catch (error) {
      problems.push(`filter ${index + 1}: ${error instanceof Error ? error.message : String(error)}`);
      return [];
    }
  });
  return { criteria: branches.length === 0 ? undefined : new ValueFilter(branches), problems };
}

type Branch = EventPattern['branches'][number];

function readBranches(pattern: string): EventPattern['branches'] {
  if (pattern.length > MAX_PATTERN_CHARACTERS) {
    throw new Error(
      `the pattern has more than ${MAX_PATTERN_CHARACTERS.toLocaleString('en-US')} characters.`,
    );
  }
  const { branches } = parseEventPattern(pattern);
  const stranger = branches.flat().find(({ path }) => path !== 'value' && !path.startsWith('value.'));
  if (stranger !== undefined) {
    throw new Error(`records are filtered by 'value' only, and the pattern names '${stranger.path}'.`);
  }
  return branches;
}

/**
 * Compares values with patterns of their own format: JSON objects and arrays with patterns over the fields of `value`, other
 * text with patterns over `value` itself. A pattern of the other format has nothing to compare and lets the record pass; so
 * does every pattern with a record whose value is missing or not UTF-8.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/kafka-filtering.html
 */
class ValueFilter implements FilterCriteria {
  readonly #text: EventPattern;
  readonly #json: EventPattern;

  constructor(branches: readonly Branch[]) {
    this.#text = { branches: branches.filter(isOverText) };
    this.#json = { branches: branches.filter((branch) => !isOverText(branch)) };
  }

  matches({ value }: KafkaEventRecord): boolean {
    const text = value === null || value === undefined ? undefined : decode(value);
    if (text === undefined) return true;
    if (isJson(text)) return this.#text.branches.length > 0 || this.#matchesJson(text);
    return this.#json.branches.length > 0 || matchesEventPattern(this.#text, { value: text });
  }

  #matchesJson(text: string): boolean {
    try {
      // As text, numbers stay exact that a JavaScript number would change.
      return matchesEventPattern(this.#json, `{"value":${text}}`);
    } catch {
      // Nested too deeply to be compared.
      return true;
    }
  }
}

function isOverText(branch: Branch): boolean {
  return branch.every(({ path }) => path === 'value');
}

function decode(base64: string): string | undefined {
  try {
    return UTF_8.decode(Buffer.from(base64, 'base64'));
  } catch {
    return undefined;
  }
}

function isJson(text: string): boolean {
  if (!/^\s*[{[]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
