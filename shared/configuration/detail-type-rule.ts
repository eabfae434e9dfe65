/**
 * How the detail type follows from the topic: one expression for all topics, in which `${topic}` is replaced, or a list
 * of detail types by topic.
 */
export type DetailTypeRule =
  | { readonly kind: 'expression'; readonly expression: string }
  | { readonly kind: 'by-topic'; readonly detailTypes: ReadonlyMap<string, string> };

/** What the bridge falls back to for a topic that the list does not name. */
export const DEFAULT_DETAIL_TYPE = 'kafka-connect-${topic}';

/** EventBridge's own limit. See {@link https://docs.aws.amazon.com/scheduler/latest/APIReference/API_EventBridgeParameters.html}. */
export const MAX_DETAIL_TYPE_CHARACTERS = 128;

export type DetailTypeRuleResult = { readonly rule: DetailTypeRule } | { readonly problem: string };

/**
 * Parses the items of `aws.eventbridge.detail.types` with the connector's grammar.
 *
 * A single item without a colon is an expression. Anything else is a list `topic:detailType`; an item is cut at its
 * colons and only the first two parts count, so `${topic}` is not replaced and a second colon ends the detail type.
 */
export function parseDetailTypeRule(items: readonly string[]): DetailTypeRuleResult {
  const [first] = items;
  if (first === undefined) return { problem: 'is empty' };
  if (items.length === 1 && !first.includes(':')) return expressionRule(first);

  const detailTypes = new Map<string, string>();
  for (const item of items) {
    const [topic = '', detailType = ''] = item.split(':');
    if (detailType === '') return { problem: `has the item "${item}", which is not topic:detailType` };
    if (detailTypes.has(topic)) return { problem: `names the topic "${topic}" twice` };
    const problem = lengthProblem(detailType);
    if (problem !== undefined) return { problem };
    detailTypes.set(topic, detailType);
  }
  return { rule: { kind: 'by-topic', detailTypes } };
}

function expressionRule(expression: string): DetailTypeRuleResult {
  if (expression === '') return { problem: 'is empty' };
  if (expression.replaceAll('${topic}', '').includes('${'))
    return { problem: 'has a placeholder other than ${topic}' };
  const problem = expression.includes('${topic}') ? undefined : lengthProblem(expression);
  return problem === undefined ? { rule: { kind: 'expression', expression } } : { problem };
}

function lengthProblem(detailType: string): string | undefined {
  if (detailType.length <= MAX_DETAIL_TYPE_CHARACTERS) return undefined;
  return `has a detail type of ${detailType.length} characters; EventBridge takes ${MAX_DETAIL_TYPE_CHARACTERS}`;
}
