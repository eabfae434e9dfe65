import {
  DEFAULT_DETAIL_TYPE,
  type DetailTypeRule,
  MAX_DETAIL_TYPE_CHARACTERS,
} from '../../shared/configuration/detail-type-rule.ts';
import { RecordError } from './errors.ts';

/**
 * The detail type of a topic's events.
 *
 * @throws RecordError DETAIL_TYPE_INVALID when EventBridge would not take it.
 */
export function detailTypeOf(topic: string, rule: DetailTypeRule): string {
  const detailType = applyRule(topic, rule);
  if (detailType.length > MAX_DETAIL_TYPE_CHARACTERS) {
    throw new RecordError(
      'DETAIL_TYPE_INVALID',
      `The detail type has ${detailType.length} characters; EventBridge takes ${MAX_DETAIL_TYPE_CHARACTERS}.`,
    );
  }
  return detailType;
}

function applyRule(topic: string, rule: DetailTypeRule): string {
  switch (rule.kind) {
    case 'expression':
      return expand(rule.expression, topic);
    case 'by-topic':
      return rule.detailTypes.get(topic) ?? expand(DEFAULT_DETAIL_TYPE, topic);
  }
}

function expand(expression: string, topic: string): string {
  return expression.replaceAll('${topic}', () => topic);
}
