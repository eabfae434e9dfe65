import {
  DEFAULT_DETAIL_TYPE,
  type DetailTypeRule,
  MAX_DETAIL_TYPE_CHARACTERS,
} from '../../../shared/configuration/detail-type-rule.ts';
import { type Template, TOPIC_PLACEHOLDER } from '../../../shared/configuration/template.ts';
import { RecordError } from '../errors.ts';
import { PathFinder } from '../json-path/path-finder.ts';
import { stringAt } from '../json-path/scalar-text.ts';
import { matchesTopic } from './topic-pattern.ts';
import { topicText } from './topic-text.ts';

/** The detail type of a record with the value `json[start, end)`. @throws RecordError DETAIL_TYPE_INVALID */
export type DetailTypeOfValue = (json: Uint8Array, start: number, end: number) => string;

/**
 * The detail type of a topic's records, or how it follows from the value of each.
 *
 * @throws RecordError DETAIL_TYPE_INVALID when EventBridge would not take it.
 */
export function topicDetailType(topic: string, rule: DetailTypeRule): string | DetailTypeOfValue {
  if (rule.kind === 'json-path') return mappedDetailType(topic, new PathFinder(rule.path));
  const template = templateOf(topic, rule);
  const fallback = DEFAULT_DETAIL_TYPE.replace(TOPIC_PLACEHOLDER, () => topic);
  const text = template === undefined ? fallback : topicText(template, topic);
  if (typeof text === 'string') return checked(text);
  return (json, start, end) => checked(text(json, start, end) ?? fallback);
}

/** Undefined for a topic that the list does not name. */
function templateOf(
  topic: string,
  rule: Exclude<DetailTypeRule, { kind: 'json-path' }>,
): Template | undefined {
  if (rule.kind === 'expression') return rule.template;
  return (
    rule.byName.get(topic) ?? rule.byPattern.find(({ pattern }) => matchesTopic(pattern, topic))?.template
  );
}

/** As the connector's JSONPath mapper: a string that is not blank, as it stands; otherwise the name of the topic. */
function mappedDetailType(topic: string, finder: PathFinder): DetailTypeOfValue {
  return (json, start, end) => {
    const found = finder.find(json, start, end);
    const text = found === undefined ? undefined : stringAt(json, found);
    return checked(text === undefined || text.trim() === '' ? topic : text);
  };
}

function checked(detailType: string): string {
  const { length } = detailType;
  if (length >= 1 && length <= MAX_DETAIL_TYPE_CHARACTERS) return detailType;
  throw new RecordError(
    'DETAIL_TYPE_INVALID',
    `The detail type has ${length} characters; EventBridge takes 1 to ${MAX_DETAIL_TYPE_CHARACTERS}.`,
  );
}
