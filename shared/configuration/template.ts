import type { JsonPath } from '../json-path/json-path.ts';
import { parseJsonPath } from '../json-path/parse-json-path.ts';

/** A piece of a template: text as it stands, the topic, or a text of the record's value. */
export type TemplatePart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'topic' }
  | { readonly kind: 'value'; readonly path: JsonPath };

/** A text of an event that may differ by topic or by record. */
export interface Template {
  /** As it is configured. */
  readonly text: string;
  readonly parts: readonly TemplatePart[];
}

export function isTemplate(value: unknown): value is Template {
  return typeof value === 'object' && value !== null && 'text' in value && 'parts' in value;
}

export type TemplateResult = { readonly template: Template } | { readonly problem: string };

/** What a template may have in place of plain text. */
export type Placeholders = 'topic' | 'topic and value';

/** `${…}`, whose contents may have braces within quotes, as a path does. */
const PLACEHOLDER = /\$\{((?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|[^}'"])*)\}/s;

/** The topic, in a text of the configuration. */
export const TOPIC_PLACEHOLDER = '${topic}';

/**
 * Parses a text in which `${topic}` stands for the topic and `${$.path}` for the text that the path leads to in the value
 * of the record.
 */
export function parseTemplate(text: string, placeholders: Placeholders): TemplateResult {
  const parts: TemplatePart[] = [];
  let rest = text;
  for (let found = PLACEHOLDER.exec(rest); found !== null; found = PLACEHOLDER.exec(rest)) {
    const [whole, content = ''] = found;
    const result = placeholder(content, placeholders);
    if ('problem' in result) return result;
    parts.push(...plainText(rest.slice(0, found.index)), result.part);
    rest = rest.slice(found.index + whole.length);
  }
  if (rest.includes('${')) {
    return { problem: 'has a "${" without its "}"; a comma ends an item, also within a placeholder' };
  }
  return { template: { text, parts: [...parts, ...plainText(rest)] } };
}

function placeholder(
  content: string,
  placeholders: Placeholders,
): { readonly part: TemplatePart } | { readonly problem: string } {
  if (content === 'topic') return { part: { kind: 'topic' } };
  const whole = `the placeholder \${${content}}`;
  if (placeholders === 'topic') return { problem: `has ${whole}, where only \${topic} has a meaning` };
  if (!content.trim().startsWith('$')) {
    return {
      problem: `has ${whole}, where only \${topic} and paths such as \${$.order.type} have a meaning`,
    };
  }
  const result = parseJsonPath(content);
  if ('problem' in result) return { problem: `has ${whole}, which ${result.problem}` };
  return { part: { kind: 'value', path: result.path } };
}

function plainText(text: string): readonly TemplatePart[] {
  return text === '' ? [] : [{ kind: 'text', text }];
}

/** The text of a template that is the same for every record; undefined when it is not. */
export function constantText({ parts }: Template): string | undefined {
  const isConstant = parts.every(({ kind }) => kind === 'text');
  return isConstant ? parts.map((part) => (part.kind === 'text' ? part.text : '')).join('') : undefined;
}
