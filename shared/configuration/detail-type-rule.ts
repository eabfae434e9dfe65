import type { JsonPath } from '../json-path/json-path.ts';
import type { ConfigurationNote } from './settings.ts';
import { constantText, parseTemplate, type Template } from './template.ts';

/**
 * Where the detail type of a record comes from: one template for all topics; a list of templates by topic; or a text of the
 * value, as the connector's JSONPath mapper takes it.
 */
export type DetailTypeRule =
  | { readonly kind: 'expression'; readonly template: Template }
  | ByTopic
  | { readonly kind: 'json-path'; readonly path: JsonPath };

interface ByTopic {
  readonly kind: 'by-topic';
  readonly byName: ReadonlyMap<string, Template>;
  /** Looked at in this order, for topics that are not named. */
  readonly byPattern: readonly TopicPattern[];
}

export interface TopicPattern {
  /** A name in which `*` stands for any characters. */
  readonly pattern: string;
  readonly template: Template;
}

/** What the bridge falls back to for a topic that the list does not name, and for a record without the text. */
export const DEFAULT_DETAIL_TYPE = 'kafka-connect-${topic}';

/** EventBridge's own limit. See {@link https://docs.aws.amazon.com/scheduler/latest/APIReference/API_EventBridgeParameters.html}. */
export const MAX_DETAIL_TYPE_CHARACTERS = 128;

export type DetailTypeRuleResult = { readonly rule: DetailTypeRule } | { readonly problem: string };

/**
 * Parses the items of `aws.eventbridge.detail.types` with the connector's grammar.
 *
 * A single item without a colon is an expression. Anything else is a list `topic:detailType`; an item is cut at its
 * colons, those within placeholders aside, and only the first two parts count, so a second colon ends the detail type.
 *
 * Beyond the connector, detail types of topics may have placeholders, and topics may be patterns.
 */
export function parseDetailTypeRule(items: readonly string[]): DetailTypeRuleResult {
  const [first] = items;
  if (first === undefined) return { problem: 'is empty' };
  const [only = '', ...others] = partsOf(first);
  if (items.length === 1 && others.length === 0) {
    const result = detailTypeTemplate(only);
    return 'problem' in result ? result : { rule: { kind: 'expression', template: result.template } };
  }
  const templates = new Map<string, Template>();
  for (const item of items) {
    const [topic = '', detailType = ''] = partsOf(item);
    if (detailType === '') return { problem: `has the item "${item}", which is not topic:detailType` };
    if (templates.has(topic)) return { problem: `names the topic "${topic}" twice` };
    const result = detailTypeTemplate(detailType);
    if ('problem' in result) return result;
    templates.set(topic, result.template);
  }
  return { rule: byTopic(templates) };
}

/** Names that Kafka does not take, such as one with a blank, are no mistake to the connector, and never met. */
export function detailTypeNotes(rule: DetailTypeRule): ConfigurationNote[] {
  if (rule.kind !== 'by-topic') return [];
  const names = [...rule.byName.keys(), ...rule.byPattern.map(({ pattern }) => pattern)];
  return names
    .filter((name) => !/^[\w.*-]{1,249}$/.test(name))
    .map((name) => ({
      property: 'aws.eventbridge.detail.types',
      note: `Names the topic "${name}", and there is none of such a name.`,
    }));
}

/** A piece without a colon; a placeholder may have some. */
const PIECE = /(?:\$\{(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|[^}'"])*\}|[^:])+/y;

/** Cut at colons, but for those within a placeholder. */
function partsOf(item: string): string[] {
  const parts: string[] = [];
  for (let at = 0; at <= item.length; ) {
    PIECE.lastIndex = at;
    const [piece = ''] = PIECE.exec(item) ?? [];
    parts.push(piece);
    at += piece.length + 1;
  }
  return parts;
}

function byTopic(templates: ReadonlyMap<string, Template>): ByTopic {
  const all = [...templates];
  const isPattern = ([topic]: (typeof all)[number]) => topic.includes('*');
  return {
    kind: 'by-topic',
    byName: new Map(all.filter((entry) => !isPattern(entry))),
    byPattern: all.filter(isPattern).map(([pattern, template]) => ({ pattern, template })),
  };
}

function detailTypeTemplate(text: string): { readonly template: Template } | { readonly problem: string } {
  if (text === '') return { problem: 'is empty' };
  const result = parseTemplate(text, 'topic and value');
  if ('problem' in result) return result;
  const { length } = constantText(result.template) ?? '';
  if (length <= MAX_DETAIL_TYPE_CHARACTERS) return result;
  return {
    problem: `has a detail type of ${length} characters; EventBridge takes ${MAX_DETAIL_TYPE_CHARACTERS}`,
  };
}
